// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { reportLines } from './reports'
import type { ReportShown } from './types'

const report = (id: string, more: Partial<ReportShown>) =>
  ({ id, replaces_id: null, replaced_by_id: null, good: 50, ng: 0, reason: null, ...more }) as ReportShown

it('tells a reversal on the report it takes back', () => {
  const lines = reportLines([
    report('r', { replaces_id: 'a', good: 0, reason: 'undo' }),
    report('a', { replaced_by_id: 'r' }),
  ])
  expect(lines.map((line) => [line.report.id, line.undoneBy, line.corrected])).toEqual([['a', 'undo', false]])
})

it('keeps a correction beside what it corrects', () => {
  const lines = reportLines([report('c', { replaces_id: 'a', good: 46, ng: 4 }), report('a', { replaced_by_id: 'c' })])
  expect(lines.map((line) => [line.report.id, line.undoneBy, line.corrected])).toEqual([['c', null, false], ['a', null, true]])
})

it('shows a reversal whose original is on another page', () => {
  expect(reportLines([report('r', { replaces_id: 'old', good: 0, reason: 'wrong_job' })])).toHaveLength(1)
})

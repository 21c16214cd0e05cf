// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { codeSide, inside, pageRule, printingOf } from './logic'

const label = { kind: 'tray' as const, size: { name: null, width_mm: 100, height_mm: 70 } }
const card = { kind: 'traveller' as const, size: { name: null, width_mm: 210, height_mm: 297 } }

test('the paper has the size that the plant set, and a white edge', () => {
  expect(pageRule(label)).toBe('@page { size: 100mm 70mm; margin: 3mm }')
  expect(inside(label)).toEqual({ width: '94mm', height: '64mm' })
})

test('a traveller may go on on a second sheet', () => {
  expect(inside(card)).toEqual({ width: '194mm' })
})

test('the code leaves room for the words, on wide labels and on high ones', () => {
  expect(codeSide(label)).toBe('42.3mm')
  expect(codeSide({ ...label, size: { name: null, width_mm: 120, height_mm: 30 } })).toBe('24mm')
})

test('a paper counts the printings of its revision', () => {
  expect(printingOf({ printed: null })).toBe(1)
  expect(printingOf({ printed: { number: 2, at: '2026-11-20T06:00:00Z', by: 'Li' } })).toBe(3)
})

// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BarData } from './geometry'
import { hideBarTable, openBarTable, showBarTable, takeBarTable } from './table'

const bar: BarData = { ordered: 1, n: 1, good: 1, waiting: 0, hold: 0, rework: 0, scrap: 0 }
const element = () => ({ getBoundingClientRect: () => ({}) }) as HTMLElement

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  hideBarTable()
  vi.useRealTimers()
})

it('opens a little after the pointer has come', () => {
  showBarTable(bar, element())
  expect(openBarTable.value).toBeNull()
  vi.runAllTimers()
  expect(openBarTable.value?.bar).toBe(bar)
})

it('does not open over the next page for a bar that has gone', () => {
  const gone = element()
  showBarTable(bar, gone)
  takeBarTable(gone)
  vi.runAllTimers()
  expect(openBarTable.value).toBeNull()
})

it('goes with its bar, and with no other', () => {
  const shown = element()
  showBarTable(bar, shown)
  vi.runAllTimers()
  takeBarTable(element())
  expect(openBarTable.value).not.toBeNull()
  takeBarTable(shown)
  expect(openBarTable.value).toBeNull()
})

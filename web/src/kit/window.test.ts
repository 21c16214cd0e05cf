// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { windowOf } from './window'

const heights = Array.from({ length: 5000 }, () => 58)

it('keeps the whole height while drawing few rows', () => {
  const shown = windowOf(heights, 100_000, 800)
  const drawn = (shown.end - shown.start) * 58
  expect(shown.before + drawn + shown.after).toBe(5000 * 58)
  expect(shown.end - shown.start).toBeLessThan(60)
  expect(shown.before).toBeLessThanOrEqual(100_000)
  expect(shown.before + drawn).toBeGreaterThanOrEqual(100_800)
})

it('starts and ends at the edges', () => {
  expect(windowOf(heights, 0, 800)).toMatchObject({ start: 0, before: 0 })
  expect(windowOf(heights, 5000 * 58, 800)).toMatchObject({ end: 5000, after: 0 })
  expect(windowOf([], 0, 800)).toEqual({ start: 0, end: 0, before: 0, after: 0 })
})

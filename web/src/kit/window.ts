// SPDX-License-Identifier: Apache-2.0
export interface Shown {
  start: number
  end: number
  /** Heights of what is left out above and below, so that the scroll bar stays true. */
  before: number
  after: number
}

export function windowOf(heights: readonly number[], top: number, view: number, margin = 600): Shown {
  const total = heights.reduce((sum, height) => sum + height, 0)
  let before = 0
  let start = 0
  while (start < heights.length && before + (heights[start] ?? 0) < top - margin) before += heights[start++] ?? 0
  let end = start
  let bottom = before
  while (end < heights.length && bottom < top + view + margin) bottom += heights[end++] ?? 0
  return { start, end, before, after: total - bottom }
}

// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { lowestShown, trendOption } from './trend'
import { zhTw } from './zhTw'

const look = { ink: '#111', caption: '#555', line: '#ddd', target: '#070', font: 'x' }

test('the axis ends a step below the worst day or the target', () => {
  expect(lowestShown([{ label: 'a', value: 98.6 }, { label: 'b', value: null }], null)).toBe(97)
  expect(lowestShown([{ label: 'a', value: 99.2 }], 95)).toBe(94)
  expect(lowestShown([{ label: 'a', value: 0.4 }], null)).toBe(0)
  expect(lowestShown([], null)).toBe(99)
})

test('a day without work stays a gap, and the last value that there is stands beside the line', () => {
  const points = [{ label: '11-18', value: 97.1 }, { label: '11-19', value: 98 }, { label: '11-20', value: null }]
  const [line] = trendOption(points, null, look, { name: 'FPY', target: '', spoken: '' }).series
  expect(line?.data.map((point) => [point.value, point.label.show])).toEqual([[97.1, false], [98, true], [null, false]])
  expect(line?.connectNulls).toBe(false)
  expect(line?.markLine).toBeUndefined()
})

test('the words for Taiwan keep every place that ECharts fills in', () => {
  const said = JSON.stringify(zhTw)
  for (const place of ['{title}', '{seriesType}', '{seriesName}', '{seriesCount}', '{seriesId}', '{displayCnt}', '{name}', '{value}']) expect(said).toContain(place)
  expect(zhTw.time.month).toHaveLength(12)
  expect(zhTw.time.month[10]).toBe('十一月')
})

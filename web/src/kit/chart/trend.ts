// SPDX-License-Identifier: Apache-2.0

export interface TrendPoint {
  label: string
  /** Per cent; null where nothing was made, which stays a gap. */
  value: number | null
}

export interface TrendLook {
  ink: string
  caption: string
  line: string
  target: string
  font: string
}

const ROOM = 1
const LOCALES: Record<string, string> = { 'zh-CN': 'ZH', 'zh-TW': 'ZH-TW', en: 'EN' }
export const chartLocale = (locale: string) => LOCALES[locale] ?? 'EN'

/** Down to a whole step below the worst, so that days that differ by little are told apart; dots may do that, bars not. */
export function lowestShown(points: readonly TrendPoint[], target: number | null): number {
  const values = [...points.flatMap((point) => (point.value === null ? [] : [point.value])), ...(target === null ? [] : [target])]
  return Math.max(0, Math.floor(Math.min(100, ...values) - ROOM))
}

/** A line with its dots in ink, the last value beside it, the target as a thin line with its label. */
export function trendOption(points: readonly TrendPoint[], target: number | null, look: TrendLook, words: { name: string; target: string; spoken: string }) {
  const text = { color: look.caption, fontFamily: look.font, fontSize: 12 }
  const last = points.map((point) => point.value !== null).lastIndexOf(true)
  return {
    animation: false,
    aria: { enabled: true, label: { description: words.spoken } },
    grid: { left: 44, right: 64, top: 16, bottom: 26 },
    xAxis: { type: 'category', data: points.map((point) => point.label), axisLabel: text, axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false } },
    yAxis: { type: 'value', min: lowestShown(points, target), max: 100, axisLabel: { ...text, formatter: '{value}%' }, splitLine: { lineStyle: { color: look.line } } },
    series: [
      {
        type: 'line',
        name: words.name,
        data: points.map((point, index) => ({ value: point.value, label: { show: index === last } })),
        label: { position: 'right', formatter: '{c}%', color: look.ink, fontFamily: look.font, fontWeight: 600, fontSize: 13 },
        lineStyle: { color: look.ink, width: 2 },
        itemStyle: { color: look.ink },
        symbol: 'circle',
        symbolSize: 6,
        connectNulls: false,
        markLine:
          target === null
            ? undefined
            : { silent: true, symbol: 'none', data: [{ yAxis: target }], lineStyle: { color: look.target, width: 1, type: 'solid' }, label: { formatter: words.target, ...text, color: look.target, position: 'insideStartTop' } },
      },
    ],
  }
}

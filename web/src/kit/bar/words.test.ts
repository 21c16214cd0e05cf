// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest'
import { setMessages } from '@/i18n'
import common from '@/i18n/locales/zh-CN/common.json'
import { ariaLabel, barRows, percentWords, qualityWord, shortWords, whoUntil } from './words'
import type { BarData } from './geometry'

const bar = (part: Partial<BarData>): BarData => ({
  ordered: 600, n: 600, good: 0, waiting: 0, hold: 0, rework: 0, scrap: 0, ...part,
})
const line = (part: Partial<BarData>) => {
  const words = shortWords(bar(part))
  return words.strong + words.rest
}
beforeAll(() => setMessages('zh-CN', common))

describe('words at S', () => {
  it('say good and the worst other: hold before waiting before NG', () => {
    expect(line({ good: 168, hold: 36, waiting: 5, scrap: 2 })).toBe('168 · 隔离 36')
    expect(line({ good: 450, waiting: 50, scrap: 2 })).toBe('450 · 待检 50')
    expect(line({ good: 394, rework: 2, scrap: 2 })).toBe('394 · 不良 4')
    expect(line({ good: 72 })).toBe('72')
  })

  it('let a stop speak before everything else', () => {
    const words = shortWords(bar({ good: 212, hold: 128, blocked: { reason_code: 'hold', owner: '孙颖' } }))
    expect(words).toEqual({ kind: 'blocked', strong: '隔离中', rest: '' })
  })

  it('name the special cases', () => {
    expect(line({ ordered: 800, n: 800, waiting: 800 })).toBe('800 全待检')
    expect(line({ good: 600 })).toBe('600 完')
    expect(line({ plan_now: 40 })).toBe('应到 40')
    expect(line({})).toBe('')
    expect(line({ in_route: false })).toBe('不经此序')
  })

  it('never hide pieces that are not booked', () => {
    expect(line({ good: 600, not_booked: 5 })).toBe('600 · 5 没入账')
    expect(line({ good: 450, waiting: 50, not_booked: 5 })).toBe('450 · 5 没入账')
    expect(line({ waiting: 600, not_booked: 5 })).toBe('5 没入账 · 待检 600')
    expect(line({ plan_now: 40, not_booked: 5 })).toBe('5 没入账')
  })
})

it('speaks all figures in the label', () => {
  const label = ariaLabel(bar({ good: 212, hold: 128, plan_now: 420, blocked: { reason_code: 'hold' } }))
  expect(label).toBe('良品 212，隔离 128，计划 600，此刻应到 420，隔离中')
})

it('says an order in percent', () => {
  const order = bar({ unit: 'percent', ordered: 100, n: 100, good: 45, waiting: 6, plan_now: 54 })
  expect(percentWords(order)).toBe('做了 51% · 验过 45% · 此刻应到 54%')
})

it('names who and until when, as far as known', () => {
  expect(whoUntil({ reason_code: 'hold', owner: '孙颖' })).toBe('孙颖在处理')
  expect(whoUntil({ reason_code: 'hold' })).toBe('')
})

describe('the quality of an operation', () => {
  it('is one word, the worst that can be said', () => {
    expect(qualityWord(bar({ quality_status: 'failed' }))).toBe('不合格')
    expect(qualityWord(bar({ quality_status: 'none' }))).toBe('')
  })

  it('stands with the figures and is spoken', () => {
    const failed = bar({ good: 10, quality_status: 'failed' })
    expect(barRows(failed).at(-1)).toEqual({ key: 'quality', label: '质量', value: '不合格' })
    expect(ariaLabel(failed)).toBe('良品 10，计划 600，质量 不合格')
  })
})

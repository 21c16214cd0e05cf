// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest'
import { setMessages, type Locale } from '@/i18n'
import en from '@/i18n/locales/en/common.json'
import cn from '@/i18n/locales/zh-CN/common.json'
import tw from '@/i18n/locales/zh-TW/common.json'
import { dueWords } from './due'
import { day, days, dayTime, money, setPlantZone, span } from './format'

const TABLES: Record<Locale, Record<string, string>> = { 'zh-CN': cn, 'zh-TW': tw, en }
const speak = (locale: Locale) => setMessages(locale, TABLES[locale])

beforeEach(() => {
  speak('zh-CN')
  setPlantZone('Asia/Taipei')
})

describe('what is measured is said as a person says it', () => {
  it.each([
    ['zh-CN', ['46 分', '5 小时 45 分', '2 小时', '1.5 天', '晚 0.1 天', '余 0.2 天']],
    ['zh-TW', ['46 分', '5 小時 45 分', '2 小時', '1.5 天', '晚 0.1 天', '餘 0.2 天']],
    ['en', ['46 min', '5 h 45 min', '2 h', '1.5 d', '0.1 d late', '0.2 d left']],
  ] as const)('in %s', (locale, said) => {
    speak(locale)
    const due = [dueWords({ state: 'late', days: -0.02 }), dueWords({ state: 'on_time', days: 0.2 })]
    expect([span(46), span(345), span(120), days(-1.5), ...due]).toEqual(said)
  })

  it('money keeps its sign, its comma and a true minus in all languages', () => {
    for (const locale of ['zh-CN', 'zh-TW', 'en'] as const) {
      speak(locale)
      expect([money(1234.5, 'CNY'), money(1234.5, 'TWD'), money(-0.386, 'CNY', 4)]).toEqual(['¥1,234.50', 'NT$1,234.50', '−¥0.386'])
    }
  })

  it('a date names its year only where it is another, on the clock of the plant', () => {
    const year = new Date().getUTCFullYear() + 1
    expect(day(`${year}-12-31T15:30:00Z`)).toBe(`${year}-12-31`)
    expect(dayTime('2001-12-31T18:30:00Z')).toBe('2002-01-01 02:30')
    expect(day('2001-02-03')).toBe('2001-02-03')
  })
})

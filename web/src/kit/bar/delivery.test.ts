// SPDX-License-Identifier: Apache-2.0
import { beforeAll, expect, it } from 'vitest'
import { setMessages } from '@/i18n'
import common from '@/i18n/locales/zh-CN/common.json'
import office from '@/i18n/locales/zh-CN/office.json'
import { deliveryWords } from './delivery'

beforeAll(() => setMessages('zh-CN', { ...common, ...office }))

const row = (deliverable: number, shortage: number, weighted = true) =>
  ({ unit: 'pcs', order_bar: { deliverable, shortage, weighted } })

it('says what can be delivered, and a shortage only where there is one', () => {
  expect(deliveryWords(row(40, 10))).toBe('现在能交 40 件 · 还缺 10 件')
  expect(deliveryWords(row(0, 0))).toBe('现在能交 0 件')
})

it('says when the bar of the order knows no standard hours', () => {
  expect(deliveryWords(row(40, 0, false))).toBe('现在能交 40 件 · 没有标准工时，各工序同样分量')
})

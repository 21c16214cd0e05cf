// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest'
import { setMessages } from '@/i18n'
import common from '@/i18n/locales/zh-CN/common.json'
import office from '@/i18n/locales/zh-CN/office.json'
import type { CustomerLine, Deciding } from './api'
import { chooseRows, everything, filterCounts, firstLate, groupRows, lineHeight, promisedTooEarly, tableLines } from './logic'
import { dueText, leadSentence, shareWords, whyWords } from './words'

beforeAll(() => setMessages('zh-CN', { ...common, ...office }))

const line = (id: number, state: CustomerLine['due']['state'], part: Partial<CustomerLine> = {}): CustomerLine =>
  ({
    line_id: id, number: `SO-${id}`, line: '10', reference: null, customer_code: 'C-1', customer_name: '德麦克', product_code: 'M-72', product_name: '转向电机',
    quantity: 100, unit: 'pcs', due_at: '2026-12-01T00:00:00Z', promised_at: null, forecast_at: null, due: { state, days: state === 'late' ? -1.5 : null },
    delivered: 0, coming: 100, missing: 0, pegged: 100, orders: [{ order_id: id, number: `WO-${id}`, status: 'running', pegged: 100, forecast_at: null }], decides: null, ...part,
  }) as CustomerLine
const rows = [line(1, 'late', { promised_at: '2026-11-20T00:00:00Z' }), line(2, 'late', { due_at: '2026-11-10T00:00:00Z', customer_code: 'C-2', customer_name: '北桥' }), line(3, 'on_time'), line(4, 'none', { orders: [] })]
const deciding = (part: Partial<Deciding>): Deciding => ({ order_id: 1, number: 'WO-1', kind: 'at', operation: '轴磨削', quantity: 0, blocked: null, ...part })

describe('the lines of customers', () => {
  it('are narrowed by what is chosen, and each filter is counted within it', () => {
    const choose = (part: object) => chooseRows(rows, { ...everything, ...part }).map((row) => row.line_id)
    expect(choose({ filter: 'late', customer: 'C-1' })).toEqual([1])
    expect(choose({ text: 'wo-3' })).toEqual([3])
    expect(choose({ number: 'SO-4' })).toEqual([4])
    expect(filterCounts(rows, { ...everything, customer: 'C-1' })).toEqual({ all: 3, late: 1, at_risk: 0, on_time: 1, none: 1 })
  })
  it('stand in groups, an opened one with its work orders below it', () => {
    const groups = groupRows(rows)
    expect(groups.map((group) => [group.state, group.rows.length, group.customers])).toEqual([['late', 2, 2], ['on_time', 1, 1], ['none', 1, 1]])
    const lines = tableLines(groups, new Set([2]))
    expect(lines.map((one) => one.kind)).toEqual(['group', 'row', 'row', 'detail', 'group', 'row', 'group', 'row'])
    expect(lines.slice(0, 4).map(lineHeight)).toEqual([30, 64, 64, 80])
  })
  it('are summed up in one sentence that names the first that somebody waits for', () => {
    expect(firstLate(rows)?.line_id).toBe(2)
    expect(leadSentence(rows)).toBe('<b>4</b> 行客户订单没做完，<a>2 行会晚</a>；最早要交的是北桥 <b>SO-2/10</b>（11-10，晚 1.5 天）；<b>1</b> 行还没有工单')
    expect(leadSentence([line(3, 'on_time')])).toBe('<b>1</b> 行客户订单没做完，都来得及')
  })
})

describe('why a line is late', () => {
  it('is said from the work order that decides', () => {
    const blocked = { reason_code: 'first_article_failed', reason_params: {}, owner: '孙颖', until: null }
    expect(whyWords(line(1, 'late', { decides: deciding({ kind: 'blocked', blocked }) }))).toBe('WO-1 停在轴磨削：首检未过，孙颖在处理')
    expect(whyWords(line(1, 'late', { decides: deciding({ kind: 'behind', quantity: 80 }) }))).toBe('WO-1 轴磨削比计划少 80')
    expect(whyWords(line(1, 'late', { decides: deciding({ kind: 'planned' }), missing: 20 }))).toBe('WO-1 还没下达；20 件没有工单在做')
    expect(whyWords(line(1, 'late', { decides: deciding({ operation: null }) }))).toBe('WO-1 最后做完')
  })
  it('is a missing work order where there is none', () => {
    expect([whyWords(line(4, 'none', { orders: [] })), dueText(line(4, 'none', { orders: [] }))]).toEqual(['还没有工单', '还没有工单'])
    expect(shareWords(line(5, 'late', { delivered: 40, coming: 50, missing: 10 }))).toBe('做好 40 · 在做 50 · 缺 10')
  })
})

it('warns of a promise that comes before what is expected', () => {
  expect(promisedTooEarly('2026-11-20T00:00:00Z', '2026-11-21T12:00:00Z')).toBe(1.5)
  expect(promisedTooEarly('2026-11-20T00:00:00Z', '2026-11-19T00:00:00Z')).toBeNull()
  expect(promisedTooEarly('2026-11-20T00:00:00Z', null)).toBeNull()
})

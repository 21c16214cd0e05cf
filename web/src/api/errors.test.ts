// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest'
import { setMessages } from '@/i18n'
import common from '@/i18n/locales/zh-CN/common.json'
import { ApiError, errorFromAnswer, errorText } from './errors'

beforeEach(() => setMessages('zh-CN', common))

const wrong = (field: string, kind = 'greater_than') =>
  errorText(new ApiError('refused', 422, 'wrong_shape', { fields: [{ field, kind, problem: 'in English' }] }))

describe('a wrong shape', () => {
  it('names the field in the words of the reader', () => {
    expect(wrong('body.defects.0.quantity')).toBe('“数量”填得不对，改好再交')
    expect(wrong('body.reason', 'missing')).toBe('“理由”没填，补上再交')
  })

  it('of a batch names the field of the report', () => {
    expect(wrong('body.reports.3.good')).toBe('“良品”填得不对，改好再交')
  })

  it('names it where the place it was sent in is left out', () => {
    expect(wrong('quantity')).toBe('“数量”填得不对，改好再交')
  })

  it('says the name of the interface where there is no word', () => {
    expect(wrong('body.expected_version')).toContain('expected_version')
  })

  it('says the rule that was broken, where it has a name', () => {
    const rule = (field: string) => errorText(new ApiError('refused', 422, 'wrong_shape', { fields: [{ field, kind: 'operation_circle', params: { operation: '20' }, problem: 'in English' }] }))
    expect(rule('body')).toBe('工序 20 绕回了自己，改它的后工序')
    expect(rule('body.reason')).toBe('“理由”：工序 20 绕回了自己，改它的后工序')
  })

  it('says that things do not fit together where no field is to blame', () => {
    expect(wrong('body')).toBe('几处内容互相对不上，改好再交')
    expect(errorText(new ApiError('refused', 422, 'wrong_shape'))).toBe('几处内容互相对不上，改好再交')
  })
})

it('says states, units and fields in the words of the reader, and leaves numbers alone', () => {
  const said = (code: string, params: object) => errorText(new ApiError('refused', 409, code, { ...params }))
  expect(said('wrong_order_status', { order: 'WO-1', status: 'running' })).toContain('“进行中”')
  expect(said('decimals_not_allowed', { quantity: '1.5', unit: 'pcs', decimals: 0 })).toBe('1.5 小数太多，按件计最多 0 位')
  expect(said('wrong_filter', { field: 'quantity' })).toBe('不能按“数量”筛选或排序')
  expect(said('wrong_filter', { field: 'unheard_of' })).toContain('unheard_of')
  expect(errorText(errorFromAnswer(503, undefined))).toContain('（503）')
})

it('shows nobody the code of what stands between page and server', () => {
  expect(errorText(errorFromAnswer(414, null))).toBe('写得太长了，删短再试')
  expect(errorText(errorFromAnswer(418, null))).toContain('没收下')
})

it('has a sentence for what the web itself refuses', () => {
  const body = { error: { code: 'no_such_page', params: {}, message: 'Not Found' } }
  expect(errorText(errorFromAnswer(404, body))).toBe('没有这个地址，从首页再进一次')
})

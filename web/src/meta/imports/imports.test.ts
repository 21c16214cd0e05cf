// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest'
import { setMessages } from '@/i18n'
import common from '@/i18n/locales/zh-CN/common.json'
import office from '@/i18n/locales/zh-CN/office.json'
import type { Entity, Field } from '../api'
import type { ImportRow } from './api'
import { chosen, missing, takeable, understood } from './columns'
import { reasonOf, refusedSheet } from './refused'

beforeEach(() => setMessages('zh-CN', { ...common, ...office }))

function field(key: string, label: string, kind: Field['kind'] = 'text', more: Partial<Field> = {}): Field {
  const plain = { required: false, default: null, choices: [], entity: null, listed: true, fixed: false, masked: false, widget: null, minimum: null, above: null, maximum: null, max_length: null, lines: [] }
  return { key, label, kind, ...plain, ...more }
}

const ENTITY = {
  fields: [
    field('site_code', '工厂', 'reference', { entity: 'site' }),
    field('code', '编码'),
    field('name', '名称', 'names'),
    field('operations', '工序', 'lines', { lines: [field('code', '编码'), field('seconds', '单件时间', 'integer'), field('station', '工位', 'reference', { entity: 'station' })] }),
  ],
} as Entity
const column = (heading: string, target: string | null = null) => ({ heading, target, samples: [] })
const row = (code: string, params: Record<string, unknown> = {}, cells: unknown[] = []): ImportRow => ({ row: 2, outcome: 'refused', code, params, cells })

describe('the columns', () => {
  it('begin as understood, and a value comes from one of them', () => {
    const mapping = understood([column('工号', 'code'), column('备注'), column('名', 'name.zh-CN')])
    expect(mapping).toEqual({ 工号: 'code', 名: 'name.zh-CN' })
    expect(chosen(mapping, '备注', 'code')).toEqual({ 名: 'name.zh-CN', 备注: 'code' })
    expect(chosen(mapping, '工号', '')).toEqual({ 名: 'name.zh-CN' })
  })

  it('name what every row needs', () => {
    const targets = [{ target: 'code', label: '编码', required: true }, { target: 'name.en', label: '名称', required: false }]
    expect(missing(targets, {}).map((one) => one.target)).toEqual(['code'])
    expect(missing(targets, { 工号: 'code' })).toEqual([])
  })

  it('without a heading, or with one that stood before, cannot be taken', () => {
    const columns = [column('A'), column(''), column('A')]
    expect(columns.map((_, index) => takeable(columns, index))).toEqual([true, false, false])
  })
})

describe('the reason of a refused row', () => {
  it('names each wrong field in the words of the reader', () => {
    const fields = [{ field: 'code', kind: 'missing' }, { field: 'operations.1.seconds', kind: 'int_parsing' }]
    expect(reasonOf(ENTITY, row('wrong_shape', { fields }))).toBe('编码：要填；工序 · 单件时间：填一个数')
  })

  it('names the cell, or the record that was looked for', () => {
    expect(reasonOf(ENTITY, row('cell_not_a_number', { value: 'many', field: 'operations.seconds' }))).toBe('工序 · 单件时间：“many”不是数字。')
    expect(reasonOf(ENTITY, row('not_found', { kind: 'station', key: 'GR-9' }))).toBe('工位 GR-9：找不到，或者不归你看')
    expect(reasonOf(ENTITY, row('record_retired', { key: 'A-1' }))).toBe('A-1 已停用，先恢复使用')
  })
})

it('gives the refused rows back as they stood, and none of them runs', () => {
  const rows = [row('record_retired', { key: 'A' }, ['=1+1', '-5', null, 'a "b", c', 3])]
  const sheet = refusedSheet(ENTITY, { headings: ['编码', '@x', '空', '文', 'n'], rows, total: 1 })
  expect(sheet).toBe('\ufeff编码,\'@x,空,文,n,原因\r\n\'=1+1,-5,,"a ""b"", c",3,A 已停用，先恢复使用\r\n')
})

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Entity, Field, HistoryEntry, View } from './api'
import { CommandIds } from './command'
import { blankValues, bulkFields, changedKeys, columnsOf, deedOf, keyText, leastValues, lineDifference, localName, merge, plainText, runs, tidyValues, valuesFor, valueText, viewShown, viewWanted, wantedOf, type Words } from './logic'
import { problemsOf, refusalAt, typedNumber, typedTime, wrongWhole } from './problems'
import { ApiError } from '@/api/errors'
import { setMessages } from '@/i18n'
import common from '@/i18n/locales/zh-CN/common.json'

function field(key: string, kind: Field['kind'], more: Partial<Field> = {}): Field {
  const plain = { label: key, required: false, default: null, choices: [], entity: null, listed: true, fixed: false, masked: false }
  return { key, kind, ...plain, widget: null, minimum: null, above: null, maximum: null, max_length: null, lines: [], ...more }
}

const CODE = field('code', 'text', { required: true, fixed: true, max_length: 8 })
const NAME = field('name', 'names', { required: true })
const UNIT = field('unit', 'text', { default: 'pcs' })
const COST = field('cost', 'quantity', { masked: true })
const PARTS = field('parts', 'lines', {
  lines: [field('part_code', 'reference', { entity: 'product', required: true }), field('quantity', 'quantity', { required: true, above: 0 })],
})
const TRACKING = field('tracking', 'choice', { default: 'none', choices: [{ value: 'none', label: 'None' }, { value: 'lot', label: 'By lot' }] })
const SITE = field('site_code', 'reference', { entity: 'site', required: true, fixed: true })
const FIELDS = [SITE, CODE, NAME, UNIT, COST, TRACKING, PARTS]
const STATUSES = { draft: 'Draft', released: 'In use', retired: 'Retired' }
const ENTITY: Entity = { actions: [], statuses: STATUSES, key: 'product', group: 'products', name: 'Products', title: 'name', may_edit: true, fields: FIELDS }
const words: Words = {
  locale: 'zh-TW', yes: 'Yes', no: 'No', comma: ', ', weekday: (day) => 'MTWtFSs'[day] ?? '', number: String,
  day: (iso) => iso.slice(5), moment: (iso) => `at ${iso}`, lines: (n) => `${n} lines`, file: (id) => `file ${id}`,
}

describe('a new record', () => {
  it('begins with the defaults, with nothing masked, and owns what it was given', () => {
    const shared = field('tags', 'texts', { default: ['a'] })
    const values = blankValues([...FIELDS, shared])
    expect(values).toEqual({ site_code: null, code: null, name: {}, unit: 'pcs', tracking: 'none', parts: [], tags: ['a'] })
    ;(values.tags as string[]).push('b')
    expect(shared.default).toEqual(['a'])
  })

  it('is sent without blanks, without empty names and without what is masked', () => {
    const sent = tidyValues(FIELDS, { site_code: 'CZ', code: ' A-1 ', name: { 'zh-CN': ' 轴 ', en: ' ' }, unit: ' ', cost: 3, parts: [{ part_code: 'B', quantity: 2 }] })
    expect(sent).toEqual({ site_code: 'CZ', code: 'A-1', name: { 'zh-CN': '轴' }, unit: null, tracking: null, parts: [{ part_code: 'B', quantity: 2 }] })
  })

  it('sends lines without their masked parts: the server keeps those', () => {
    const lines = field('parts', 'lines', { lines: [field('code', 'text'), field('price', 'quantity', { masked: true })] })
    expect(tidyValues([lines], { parts: [{ code: 'A', price: null }] })).toEqual({ parts: [{ code: 'A' }] })
    expect(changedKeys([lines], { parts: [{ code: 'A', price: null }] }, { parts: [{ code: 'A' }] })).toEqual([])
  })
})

describe('what differs', () => {
  it('does not count blanks, the order of names, or nothing beside nothing', () => {
    const before = { code: 'A', name: { en: 'Shaft', 'zh-CN': '轴' }, unit: null, parts: [] }
    expect(changedKeys(FIELDS, before, { code: 'A ', name: { 'zh-CN': '轴', en: 'Shaft', 'zh-TW': '' }, unit: '', parts: [] })).toEqual([])
    expect(changedKeys(FIELDS, before, { ...before, unit: 'kg', cost: 9 })).toEqual(['unit'])
  })

  it('keeps what was typed and takes over what others changed elsewhere', () => {
    const base = valuesFor(FIELDS, { code: 'A', name: { en: 'Shaft' }, unit: 'pcs', tracking: 'none' })
    const merged = merge(FIELDS, base, { ...base, unit: 'kg' }, { ...base, unit: 'm', tracking: 'lot' })
    expect([merged.values.unit, merged.values.tracking]).toEqual(['kg', 'lot'])
    expect(merged.newer).toEqual({ unit: 'm', tracking: 'lot' })
  })

  it('names in a change of many what the command must name, and nothing else', () => {
    expect(leastValues(ENTITY, { site_code: 'CZ', code: 'A', name: { en: 'Shaft' }, unit: 'pcs' })).toEqual({ site_code: 'CZ', code: 'A', name: { en: 'Shaft' } })
    expect(bulkFields(ENTITY).map((one) => one.key)).toEqual(['unit', 'tracking'])
  })

  it('keeps the id of a command until its content changes', () => {
    let made = 0
    const ids = new CommandIds(() => `id-${++made}`)
    expect([{ unit: 'kg' }, { unit: 'kg' }, { unit: 'm' }, { unit: 'kg' }].map((said) => ids.idFor(said))).toEqual(['id-1', 'id-1', 'id-2', 'id-1'])
  })
})

describe('a value as text', () => {
  it.each([
    [NAME, { 'zh-CN': '轴', 'zh-TW': '軸' }, '軸'],
    [NAME, { en: 'Shaft' }, 'Shaft'],
    [TRACKING, 'lot', 'By lot'],
    [field('on', 'flag'), false, 'No'],
    [field('n', 'quantity'), 0, '0'],
    [field('n', 'quantity'), null, '–'],
    [field('at', 'time'), '08:30:00', '08:30'],
    [field('on', 'date'), '2026-11-20', '11-20'],
    [field('days', 'integers', { widget: 'weekdays' }), [0, 1, 2, 4, 5], 'M–W, F, S'],
    [field('tags', 'texts'), [], '–'],
    [PARTS, [{}, {}], '2 lines'],
  ])('%#', (one, value, text) => expect(valueText(one, value, words)).toBe(text))

  it('says a reference once by code and name', () => {
    expect(valueText(SITE, 'CZ', words, 'Changzhou')).toBe('CZ Changzhou')
    expect(valueText(SITE, 'CZ', words, 'CZ plant')).toBe('CZ plant')
    expect(valueText(SITE, 'CZ', words)).toBe('CZ')
  })

  it('gathers days that follow each other', () => {
    expect(runs([6, 0, 1, 3])).toEqual([[0, 1], [3, 3], [6, 6]])
    expect(localName({}, 'en')).toBe('')
  })

  it('shows first what names a record', () => {
    expect(columnsOf(ENTITY).map((one) => one.key)).toEqual(['code', 'name', 'site_code', 'unit', 'tracking'])
    const bom = { ...ENTITY, title: 'product_code', fields: [SITE, field('product_code', 'reference', { fixed: true, entity: 'product' }), field('edition', 'text', { fixed: true })] }
    expect(columnsOf(bom).map((one) => one.key)).toEqual(['product_code', 'edition', 'site_code'])
    expect(keyText(bom, { values: { site_code: 'CZ', product_code: 'A', edition: '1' } })).toBe('A/1')
  })
})

describe('what stands against a value', () => {
  it('is known before it is sent: missing, no number, beyond a limit, too long', () => {
    const values = { site_code: 'CZ', code: 'ABCDEFGHI', name: { en: ' ' }, unit: '', tracking: 'none', parts: [{ part_code: null, quantity: 0 }] }
    expect(problemsOf(FIELDS, values)).toEqual({
      code: { code: 'long', limit: 8 },
      name: { code: 'needed' },
      unit: { code: 'needed' },
      'parts.0.part_code': { code: 'needed' },
      'parts.0.quantity': { code: 'above', limit: 0 },
    })
  })

  it.each([
    ['１２．５', 12.5],
    ['1,200', 1200],
    ['−3', -3],
    ['1.2.3', null],
    ['12 kg', null],
  ])('reads the number %s', (text, value) => expect(typedNumber(text)).toBe(value))

  it.each([
    ['8', '08:00:00'],
    ['830', '08:30:00'],
    ['23:59', '23:59:00'],
    ['24:00', null],
    ['0860', null],
  ])('reads the time %s', (text, value) => expect(typedTime(text)).toBe(value))

  it('takes only four decimals', () => {
    const qty = field('n', 'quantity')
    expect(problemsOf([qty], { n: 0.0001 })).toEqual({})
    expect(problemsOf([qty], { n: 123456789.1234 })).toEqual({})
    expect(problemsOf([qty], { n: 0.00015 })).toEqual({ n: { code: 'decimals' } })
    expect(problemsOf([qty], { n: '12 kg' })).toEqual({ n: { code: 'number' } })
  })

  it.each(['2026-12-24 ', 'abc', '2026-02-31x 08:30', ' 08:30'])('takes %s for no point in time', (typed) => {
    expect(problemsOf([field('at', 'instant')], { at: typed })).toEqual({ at: { code: 'time' } })
    expect(problemsOf([field('at', 'instant')], { at: '2026-12-24T00:30:00.000Z' })).toEqual({})
  })

  it('goes to the field the server speaks of', () => {
    const refused = (code: string, params: Record<string, unknown>) => refusalAt(new ApiError('refused', 422, code, params), FIELDS, { site_code: 'CZ' })
    const wrong = ['body.name.zh-CN', 'body.parts.1.quantity', 'body.parts.1.quantity.float', 'body.reason', 'body.device_sequence']
    expect(refused('wrong_shape', { fields: wrong.map((one) => ({ field: one, kind: 'string_too_short' })) })).toEqual({
      name: { code: 'needed' },
      'parts.1.quantity': { code: 'needed' },
      reason: { code: 'needed' },
    })
    expect(refused('not_found', { kind: 'site', key: 'CZ' })).toEqual({ site_code: { code: 'unknown' } })
    expect(refused('code_taken', { entity: 'product', key: 'A' })).toEqual({ code: { code: 'taken' } })
    expect(refused('stale', { entity: 'product', key: 'A' })).toEqual({})
  })

  it('keeps the sentence of a rule that no kind of problem says', () => {
    setMessages('zh-CN', common)
    const fields = [{ field: 'body.parts.1', kind: 'limits_out_of_order', problem: 'in English' }, { field: 'body', kind: 'one_last_operation', problem: 'in English' }]
    const error = new ApiError('refused', 422, 'wrong_shape', { fields })
    expect(refusalAt(error, FIELDS, {})).toEqual({ parts: { code: 'refused', why: '下限、目标、上限要从小到大' } })
    expect(wrongWhole(error)).toBe('要有且只有一道最后的工序，给别的填上后工序')
  })

  it('never shows the English of the server', () => {
    const fields = [{ field: 'body.parts.1.quantity', kind: 'greater_than', params: { gt: 0 }, problem: 'in English' }, { field: 'body.code', kind: 'string_pattern_mismatch', problem: 'in English' }, { field: 'body', kind: 'value_error', problem: 'in English' }]
    const error = new ApiError('refused', 422, 'wrong_shape', { fields })
    expect(refusalAt(error, FIELDS, {})).toEqual({ 'parts.1.quantity': { code: 'above', limit: 0 }, code: { code: 'refused' } })
    expect(wrongWhole(error)).toBe('')
  })
})

describe('a saved view', () => {
  const wish = { search: ' shaft ', status: '', filters: { unit: 'pcs' }, sort: 'code', descending: false, offset: 50 }
  const view: View = { entity: 'product', name: 'Shafts', wanted: { search: 'shaft', status: null, filters: { unit: 'pcs' }, sort: 'code', descending: false } }

  it('is the one shown while the list asks for the same, on whatever page', () => {
    expect(viewShown([view], wish)?.name).toBe('Shafts')
    expect(viewShown([view], { ...wish, status: 'draft' })).toBeNull()
    expect(wantedOf({ ...wish, ...viewWanted(view) })).toEqual({ search: 'shaft', status: '', filters: { unit: 'pcs' }, sort: 'code', descending: false })
  })
})

describe('history', () => {
  const entry = (...changes: [string, unknown, unknown][]): HistoryEntry => ({
    at: '2026-11-20T06:00:00Z', actor: 'wu', operation: 'masterdata.define_product', reason: null,
    changes: changes.map(([key, before, after]) => ({ field: key, label: key, before, after })),
  })

  it('tells of a list only the lines that changed', () => {
    const [a, b, c] = [{ code: 'A', n: 1 }, { n: 2, code: 'B' }, { code: 'C', n: 3 }]
    expect(lineDifference([a, b], [{ code: 'B', n: 2 }, c])).toEqual({ gone: [a], come: [c] })
    expect(lineDifference(null, [a])).toEqual({ gone: [], come: [a] })
  })

  it('tells in words what no field describes', () => {
    expect(plainText([{ n: 1, at: '2026-11-20 06:00:00+00:00' }, null, 'x'], words)).toBe('n 1, at at 2026-11-20T06:00:00+00:00, –, x')
    expect([plainText([], words), plainText({}, words), plainText('', words)]).toEqual(['–', '–', '–'])
  })

  it('tells what was done', () => {
    expect(deedOf(entry(['code', null, 'A'], ['status', null, 'released']))).toBe('made')
    expect(deedOf(entry(['drawing', null, 'D-7']))).toBe('changed')
    expect(deedOf(entry(['unit', null, 'kg'], ['status', 'draft', 'released']))).toBe('released')
    expect(deedOf(entry(['status', 'retired', 'released']))).toBe('reinstated')
    expect(deedOf(entry(['status', 'released', 'retired']))).toBe('retired')
  })
})

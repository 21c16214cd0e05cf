// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { differences, shortened, shownValue, type Words } from './logic'

const names: Record<string, string> = { good: '良品', defect_code: '缺陷代码', quantity: '数量' }
const words: Words = { field: (name) => names[name] ?? name, value: (text) => (text === 'rework' ? '返工' : text), comma: '，', semicolon: '；' }

it('shows only the fields that differ', () => {
  expect(differences({ name: 'GR-01', line: 3 }, { name: 'GR-01', line: 4 }, words)).toEqual([{ field: 'line', before: '3', after: '4' }])
})

it('shows all of a new thing and of a removed one', () => {
  expect(differences(null, { good: 50, ng: 0 }, words)).toEqual([
    { field: 'good', before: '–', after: '50' },
    { field: 'ng', before: '–', after: '0' },
  ])
  expect(differences({ good: 50 }, null, words)).toEqual([{ field: 'good', before: '50', after: '–' }])
  expect(differences(null, null, words)).toEqual([])
})

it('compares nested values by content', () => {
  expect(differences({ names: { en: 'A' } }, { names: { en: 'A' } }, words)).toEqual([])
})

it('says nested values in words and leaves out what is empty', () => {
  const lines = [{ defect_code: 'D-CH', quantity: 1, disposition: 'rework', note: null, photo_ids: [] }, { defect_code: 'D-BN', quantity: 2 }]
  expect(shownValue(lines, words)).toBe('缺陷代码 D-CH，数量 1，disposition 返工；缺陷代码 D-BN，数量 2')
  expect([shownValue([], words), shownValue({ note: null }, words), shownValue(false, words)]).toEqual(['–', '–', 'false'])
})

it('keeps two long ids apart though it shortens both', () => {
  const id = (end: string) => `0190a1b2-0000-7000-8000-00000000000${end}`
  const [change] = differences({ report_id: id('1') }, { report_id: id('2') }, words)
  expect(change).toEqual({ field: 'report_id', before: id('1'), after: id('2') })
  expect(shortened(`detail/${id('1')}/all`, String)).toBe('detail/0190a1b2…/all')
  expect(shortened('1d898805c4574c42a1c6bcbf6050a789', String)).toBe('1d898805…')
})

it('tells instants by the plant clock', () => {
  const clock = (iso: string) => `<${iso}>`
  expect(shortened('2026-11-20T05:50:00.123Z', clock)).toBe('<2026-11-20T05:50:00.123Z>')
  expect(shortened('2026-11-20 05:50:00+00:00；WO-2611-0189', clock)).toBe('<2026-11-20T05:50:00+00:00>；WO-2611-0189')
})

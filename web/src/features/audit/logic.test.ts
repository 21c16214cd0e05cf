// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { differences } from './logic'

it('shows only the fields that differ', () => {
  expect(differences({ name: 'GR-01', line: 3 }, { name: 'GR-01', line: 4 })).toEqual([{ field: 'line', before: '3', after: '4' }])
})

it('shows all of a new thing and of a removed one', () => {
  expect(differences(null, { good: 50, ng: 0 })).toEqual([
    { field: 'good', before: '–', after: '50' },
    { field: 'ng', before: '–', after: '0' },
  ])
  expect(differences({ good: 50 }, null)).toEqual([{ field: 'good', before: '50', after: '–' }])
  expect(differences(null, null)).toEqual([])
})

it('compares nested values by content', () => {
  expect(differences({ names: { en: 'A' } }, { names: { en: 'A' } })).toEqual([])
})

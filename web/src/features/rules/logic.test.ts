// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { bodyOf, draftOf, lacking, type Draft } from './logic'

const draft = (part: Partial<Draft>): Draft => ({ ...draftOf(null), ...part })

test('a rule is sent with the thresholds of its kind only', () => {
  const place = { scope_type: 'plant', scope: '', strength: 'warn', reason: null }
  expect(bodyOf(draft({ quantity: '5' }))).toEqual(place)
  expect(bodyOf(draft({ key: 'quantity', quantity: '5', scope: '7' }))).toEqual({ ...place, ask_cause: true, ask_photo: false, quantity: 5 })
  expect(bodyOf(draft({ key: 'severity', severity: 'critical', reason: ' why ' }))).toEqual({ ...place, reason: 'why', ask_cause: true, ask_photo: false, severity: 'critical' })
})

test('what is still missing is named by its field', () => {
  expect(lacking(draft({}))).toBe('')
  expect(lacking(draft({ scope_type: 'operation' }))).toBe('scope')
  expect(lacking(draft({ key: 'first_time', ask_cause: false }))).toBe('asks')
})

test.each(['', '0', '0.00', '-1', 'x', '1.23456', '1e3'])('%s is no number of pieces', (quantity) => {
  expect(lacking(draft({ key: 'quantity', quantity }))).toBe('quantity')
})

test.each(['1', ' 5 ', '0.5', '10.2500'])('%s is a number of pieces', (quantity) => {
  expect(lacking(draft({ key: 'quantity', quantity }))).toBe('')
})

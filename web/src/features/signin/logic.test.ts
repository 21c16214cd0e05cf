// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { pinDots, pinPressed, pinReady, rosterShown } from './logic'

it('takes four to six digits and nothing else', () => {
  const pin = ['1', '2', 'x', '3', '4', '5', '6', '7'].reduce(pinPressed, '')
  expect(pin).toBe('123456')
  expect(pinPressed(pin, 'back')).toBe('12345')
  expect([pinReady('123'), pinReady('1234')]).toEqual([false, true])
})

it('shows four rings, more for a longer PIN', () => {
  expect(pinDots('12')).toEqual([true, true, false, false])
  expect(pinDots('12345')).toHaveLength(5)
})

it('hides a long roster behind one button', () => {
  expect(rosterShown([1, 2, 3, 4, 5], false)).toEqual([1, 2, 3])
  expect(rosterShown([1, 2, 3, 4], false)).toEqual([1, 2, 3, 4])
  expect(rosterShown([1, 2, 3, 4, 5], true)).toHaveLength(5)
})

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { freeCorner, layered, type Link } from './network'

/** Turn, grind and press a rotor; wind a stator; machine a shield; put them together and pack. */
const motor: Link<number>[] = [
  { id: 1, next: 2 }, { id: 2, next: 3 }, { id: 3, next: 6 },
  { id: 4, next: 6 }, { id: 5, next: 6 }, { id: 6, next: 7 }, { id: 7, next: null },
]

it('puts branches of different length side by side before the step where they meet', () => {
  const places = layered(motor)
  expect([1, 2, 3, 4, 5, 6, 7].map((id) => places.get(id)?.column)).toEqual([0, 1, 2, 2, 2, 3, 4])
  expect([1, 2, 3, 4, 5, 6, 7].map((id) => places.get(id)?.row)).toEqual([0, 0, 0, 1, 2, 1, 1])
})

it('puts the longest branch on top, whichever comes first in the list', () => {
  const places = layered([...motor.slice(3, 5), ...motor.slice(0, 3), ...motor.slice(5)])
  expect([3, 4, 5].map((id) => places.get(id)?.row)).toEqual([0, 1, 2])
})

it('draws a line of steps in one row, and a chain of its own below', () => {
  const places = layered([{ id: 1, next: 2 }, { id: 2, next: null }, { id: 3, next: null }])
  expect(places.get(1)).toEqual({ column: 0, row: 0 })
  expect(places.get(2)).toEqual({ column: 1, row: 0 })
  expect(places.get(3)).toEqual({ column: 1, row: 1 })
  expect(layered([]).size).toBe(0)
})

it('finds the corner that a long branch leaves free', () => {
  expect(freeCorner(layered(motor), 2)).toBe(1)
  expect(freeCorner(layered(motor.slice(2)), 1)).toBeNull()
  expect(freeCorner(layered([{ id: 1, next: null }]), 2)).toBeNull()
})

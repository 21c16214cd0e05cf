// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { exactHit, hitsOf, pageOf, type SearchAnswer } from './hits'

const hit = (id: number, code: string) => ({ id, code, name: null, detail: null, status: null })
const found: SearchAnswer = {
  text: 'm-72', searched: ['order', 'product'], exact: 'product',
  groups: [{ kind: 'order', hits: [hit(4, 'WO-4')], more: false }, { kind: 'product', hits: [hit(7, 'M-72'), hit(8, 'M-720')], more: true }],
}

it('walks the hits of all groups, and knows the one that is called just so', () => {
  expect(hitsOf(found).map(({ kind, code }) => [kind, code])).toEqual([['order', 'WO-4'], ['product', 'M-72'], ['product', 'M-720']])
  expect(exactHit(found)?.code).toBe('M-72')
  expect(exactHit({ ...found, exact: null })).toBeNull()
})

it('leads each hit to its page', () => {
  const page = (kind: string) => pageOf({ kind, id: 7, code: 'X 7' } as Parameters<typeof pageOf>[0])
  expect(page('order')).toEqual({ name: 'order', params: { order: '7' } })
  expect(page('customer')).toEqual({ name: 'customers', query: { customer: 'X 7' } })
  expect(page('sales_order')).toEqual({ name: 'customers', query: { number: 'X 7' } })
  expect(page('lot')).toEqual({ name: 'print', params: { kind: 'lot', id: '7' } })
  expect(page('station')).toEqual({ name: 'data', params: { entity: 'station', id: '7' } })
})

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { BoardRow } from '@/api/types'
import { findTargets } from './logic'

const row = (number: string, ids: (number | null)[]) =>
  ({ number, product_code: 'WP-40', cells: ids.map((operation_id, i) => ({ operation_id, name: `序${i}`, code: `${i}0` })) }) as unknown as BoardRow

it('finds operations by the number of the order', () => {
  const rows = [row('WO-2611-0183', [1, null, 3]), row('WO-2611-0187', [4])]
  expect(findTargets(rows, '0183').map((target) => target.operationId)).toEqual([1, 3])
  expect(findTargets(rows, 'wp-40')).toHaveLength(3)
  expect(findTargets(rows, '0187')[0]?.label).toBe('WO-2611-0187 · 序0 (00)')
})

it('offers nothing before something is typed', () => {
  expect(findTargets([row('WO-1', [1])], '  ')).toEqual([])
})

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Bar, Board, BoardRow, LiveChange } from '@/api/types'
import * as board from './logic'

const bar = (part: Partial<Bar> = {}) => ({ good: 0, waiting: 0, blocked: null, ...part }) as Bar
const orderBar = (part: Partial<Bar> = {}) => ({ ...bar(part), deliverable: 0, shortage: 0, weighted: false })
const row = (order_id: number, state: board.DueState, days: number | null, cells: Bar[] = [bar()], more: Partial<BoardRow> = {}) =>
  ({
    order_id, number: `WO-${order_id}`, product_code: 'WP-40', product_name: '电机', customer_name: '北桥', due: { state, days },
    order_bar: orderBar(), cells: cells.map((item, i) => ({ column: String(i), operation_id: order_id * 10 + i, code: '', name: '', bar: item })), ...more,
  }) as BoardRow
const rows = [
  row(1, 'on_time', 1.3, [bar({ waiting: 3 })]),
  row(2, 'late', -0.6),
  row(3, 'late', -1.5, [bar({ blocked: { reason_code: 'hold', reason_params: {}, owner: '', until: null } })], { customer_name: '德麦克' }),
  row(4, 'at_risk', 0.2, [bar()], { product_code: 'EPS-72A' }),
  row(5, 'none', null),
]

describe('groups', () => {
  it('stand late first, the latest on top', () => {
    const groups = board.groupRows(rows)
    expect(groups.map((group) => group.state)).toEqual(['late', 'at_risk', 'on_time', 'none'])
    expect(groups[0]?.rows.map((item) => item.order_id)).toEqual([3, 2])
    expect(groups[0]?.customers).toBe(2)
    expect(board.boardLines(groups)).toHaveLength(9)
  })

  it('know the tightest order at risk', () => {
    expect(board.tightest(rows)).toBe(0.2)
    expect(board.tightest([])).toBeNull()
  })
})

describe('filters', () => {
  it('count and choose by the same rule', () => {
    expect(board.filterCounts(rows, board.everything)).toEqual({ all: 5, late: 2, blocked: 1, waiting: 1 })
    for (const filter of board.filters) {
      const counted = board.filterCounts(rows, board.everything)[filter]
      expect(board.chooseRows(rows, { ...board.everything, filter })).toHaveLength(counted)
    }
  })

  it('combine with customer, product and typed text', () => {
    expect(board.chooseRows(rows, { ...board.everything, filter: 'late', customer: '德麦克' }).map((item) => item.order_id)).toEqual([3])
    expect(board.chooseRows(rows, { ...board.everything, product: 'EPS-72A' })).toHaveLength(1)
    expect(board.chooseRows(rows, { ...board.everything, text: 'wo-5' }).map((item) => item.order_id)).toEqual([5])
  })
})

describe('live patches', () => {
  const shown = { rows, summary: { orders: 5, late: 2, at_risk: 1, waiting_pieces: 3, oldest_waiting_minutes: 9, not_booked: 0 } } as Board
  const change = (order_id: number, part: Partial<LiveChange> = {}) => ({ event: '', entity: 'operation', entity_id: order_id * 10, bar: null, order_bar: null, ...part, order_id }) as LiveChange

  it('replace the newest of each cell and the order bar, leaving other rows the same objects', () => {
    const patched = board.patchBoard(shown, [
      change(2, { bar: bar({ good: 40 }), order_bar: orderBar({ good: 8 }) }),
      change(2, { bar: bar({ good: 50 }), order_bar: orderBar({ good: 9, progress: 'running' }) }),
    ])
    expect(patched.rows[1]?.cells[0]?.bar.good).toBe(50)
    expect(patched.rows[1]?.order_bar.good).toBe(9)
    expect(patched.rows[1]?.status).toBe('running')
    expect(patched.rows[0]).toBe(rows[0])
  })

  it('count again what the summary says of the cells and the due dates', () => {
    const due = { state: 'on_time' as const, days: 1 }
    const patched = board.patchBoard(shown, [change(2, { bar: bar({ waiting: 0.1 }), order_bar: orderBar({ due }) }), change(5, { bar: bar({ waiting: 0.2 }) })])
    expect(patched.summary).toMatchObject({ late: 1, at_risk: 1, waiting_pieces: 3.3, oldest_waiting_minutes: 9 })
    expect(patched.rows[1]?.due).toBe(due)
  })

  it('leave the board alone when nothing on it changed', () => {
    expect(board.patchBoard(shown, [change(99, { bar: bar() })])).toBe(shown)
    expect(board.patchBoard(shown, [change(2)])).toBe(shown)
  })

  it('ask for another reading where a change does not say all', () => {
    const whole = { bar: bar(), order_bar: orderBar({ progress: 'running' }) }
    expect(board.saysAll(shown, change(2, whole))).toBe(true)
    expect(board.saysAll(shown, change(99, whole))).toBe(false)
    expect(board.saysAll(shown, change(2, { ...whole, order_bar: orderBar({ progress: 'completed' }) }))).toBe(false)
    expect(board.saysAll(shown, change(2, { event: 'order_changed' }))).toBe(false)
  })
})

it('moves the selection by key and stays inside', () => {
  expect(board.moveSelection([7, 8, 9], null, 1)).toBe(7)
  expect(board.moveSelection([7, 8, 9], 8, 1)).toBe(9)
  expect(board.moveSelection([7, 8, 9], 9, 1)).toBe(9)
  expect(board.moveSelection([7, 8, 9], 42, -1)).toBe(7)
  expect(board.moveSelection([], null, 1)).toBeNull()
})

it('sends only the owners that are others now', () => {
  const before = { progress_owner: 'E1', quality_owner: 'E2' }
  expect(board.changedOwners(before, { progress_owner: 'E1', quality_owner: 'E2' })).toBeNull()
  expect(board.changedOwners(before, { progress_owner: 'E3', quality_owner: 'E2' })).toEqual({ progress_owner_code: 'E3' })
  expect(board.changedOwners(before, { progress_owner: 'E1', quality_owner: '' })).toEqual({ quality_owner_code: null })
})

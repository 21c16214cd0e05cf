// SPDX-License-Identifier: Apache-2.0
import type { Bar, Board, BoardCell, BoardRow, LiveChange } from '@/api/types'
import { fromQty, toQty } from '@/kit/qty'

export type DueState = BoardRow['due']['state']
export type BoardFilter = 'all' | 'late' | 'blocked' | 'waiting'
export const filters: readonly BoardFilter[] = ['all', 'late', 'blocked', 'waiting']

export interface Choice {
  filter: BoardFilter
  customer: string
  product: string
  text: string
}
export const everything: Choice = { filter: 'all', customer: '', product: '', text: '' }

const ORDER: readonly DueState[] = ['late', 'at_risk', 'on_time', 'none']
export const GROUP_HEIGHT = 30
export const ROW_HEIGHT = 58

const fits: Record<BoardFilter, (row: BoardRow) => boolean> = {
  all: () => true,
  late: (row) => row.due.state === 'late',
  blocked: (row) => row.cells.some((cell) => cell.bar.blocked),
  waiting: (row) => row.cells.some((cell) => cell.bar.waiting > 0),
}

function matches(row: BoardRow, choice: Choice): boolean {
  const text = choice.text.trim().toLowerCase()
  return (
    (!choice.customer || row.customer_name === choice.customer) &&
    (!choice.product || row.product_code === choice.product) &&
    (!text || [row.number, row.customer_name ?? '', row.product_code, row.product_name].some((field) => field.toLowerCase().includes(text)))
  )
}

export function chooseRows(rows: readonly BoardRow[], choice: Choice): BoardRow[] {
  return rows.filter((row) => matches(row, choice) && fits[choice.filter](row))
}

/** Counts beside each filter, within the customer, product and text that are chosen. */
export function filterCounts(rows: readonly BoardRow[], choice: Choice): Record<BoardFilter, number> {
  const kept = rows.filter((row) => matches(row, choice))
  const count = (filter: BoardFilter) => kept.filter(fits[filter]).length
  return { all: count('all'), late: count('late'), blocked: count('blocked'), waiting: count('waiting') }
}

export interface Group {
  state: DueState
  rows: BoardRow[]
  customers: number
}

const slack = (row: BoardRow) => row.due.days ?? 0

/** Late first and the latest on top; then at risk, on time, and those without a promise. */
export function groupRows(rows: readonly BoardRow[]): Group[] {
  return ORDER.map((state) => {
    const members = rows.filter((row) => row.due.state === state).sort((a, b) => slack(a) - slack(b))
    return { state, rows: members, customers: new Set(members.map((row) => row.customer_name).filter(Boolean)).size }
  }).filter((group) => group.rows.length > 0)
}

export type Line = { kind: 'group'; group: Group } | { kind: 'row'; row: BoardRow }

export function boardLines(groups: readonly Group[]): Line[] {
  return groups.flatMap((group): Line[] => [{ kind: 'group', group }, ...group.rows.map((row): Line => ({ kind: 'row', row }))])
}

export const lineHeight = (line: Line) => (line.kind === 'group' ? GROUP_HEIGHT : ROW_HEIGHT)

function patchRow(row: BoardRow, changes: readonly LiveChange[]): BoardRow {
  const bars = new Map<string, Bar>()
  let { order_bar } = row
  for (const change of changes) {
    if (change.bar) bars.set(String(change.entity_id), change.bar)
    order_bar = change.order_bar ?? order_bar
  }
  const cells = row.cells.map((cell) => {
    const bar = bars.get(String(cell.operation_id))
    return bar ? { ...cell, bar } : cell
  })
  return { ...row, cells, order_bar, due: order_bar.due ?? row.due, status: order_bar.progress }
}

const sumOf = (rows: readonly BoardRow[], key: 'waiting' | 'not_booked') =>
  fromQty(rows.reduce((sum, row) => row.cells.reduce((inner, cell) => inner + toQty(cell.bar[key]), sum), 0))

/** Changes carry the new bars, a later one those after it; all other rows stay the same objects. */
export function patchBoard(board: Board, changes: readonly LiveChange[]): Board {
  const carrying = changes.filter((change) => change.bar || change.order_bar)
  const ofOrder = new Map<string, LiveChange[]>()
  for (const change of carrying) {
    const order = String(change.order_id)
    ofOrder.set(order, [...(ofOrder.get(order) ?? []), change])
  }
  if (!board.rows.some((row) => ofOrder.has(String(row.order_id)))) return board
  const rows = board.rows.map((row) => {
    const mine = ofOrder.get(String(row.order_id))
    return mine ? patchRow(row, mine) : row
  })
  const inState = (state: DueState) => rows.filter((row) => row.due.state === state).length
  const sums = { waiting_pieces: sumOf(rows, 'waiting'), not_booked: sumOf(rows, 'not_booked') }
  return { ...board, rows, summary: { ...board.summary, late: inState('late'), at_risk: inState('at_risk'), ...sums } }
}

/** Whether a change carries all that the board shows of it. An order that completes leaves; one that is not here may come. */
export function saysAll(board: Board, change: LiveChange): boolean {
  const here = board.rows.some((row) => String(row.order_id) === String(change.order_id))
  return here && change.bar !== null && change.order_bar !== null && change.order_bar.progress !== 'completed'
}

export function cellOf(row: BoardRow, column: string): BoardCell | null {
  return row.cells.find((cell) => cell.column === column) ?? null
}

export function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value): value is string => Boolean(value)))].sort((a, b) => a.localeCompare(b))
}

/** Moves the selection; stays inside; starts at the first row. */
export function moveSelection(ids: readonly number[], current: number | null, step: number): number | null {
  if (!ids.length) return null
  const at = current === null ? -1 : ids.indexOf(current)
  if (at < 0) return ids[0] ?? null
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))] ?? null
}

/** The smallest slack among those at risk, for "1 has 0.2 days left". */
export function tightest(rows: readonly BoardRow[]): number | null {
  const days = rows.filter((row) => row.due.state === 'at_risk').map(slack)
  return days.length ? Math.min(...days) : null
}

export const OWNERS = ['progress_owner', 'quality_owner'] as const
export type OwnerCodes = Record<(typeof OWNERS)[number], string | null>

/** Only who is another now is sent; null where nobody is. */
export function changedOwners(before: OwnerCodes, now: OwnerCodes): Record<string, string | null> | null {
  const changed = OWNERS.filter((key) => (now[key] || null) !== before[key])
  return changed.length ? Object.fromEntries(changed.map((key) => [`${key}_code`, now[key] || null])) : null
}

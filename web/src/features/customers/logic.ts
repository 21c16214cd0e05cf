// SPDX-License-Identifier: Apache-2.0
import type { CustomerLine } from './api'

export type DueState = CustomerLine['due']['state']
export type CustomerFilter = 'all' | DueState
export const filters: readonly CustomerFilter[] = ['all', 'late', 'at_risk', 'on_time', 'none']

/** `number` is that of one customer's order, as a search leads to it. */
export interface Choice {
  filter: CustomerFilter
  customer: string
  product: string
  number: string
  text: string
}
export const everything: Choice = { filter: 'all', customer: '', product: '', number: '', text: '' }

const ORDER: readonly DueState[] = ['late', 'at_risk', 'on_time', 'none']
export const [GROUP_HEIGHT, ROW_HEIGHT, ORDER_HEIGHT, DETAIL_PADDING] = [30, 64, 30, 50]

const fits = (row: CustomerLine, filter: CustomerFilter) => filter === 'all' || row.due.state === filter

function matches(row: CustomerLine, choice: Choice): boolean {
  const text = choice.text.trim().toLowerCase()
  const fields = [row.number, row.reference ?? '', row.customer_name, row.customer_code, row.product_code, row.product_name, ...row.orders.map((order) => order.number ?? '')]
  return (
    (!choice.customer || row.customer_code === choice.customer) &&
    (!choice.product || row.product_code === choice.product) &&
    (!choice.number || row.number === choice.number) &&
    (!text || fields.some((field) => field.toLowerCase().includes(text)))
  )
}

export const chooseRows = (rows: readonly CustomerLine[], choice: Choice): CustomerLine[] => rows.filter((row) => matches(row, choice) && fits(row, choice.filter))

/** Beside each filter, within everything else that is chosen. */
export function filterCounts(rows: readonly CustomerLine[], choice: Choice): Record<CustomerFilter, number> {
  const kept = rows.filter((row) => matches(row, choice))
  return Object.fromEntries(filters.map((filter) => [filter, kept.filter((row) => fits(row, filter)).length])) as Record<CustomerFilter, number>
}

export interface Group {
  state: DueState
  rows: CustomerLine[]
  customers: number
}

/** The server has put them in order. */
export function groupRows(rows: readonly CustomerLine[]): Group[] {
  return ORDER.map((state) => {
    const members = rows.filter((row) => row.due.state === state)
    return { state, rows: members, customers: new Set(members.map((row) => row.customer_code)).size }
  }).filter((group) => group.rows.length > 0)
}

export type Line = { kind: 'group'; key: string; group: Group } | { kind: 'row' | 'detail'; key: string; row: CustomerLine }

export function tableLines(groups: readonly Group[], opened: ReadonlySet<number>): Line[] {
  return groups.flatMap((group): Line[] => [
    { kind: 'group', key: group.state, group },
    ...group.rows.flatMap((row): Line[] => {
      const line: Line = { kind: 'row', key: `row-${row.line_id}`, row }
      return opened.has(row.line_id) ? [line, { kind: 'detail', key: `detail-${row.line_id}`, row }] : [line]
    }),
  ])
}

export function lineHeight(line: Line): number {
  if (line.kind === 'group') return GROUP_HEIGHT
  return line.kind === 'row' ? ROW_HEIGHT : DETAIL_PADDING + ORDER_HEIGHT * Math.max(1, line.row.orders.length)
}

export const wantedAt = (row: CustomerLine): string | null => row.promised_at ?? row.due_at

/** Of the late ones the one that its customer waits for first. */
export function firstLate(rows: readonly CustomerLine[]): CustomerLine | null {
  const late = rows.filter((row) => row.due.state === 'late')
  return [...late].sort((a, b) => (wantedAt(a) ?? '').localeCompare(wantedAt(b) ?? ''))[0] ?? null
}

/** How many days a promise comes before what is expected; null where it can be kept, or nothing is known. */
export function promisedTooEarly(promised: string | null, forecast: string | null): number | null {
  const days = promised && forecast ? (Date.parse(forecast) - Date.parse(promised)) / 86_400_000 : 0
  return days > 0 ? days : null
}

export function distinct<T>(rows: readonly CustomerLine[], key: (row: CustomerLine) => string, value: (row: CustomerLine) => T): T[] {
  const found = new Map(rows.map((row) => [key(row), value(row)]))
  return [...found].sort(([a], [b]) => a.localeCompare(b)).map(([, one]) => one)
}

// SPDX-License-Identifier: Apache-2.0
import type { PersonFigures } from '@/api/types'

export type Column = 'name' | 'good' | 'scrap' | 'rework' | 'undecided' | 'good_rate' | 'seconds' | 'pay' | 'deducted'

export interface Order {
  column: Column
  down: boolean
}

export function columnsOf(pays: boolean): Column[] {
  const always: Column[] = ['name', 'good', 'scrap', 'rework', 'undecided', 'good_rate', 'seconds']
  return pays ? [...always, 'pay', 'deducted'] : always
}

export function valueOf(row: PersonFigures, column: Column): number | null {
  if (column === 'pay') return row.pay?.total ?? null
  if (column === 'deducted') return row.pay?.deducted ?? null
  return column === 'name' ? null : row[column]
}

/** Rows without a value come last either way; equal ones stay in the order of names. */
export function sortRows(rows: readonly PersonFigures[], { column, down }: Order): PersonFigures[] {
  const sign = down ? -1 : 1
  return [...rows].sort((one, other) => {
    const byName = one.name.localeCompare(other.name, 'zh')
    if (column === 'name') return sign * byName
    const [a, b] = [valueOf(one, column), valueOf(other, column)]
    if (a === null || b === null) return Number(a === null) - Number(b === null) || byName
    return sign * (a - b) || byName
  })
}

/** A second click turns the order round; numbers begin with the largest. */
export function nextOrder(order: Order, column: Column): Order {
  return order.column === column ? { column, down: !order.down } : { column, down: column !== 'name' }
}

export function totals(rows: readonly PersonFigures[]): { made: number; good: number; undecided: number } {
  const sum = (name: 'made' | 'good' | 'undecided') => Math.round(rows.reduce((total, row) => total + row[name], 0) * 10) / 10
  return { made: sum('made'), good: sum('good'), undecided: sum('undecided') }
}

/** The same period one step earlier or later. */
export function stepDay(day: string, period: 'day' | 'week' | 'month', by: 1 | -1): string {
  const at = new Date(`${day}T00:00:00Z`)
  if (period === 'month') at.setUTCMonth(at.getUTCMonth() + by, 1)
  else at.setUTCDate(at.getUTCDate() + by * (period === 'week' ? 7 : 1))
  return at.toISOString().slice(0, 10)
}

// SPDX-License-Identifier: Apache-2.0
import type { About, MorningRow, Task } from './api'

export const overdue = (tasks: readonly Task[]): number => tasks.filter((task) => task.overdue_days > 0).length

/** What was missed, and what went as planned. */
export function split(rows: readonly MorningRow[]): { missed: MorningRow[]; made: MorningRow[] } {
  return { missed: rows.filter((row) => row.missed), made: rows.filter((row) => !row.missed) }
}

/** About the operation, for who drives it; where nobody does, for who answers for its quality. */
export function aboutRow(row: MorningRow): About {
  const [id, name] = row.owner_id === null ? [row.quality_owner_id, row.quality_owner] : [row.owner_id, row.progress_owner]
  return { ...aboutPlace(row), owner: id !== null && name !== null ? { id, name } : null }
}

export function aboutPlace(place: { order_id: number; operation_id: number; order_number: string; operation_name: string }): About {
  return { order_id: place.order_id, operation_id: place.operation_id, label: `${place.order_number} ${place.operation_name}`, owner: null }
}

/** The day before or after, as the plant writes it. */
export function besides(date: string, step: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + step * 86_400_000).toISOString().slice(0, 10)
}

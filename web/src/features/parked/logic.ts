// SPDX-License-Identifier: Apache-2.0
import type { BoardRow } from '@/api/types'

export interface Target {
  operationId: number
  label: string
}

const MOST_TARGETS = 60

/** Operations of the orders whose number or product holds the typed text. */
export function findTargets(rows: readonly BoardRow[], text: string): Target[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return []
  return rows
    .filter((row) => [row.number, row.product_code].some((field) => field.toLowerCase().includes(wanted)))
    .flatMap((row) =>
      row.cells.flatMap((cell) =>
        cell.operation_id === null ? [] : [{ operationId: cell.operation_id, label: `${row.number} · ${cell.name} (${cell.code})` }],
      ),
    )
    .slice(0, MOST_TARGETS)
}

// SPDX-License-Identifier: Apache-2.0
import type { Bar, Board, BoardRow } from '@/api/types'
import type { BarData } from '@/kit/bar/geometry'

/** At most so many at a time; what is more takes its turn. */
export const ORDERS_SHOWN = 6
export const STOPS_SHOWN = 4
export const STEPS_SHOWN = 8

/** What is older than this is said to be old. */
export const STALE_MS = 60_000

export interface WallLink {
  key: string
  line: number | null
}

/** `#key=…&line=3`: behind the # a key goes to no server and into no log. */
export function linkOf(hash: string): WallLink {
  const said = new URLSearchParams(hash.replace(/^#/, ''))
  const line = Number(said.get('line'))
  return { key: said.get('key') ?? '', line: Number.isInteger(line) && line > 0 ? line : null }
}

/** Those whose turn it is; the last ones share the screen with the first. */
export function onTurn<T>(all: readonly T[], most: number, turn: number): T[] {
  if (all.length <= most) return [...all]
  const start = (turn * most) % all.length
  return Array.from({ length: most }, (_, index) => all[(start + index) % all.length] as T)
}

/** The end of a number is what people call an order by: 0187 of WO-2611-0187. */
export const shortNumber = (number: string) => /[^-]+$/.exec(number)?.[0] ?? number

export interface Step {
  key: string
  name: string
  fpy: number | null
  bar: BarData
}

const SUMMED = ['ordered', 'n', 'good', 'waiting', 'hold', 'rework', 'scrap'] as const

/** What is complete has no plan any more: all of it should be there. */
const planned = (bar: Bar) => bar.plan_now ?? (bar.progress === 'completed' ? bar.ordered : 0)

/** Each operation over all orders. Columns that are mere positions are no operations. */
export function stepsOf(board: Board): Step[] {
  if (board.mode !== 'operation') return []
  return board.columns.map((column) => {
    const bars = board.rows.flatMap((row) => row.cells).filter((cell) => cell.column === column.key).map((cell) => cell.bar)
    const sums = Object.fromEntries(SUMMED.map((name) => [name, bars.reduce((sum, bar) => sum + (bar[name] ?? 0), 0)]))
    const plan_now = bars.reduce((sum, bar) => sum + planned(bar), 0)
    return { key: column.key, name: column.name, fpy: column.fpy, bar: { ...sums, plan_now, unit: 'pcs' } as unknown as BarData }
  })
}

export const stoppedOrders = (rows: readonly BoardRow[]) => rows.filter((row) => row.cells.some((cell) => cell.bar.blocked)).length

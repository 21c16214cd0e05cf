// SPDX-License-Identifier: Apache-2.0
import type { LiveChange, OrderPage } from '@/api/types'
import { barShape, madeQty } from '@/kit/bar/geometry'
import { fromQty, toQty } from '@/kit/qty'
import type { Case, Operation } from './api'

/** A change row carries the new bars; the rest of the page comes with the next reading. */
export function patchPage(page: OrderPage, change: LiveChange): OrderPage {
  const { bar, order_bar } = change
  if (!isOf(page.order.order_id, change) || (!bar && !order_bar)) return page
  const operations = bar ? page.operations.map((one) => (String(one.operation_id) === String(change.entity_id) ? { ...one, bar } : one)) : page.operations
  return { ...page, operations, order: order_bar ? { ...page.order, order_bar } : page.order }
}

export const isOf = (orderId: number | null, change: LiveChange): boolean => orderId !== null && String(change.order_id) === String(orderId)

export type ProgressWord = { word: 'complete' | 'not_started' | 'in_step' } | { word: 'behind'; by: number }

/** The word of progress says what the bar shows: the same tolerance decides. */
export function progressOf({ bar }: Pick<Operation, 'bar'>): ProgressWord {
  if (bar.progress === 'completed') return { word: 'complete' }
  const made = madeQty(bar)
  if (made === 0 && bar.progress !== 'running' && bar.progress !== 'paused') return { word: 'not_started' }
  return barShape(bar).plan?.behind ? { word: 'behind', by: fromQty(toQty(bar.plan_now) - made) } : { word: 'in_step' }
}

/** What stops the order and what holds its pieces: facts only. */
export function stuckAt(operations: readonly Operation[]): { blocked: Operation[]; held: Operation[] } {
  return { blocked: operations.filter((one) => one.bar.blocked), held: operations.filter((one) => one.bar.hold > 0) }
}

export const frameOf = ({ bar }: Pick<Operation, 'bar'>): 'stop' | 'held' | '' => (bar.blocked ? 'stop' : bar.hold > 0 ? 'held' : '')

/** Pieces that somebody still has to decide on, or to put right. */
export function undecided(operations: readonly Operation[]): number {
  return fromQty(operations.reduce((sum, { bar }) => sum + toQty(bar.hold) + toQty(bar.rework), 0))
}

export type CaseRow = { kind: 'case'; key: string; case: Case; operation: Operation | undefined } | { kind: 'rework'; key: string; operation: Operation }

/** The open cases, the largest first, and what is in rework at each operation. */
export function caseRows(page: OrderPage): CaseRow[] {
  const at = (id: number) => page.operations.find((one) => one.operation_id === id)
  const cases = [...page.cases].sort((a, b) => b.open - a.open).map((one): CaseRow => ({ kind: 'case', key: `case-${one.id}`, case: one, operation: at(one.operation_id) }))
  const rework = page.operations.filter((one) => one.bar.rework > 0).map((operation): CaseRow => ({ kind: 'rework', key: `rework-${operation.operation_id}`, operation }))
  return [...cases, ...rework]
}

/** When it began, else when it is planned to. */
export function startOf(page: OrderPage): { at: string | null; planned: boolean } {
  const earliest = (field: 'started_at' | 'planned_start') => page.operations.map((one) => one[field]).filter((at): at is string => at !== null).sort()[0] ?? null
  const begun = earliest('started_at')
  return { at: begun ?? earliest('planned_start') ?? page.start_at, planned: begun === null }
}

/** Those who answer for it at its operations, each named once. */
export function ownersOf(page: OrderPage, which: 'progress_owner' | 'quality_owner'): string[] {
  return [...new Set(page.operations.map((one) => one[which]).filter((name): name is string => name !== null))]
}

/** How many of it go into how many of the next; nothing where one goes into one. */
export const ratioOf = ({ per, batch }: Pick<Operation, 'per' | 'batch'>): string => (per === batch ? '' : `${per}:${batch}`)

// SPDX-License-Identifier: Apache-2.0
import { ONE, toQty, type Qty } from '../qty'

export type StateKey = 'good' | 'waiting' | 'hold' | 'rework' | 'scrap'
export type BarSize = 'xs' | 's' | 'm' | 'n' | 'l' | 'xl'

export interface Block {
  reason_code: string
  reason_params?: Record<string, unknown> | null
  owner?: string | null
  until?: string | null
}

export interface BarPin {
  kind: 'equipment' | 'quality' | 'material' | 'help'
  stage: 'unanswered' | 'handled' | 'contained'
  at_qty?: number | null
}

/** What the bar needs of the server's bar; unknown fields ride along. */
export interface BarData {
  ordered: number
  unit?: string
  in_route?: boolean
  n: number
  good: number
  waiting: number
  hold: number
  rework: number
  scrap: number
  plan_now?: number | null
  blocked?: Block | null
  not_booked?: number
  pins?: readonly unknown[]
  progress?: string | null
  quality_status?: string | null
}

/** Left to right; the order never changes. */
export const STATES: readonly StateKey[] = ['good', 'waiting', 'hold', 'rework', 'scrap']

/** In step means within this share of n, at least one piece. */
const IN_STEP_SHARE = 0.04

export interface Segment {
  key: StateKey | 'rest'
  share: number
  /** The widest one gives what the minimum widths of the others take. */
  absorbs: boolean
}

export interface PlanTick {
  at: number
  inStep: boolean
  /** From the made edge to the tick, only when behind. */
  behind: { from: number; width: number } | null
}

export interface BarShape {
  inRoute: boolean
  blocked: boolean
  segments: Segment[]
  plan: PlanTick | null
  goal: number | null
  pin: (BarPin & { at: number }) | null
}

export function madeQty(bar: BarData): Qty {
  return STATES.reduce((sum, key) => sum + toQty(bar[key]), 0)
}

export function scaleQty(bar: BarData): Qty {
  return Math.max(toQty(bar.ordered), toQty(bar.n), madeQty(bar))
}

export function isComplete(bar: BarData): boolean {
  return bar.ordered > 0 && toQty(bar.good) >= toQty(bar.ordered)
}

function segmentsOf(bar: BarData, n: Qty): Segment[] {
  const rest = n - madeQty(bar)
  const parts = [...STATES.map((key) => ({ key, qty: toQty(bar[key]) })), { key: 'rest' as const, qty: rest }]
  const shown = parts.filter((part) => part.qty > 0)
  const widest = Math.max(...shown.map((part) => part.qty))
  const absorbing = shown.findIndex((part) => part.qty === widest)
  return shown.map((part, index) => ({ key: part.key, share: part.qty / n, absorbs: index === absorbing }))
}

function planTick(bar: BarData, n: Qty): PlanTick | null {
  const plan = toQty(bar.plan_now)
  if (plan <= 0 || isComplete(bar) || bar.progress === 'completed') return null
  const made = madeQty(bar)
  const tolerance = Math.max(n * IN_STEP_SHARE, bar.unit === 'percent' ? 0 : ONE)
  const inStep = Math.abs(made - plan) <= tolerance
  const at = Math.min(plan, n) / n
  const behind = !inStep && plan > made ? { from: made / n, width: at - made / n } : null
  return { at, inStep, behind }
}

const STAGE_WEIGHT = { unanswered: 3, handled: 2, contained: 1 }

function isPin(value: unknown): value is BarPin {
  return typeof value === 'object' && value !== null && 'kind' in value && 'stage' in value
}

/** One pin per bar: the worst stage wins. */
export function worstPin(pins: readonly unknown[] | undefined): BarPin | null {
  const known = (pins ?? []).filter(isPin)
  return known.sort((a, b) => STAGE_WEIGHT[b.stage] - STAGE_WEIGHT[a.stage])[0] ?? null
}

export function barShape(bar: BarData): BarShape {
  const n = scaleQty(bar)
  const inRoute = bar.in_route !== false
  if (!inRoute || n <= 0) {
    return { inRoute, blocked: Boolean(bar.blocked), segments: [], plan: null, goal: null, pin: null }
  }
  const ordered = toQty(bar.ordered)
  const pin = worstPin(bar.pins)
  return {
    inRoute,
    blocked: Boolean(bar.blocked),
    segments: segmentsOf(bar, n),
    plan: planTick(bar, n),
    goal: n > ordered && ordered > 0 ? ordered / n : null,
    pin: pin && { ...pin, at: Math.min(pin.at_qty == null ? madeQty(bar) : toQty(pin.at_qty), n) / n },
  }
}

// SPDX-License-Identifier: Apache-2.0
import type { WrongField } from '@/api/errors'
import { layered, type Place } from '@/kit/network'

export interface Step {
  code: string
  successor?: string | null
  per?: number | null
  batch?: number | null
}

/** Without a word of its own the next in the list follows; the last delivers to stock. */
export function followers(steps: readonly Step[]): Map<string, string | null> {
  return new Map(steps.map((step, index) => [step.code, step.successor || (steps[index + 1]?.code ?? null)]))
}

export const layout = (steps: readonly Step[]): Map<string, Place> => layered([...followers(steps)].map(([id, next]) => ({ id, next })))

/** How many of a step go into how many of the next; nothing where one goes into one. */
export const ratio = (step: Step): string => ((step.per ?? 1) === (step.batch ?? 1) ? '' : `${step.per ?? 1}:${step.batch ?? 1}`)

/** What stands against these steps as a routing, by the name of the server's rule; null where nothing does. */
export function networkProblem(steps: readonly Step[]): WrongField | null {
  const after = followers(steps)
  const broken = (kind: string, operation: string): WrongField => ({ field: '', kind, params: { operation } })
  const twice = steps.find((step, at) => steps.findIndex((other) => other.code === step.code) < at)
  if (twice) return broken('operation_twice', twice.code)
  for (const { code } of steps) {
    const seen = new Set([code])
    for (let next = after.get(code) ?? null; next !== null; next = after.get(next) ?? null) {
      if (!after.has(next)) return broken('operation_unknown', next)
      if (seen.has(next)) return broken('operation_circle', next)
      seen.add(next)
    }
  }
  return [...after.values()].filter((next) => next === null).length === 1 ? null : { field: '', kind: 'one_last_operation' }
}

/** As `layout`, with those below that a circle keeps from leading anywhere. */
export function placed(steps: readonly Step[]): Map<string, Place> {
  const spots = layout(steps)
  const lost = [...new Set(steps.map((step) => step.code))].filter((code) => !spots.has(code))
  const row = Math.max(-1, ...[...spots.values()].map((spot) => Math.ceil(spot.row))) + 1
  lost.forEach((code, column) => spots.set(code, { column, row }))
  return spots
}

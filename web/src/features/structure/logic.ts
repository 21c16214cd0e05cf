// SPDX-License-Identifier: Apache-2.0
import type { Component } from './api'

/* ---- the tree of a product ---- */

export interface Branch {
  /** Its place in the whole list, by which it is opened and closed. */
  place: number
  part: Component
  parent: boolean
}

/** The components below the product itself that are not folded away; `opened` are places. */
export function branches(components: readonly Component[], opened: ReadonlySet<number>): Branch[] {
  const found: Branch[] = []
  let folded = Infinity
  for (const [place, part] of components.entries()) {
    if (part.level === 0 || part.level > folded) continue
    const parent = (components[place + 1]?.level ?? 0) > part.level
    found.push({ place, part, parent })
    folded = parent && !opened.has(place) ? part.level : Infinity
  }
  return found
}

/* ---- the network of a routing ---- */

export interface Step {
  code: string
  successor?: string | null
  per?: number | null
  batch?: number | null
}

export interface Spot {
  column: number
  row: number
}

/** Without a word of its own the next in the list follows; the last delivers to stock. */
export function followers(steps: readonly Step[]): Map<string, string | null> {
  return new Map(steps.map((step, index) => [step.code, step.successor || (steps[index + 1]?.code ?? null)]))
}

/** Left to right by the steps that are left to the last one; a step stands amid those that lead to it. */
export function layout(steps: readonly Step[]): Map<string, Spot> {
  const after = followers(steps)
  const before = new Map<string, string[]>()
  for (const [code, next] of after) if (next !== null) before.set(next, [...(before.get(next) ?? []), code])
  const spots = new Map<string, Spot>()
  let rows = 0
  const place = (code: string, depth: number): number => {
    const known = spots.get(code)
    if (known) return known.row
    spots.set(code, { column: depth, row: 0 })
    const sources = (before.get(code) ?? []).map((source) => place(source, depth + 1))
    const row = sources.length ? sources.reduce((sum, one) => sum + one, 0) / sources.length : rows++
    spots.set(code, { column: depth, row })
    return row
  }
  for (const [code, next] of after) if (next === null || !after.has(next)) place(code, 0)
  const deepest = Math.max(0, ...[...spots.values()].map((spot) => spot.column))
  return new Map([...spots].map(([code, spot]) => [code, { ...spot, column: deepest - spot.column }]))
}

/** How many of a step go into how many of the next; nothing where one goes into one. */
export const ratio = (step: Step): string => ((step.per ?? 1) === (step.batch ?? 1) ? '' : `${step.per ?? 1}:${step.batch ?? 1}`)

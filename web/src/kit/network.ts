// SPDX-License-Identifier: Apache-2.0

/** A step of a network that runs together: each leads to one next, the last to none. */
export interface Link<Id> {
  id: Id
  next: Id | null
}

export interface Place {
  column: number
  row: number
}

/**
 * Left to right by the steps that are left to the end; a step stands amid those that lead to it, the longest way on top.
 * What leads in a circle has no end, and so no place.
 */
export function layered<Id>(links: readonly Link<Id>[]): Map<Id, Place> {
  const known = new Set(links.map((link) => link.id))
  const before = new Map<Id, Id[]>()
  for (const { id, next } of links) if (next !== null) before.set(next, [...(before.get(next) ?? []), id])
  const length = (id: Id): number => 1 + Math.max(0, ...(before.get(id) ?? []).map(length))
  const left = new Map<Id, Place>()
  let rows = 0
  const place = (id: Id, depth: number): number => {
    const sources = [...(before.get(id) ?? [])].sort((a, b) => length(b) - length(a)).map((source) => place(source, depth + 1))
    const row = sources.length ? sources.reduce((sum, one) => sum + one, 0) / sources.length : rows++
    left.set(id, { column: depth, row })
    return row
  }
  for (const { id, next } of links) if (next === null || !known.has(next)) place(id, 0)
  const deepest = Math.max(0, ...[...left.values()].map((one) => one.column))
  return new Map([...left].map(([id, one]) => [id, { ...one, column: deepest - one.column }]))
}

/** The first row from which on the first `columns` are free below the picture; null where they are not. */
export function freeCorner(places: ReadonlyMap<unknown, Place>, columns: number): number | null {
  const all = [...places.values()]
  const lowest = Math.max(-1, ...all.map((one) => one.row))
  const taken = Math.max(-1, ...all.filter((one) => one.column < columns).map((one) => one.row))
  return taken + 1 <= lowest ? taken + 1 : null
}

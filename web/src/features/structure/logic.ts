// SPDX-License-Identifier: Apache-2.0
import type { Component } from './api'

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

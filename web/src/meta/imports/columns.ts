// SPDX-License-Identifier: Apache-2.0
import type { Column, Mapping, Target } from './api'

/** Columns as the server understood them. */
export const understood = (columns: readonly Column[]): Mapping =>
  Object.fromEntries(columns.flatMap((column) => (column.target ? [[column.heading, column.target]] : [])))

/** A value comes from one column: what another one meant until now is taken from it. */
export function chosen(mapping: Mapping, heading: string, target: string): Mapping {
  const others = Object.entries(mapping).filter(([other, meant]) => other !== heading && meant !== target)
  return Object.fromEntries(target ? [...others, [heading, target]] : others)
}

export const missing = (targets: readonly Target[], mapping: Mapping): Target[] =>
  targets.filter((target) => target.required && !Object.values(mapping).includes(target.target))

/** A column is known by its heading: without one, or with one that stood before, it cannot be taken. */
export const takeable = (columns: readonly Column[], index: number): boolean => {
  const heading = columns[index]?.heading
  return Boolean(heading) && columns.findIndex((column) => column.heading === heading) === index
}

// SPDX-License-Identifier: Apache-2.0
import { shallowRef } from 'vue'
import type { BarData } from './geometry'

/** One popup for all bars of a page: hundreds of bars would otherwise each carry their own. */
export const openBarTable = shallowRef<{ bar: BarData; box: DOMRect } | null>(null)

const AFTER_MS = 120
let waiting: ReturnType<typeof setTimeout> | undefined
/** The bar whose table is open, or about to open. */
let over: HTMLElement | null = null

export function showBarTable(bar: BarData, element: HTMLElement): void {
  clearTimeout(waiting)
  over = element
  const box = element.getBoundingClientRect()
  waiting = setTimeout(() => (openBarTable.value = { bar, box }), AFTER_MS)
}

export function hideBarTable(): void {
  clearTimeout(waiting)
  over = null
  openBarTable.value = null
}

/** A bar that leaves the page takes its table along, and one that was about to open. */
export function takeBarTable(element: HTMLElement | null): void {
  if (element !== null && element === over) hideBarTable()
}

// SPDX-License-Identifier: Apache-2.0
import { shallowRef } from 'vue'
import type { BarData } from './geometry'

/** One popup for all bars of a page: hundreds of bars would otherwise each carry their own. */
export const openBarTable = shallowRef<{ bar: BarData; box: DOMRect; records?: () => void } | null>(null)

const AFTER_MS = 120
/** The way of a pointer from the bar to the link in its table. */
const LEAVES_MS = 250
let waiting: ReturnType<typeof setTimeout> | undefined
/** The bar whose table is open, or about to open. */
let over: HTMLElement | null = null

export function showBarTable(bar: BarData, element: HTMLElement, records?: () => void): void {
  clearTimeout(waiting)
  over = element
  const box = element.getBoundingClientRect()
  waiting = setTimeout(() => (openBarTable.value = { bar, box, records }), AFTER_MS)
}

export function hideBarTable(): void {
  clearTimeout(waiting)
  over = null
  openBarTable.value = null
}

/** The pointer is in the table, which stays. */
export function keepBarTable(): void {
  clearTimeout(waiting)
}

/** The pointer is out of the bar, or of its table; a table with a link waits for it to come in. */
export function leaveBarTable(): void {
  if (!openBarTable.value?.records) return hideBarTable()
  clearTimeout(waiting)
  waiting = setTimeout(hideBarTable, LEAVES_MS)
}

/** A bar that leaves the page takes its table along, and one that was about to open. */
export function takeBarTable(element: HTMLElement | null): void {
  if (element !== null && element === over) hideBarTable()
}

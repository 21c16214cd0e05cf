// SPDX-License-Identifier: Apache-2.0
import { shallowRef } from 'vue'
import type { BarData } from './geometry'

/** One popup for all bars of a page: hundreds of bars would otherwise each carry their own. */
export const openBarTable = shallowRef<{ bar: BarData; box: DOMRect } | null>(null)

let waiting: number | undefined

export function showBarTable(bar: BarData, element: HTMLElement): void {
  clearTimeout(waiting)
  const box = element.getBoundingClientRect()
  waiting = window.setTimeout(() => (openBarTable.value = { bar, box }), 120)
}

export function hideBarTable(): void {
  clearTimeout(waiting)
  openBarTable.value = null
}

// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount } from 'vue'
import { onScan } from './wedge'

/** Listens from set-up on, so that a page is asked before the frame around it. */
export function useScan(handler: (code: string) => boolean | void): void {
  onBeforeUnmount(onScan(handler))
}

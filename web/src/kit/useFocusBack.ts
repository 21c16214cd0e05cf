// SPDX-License-Identifier: Apache-2.0
import { onUnmounted } from 'vue'

/** What lies over the page gives the focus back to what opened it, however it is closed; to nothing that is gone meanwhile. */
export function useFocusBack(): void {
  const opener = document.activeElement
  onUnmounted(() => {
    setTimeout(() => {
      const lost = document.activeElement === null || document.activeElement === document.body
      if (lost && opener instanceof HTMLElement) opener.focus()
    })
  })
}

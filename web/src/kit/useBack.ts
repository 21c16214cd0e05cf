// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, onMounted } from 'vue'

/**
 * What lies over the page has a step of its own in the history, at the same address: the back button of a phone takes
 * it away, and the page below stays with what is typed in it. Answers a way to take it away oneself.
 */
export function useBack(away: () => void): () => void {
  let there = false

  function steppedBack(): void {
    there = false
    window.removeEventListener('popstate', steppedBack)
    away()
  }

  onMounted(() => {
    history.pushState(history.state, '')
    there = true
    window.addEventListener('popstate', steppedBack)
  })
  onBeforeUnmount(() => window.removeEventListener('popstate', steppedBack))
  return () => {
    if (!there) return
    there = false
    history.back()
  }
}

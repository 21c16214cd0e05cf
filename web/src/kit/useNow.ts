// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, ref, type Ref } from 'vue'

const EVERY_MS = 15_000

/** The time for spans that are counted in minutes. */
export function useNow(): Ref<number> {
  const now = ref(Date.now())
  const timer = window.setInterval(() => (now.value = Date.now()), EVERY_MS)
  onBeforeUnmount(() => clearInterval(timer))
  return now
}

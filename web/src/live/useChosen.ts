// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, ref, type Ref } from 'vue'
import { namesLocale } from '@/api/session'

const kept = new Map<string, unknown>()

/** What is looked at: a change of language makes the page anew, and what was chosen on it is chosen still. */
export function useChosen<T>(page: string, first: T): Ref<T> {
  const spoken = namesLocale.value
  const chosen = ref(kept.has(page) ? kept.get(page) : first) as Ref<T>
  kept.delete(page)
  onBeforeUnmount(() => {
    if (namesLocale.value !== spoken) kept.set(page, chosen.value)
  })
  return chosen
}

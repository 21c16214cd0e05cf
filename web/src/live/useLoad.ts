// SPDX-License-Identifier: Apache-2.0
import { computed, onMounted, ref, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import { may } from '@/api/session'
import type { LiveChange } from '@/api/types'
import { liveState } from './stream'
import { useLive } from './useLive'

/**
 * Reads when it is opened and when something of these kinds has changed; keeps what it has while it cannot.
 * What `settles` may wait longer.
 */
export function useLoad<T>(fetch: () => Promise<T>, entities: readonly string[], settles?: (change: LiveChange) => boolean) {
  const data = shallowRef<T | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const readAt = ref(0)
  let asked = 0
  let newest = Promise.resolve()

  /** Whoever waits for it sees what came last then, though somebody else has asked meanwhile. */
  function load(): Promise<void> {
    newest = read(++asked)
    return newest
  }

  async function read(mine: number): Promise<void> {
    try {
      const found = await fetch()
      if (mine !== asked) return newest
      data.value = found
      readAt.value = Date.now()
      failed.value = null
    } catch (thrown) {
      if (mine !== asked) return newest
      failed.value = errorFromThrown(thrown)
      // Who may not see it any more does not go on seeing what they saw.
      if (failed.value.code === 'forbidden') data.value = null
    }
  }

  onMounted(load)
  useLive({ apply: () => undefined, refetch: () => void load(), wants: (change: LiveChange) => entities.includes(change.entity), settles })
  const offline = computed(() => (failed.value !== null && data.value !== null) || (liveState.value === 'lost' && may('board.read')))
  return { data, failed, readAt, offline, load }
}

// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import { me, namesLocale } from '@/api/session'
import type { Queue } from '@/api/types'
import { useLive } from '@/live/useLive'
import { fetchQueue } from './api'
import { patchQueue } from './logic'

interface Read {
  whose: string
  queue: Queue
  at: number
}

/** What was read last: shown at once when one comes back to the queue, and for as long as there is no network. */
let last: Read | null = null
const whose = () => `${me.value?.account_id} ${namesLocale.value}`

export function useQueue() {
  const before = last?.whose === whose() ? last : null
  const queue = shallowRef<Queue | null>(before?.queue ?? null)
  const failed = shallowRef<ApiError | null>(null)
  const readAt = ref<number | null>(before?.at ?? null)

  async function load(): Promise<void> {
    try {
      queue.value = await fetchQueue()
      failed.value = null
      readAt.value = Date.now()
      last = { whose: whose(), queue: queue.value, at: readAt.value }
    } catch (thrown) {
      failed.value = errorFromThrown(thrown)
    }
  }

  useLive({
    apply: (change) => {
      if (queue.value) queue.value = patchQueue(queue.value, change)
    },
    refetch: () => void load(),
  })
  return { queue, failed, readAt, load }
}

// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import type { Queue } from '@/api/types'
import { useLive } from '@/live/useLive'
import { fetchQueue } from './api'
import { patchQueue } from './logic'

export function useQueue() {
  const queue = shallowRef<Queue | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const readAt = ref<number | null>(null)

  async function load(): Promise<void> {
    try {
      queue.value = await fetchQueue()
      failed.value = null
      readAt.value = Date.now()
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

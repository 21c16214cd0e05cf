// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'
import type { ApiError } from '@/api/errors'
import { keepRead, lastRead } from '@/api/lastRead'
import { me, namesLocale } from '@/api/session'
import type { Queue } from '@/api/types'
import { newest } from '@/live/newest'
import { useLive } from '@/live/useLive'
import { fetchQueue } from './api'
import { patchQueue } from './logic'

interface Read {
  whose: string
  queue: Queue
  at: number
}

/**
 * What was read last: shown at once when one comes back to the queue or opens the station again, and for as long as there
 * is no network.
 */
let last: Read | null = null
let readHere = false
const NAME = 'queue'
const whose = () => `${me.value?.account_id} ${namesLocale.value}`

export function useQueue() {
  last ??= lastRead<Read>(NAME)
  const before = last?.whose === whose() ? last : null
  const queue = shallowRef<Queue | null>(before?.queue ?? null)
  const failed = shallowRef<ApiError | null>(null)
  const readAt = ref<number | null>(before?.at ?? null)
  /** Read before this page was opened. */
  const old = ref(before !== null && !readHere)

  const load = newest(
    async () => ({ whose: whose(), queue: await fetchQueue() }),
    (found) => {
      last = { ...found, at: Date.now() }
      queue.value = last.queue
      failed.value = null
      readAt.value = last.at
      readHere = true
      old.value = false
      keepRead(NAME, last)
    },
    (error) => {
      failed.value = error
      if (error.code !== 'forbidden') return
      // Who may not see it any more does not go on seeing what they saw.
      queue.value = last = null
      keepRead(NAME, null)
    },
  )

  useLive({
    apply: (change) => {
      if (queue.value) queue.value = patchQueue(queue.value, change)
    },
    refetch: () => void load(),
  })
  return { queue, failed, readAt, old, load }
}

// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, onMounted, watch } from 'vue'
import { me } from '@/api/session'
import type { LiveChange } from '@/api/types'
import { listen } from './stream'
import { throttle } from './throttle'

const REFETCH_EVERY_MS = 2000
const SETTLED_EVERY_MS = 10_000

/**
 * A screen patches what it can at once and reads anew at most every two seconds, never while hidden. Who comes and
 * goes is told only to screens that want it.
 * Where a change `settles`, what it carries is all that it changed but for sums over many: these may wait longer.
 */
export function useLive(options: {
  apply(change: LiveChange): void
  refetch(): void
  wants?(change: LiveChange): boolean
  settles?(change: LiveChange): boolean
}): void {
  let stale = false
  const read = () => {
    if (document.hidden) stale = true
    else options.refetch()
  }
  const refetch = throttle(read, REFETCH_EVERY_MS)
  const refetchLater = throttle(read, SETTLED_EVERY_MS)
  const onVisible = () => {
    if (document.hidden || !stale) return
    stale = false
    refetch.call()
  }
  watch(me, (now, before) => {
    // What one may do with what is shown came with it.
    if (now?.account_id === before?.account_id && String(now?.permissions) !== String(before?.permissions)) refetch.call()
  })
  let unlisten: (() => void) | null = null
  onMounted(() => {
    unlisten = listen((message) => {
      // What happened between the screen's first read and the stream's opening is in nobody's hands yet.
      if (message.kind === 'resumed') refetch.call()
      if (message.kind !== 'change') return
      const wanted = message.changes.filter((change) => options.wants?.(change) ?? change.entity !== 'session')
      const settled = wanted.filter((change) => options.settles?.(change)).length
      wanted.forEach((change) => options.apply(change))
      if (settled < wanted.length) refetch.call()
      else if (settled) refetchLater.call()
    })
    document.addEventListener('visibilitychange', onVisible)
  })
  onBeforeUnmount(() => {
    unlisten?.()
    refetch.stop()
    refetchLater.stop()
    document.removeEventListener('visibilitychange', onVisible)
  })
}

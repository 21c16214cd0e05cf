// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue'
import type { LiveChange } from '@/api/types'

/**
 * One event stream per browser: the tab that holds the lock reads it, the others hear it over a channel.
 * Six HTTP/1.1 connections per host are all a browser has. Where locks or channels are missing
 * (plain http) each tab reads its own stream.
 */
export type LiveState = 'connecting' | 'live' | 'lost'
export interface LiveMessage {
  kind: 'change' | 'tick' | 'resumed' | 'lost'
  cursor: number | null
  changes: LiveChange[]
}

const NAME = 'lockstep-live'
const SILENCE_MS = 40_000
const BACKOFF_MS = [500, 1000, 2000, 5000, 10_000]

export const liveState = ref<LiveState>('connecting')
export const lastHeard = ref(Date.now())

const listeners = new Set<(message: LiveMessage) => void>()
let cursor: number | null = null
let stop: (() => void) | null = null
let wake: () => void = () => undefined

/** The server was reached by other means: the stream need not wait for the time of its next try. */
export const wakeStream = (): void => wake()

function deliver(message: LiveMessage): void {
  if (message.cursor !== null) cursor = message.cursor
  liveState.value = message.kind === 'lost' ? 'lost' : 'live'
  if (message.kind !== 'lost') lastHeard.value = Date.now()
  listeners.forEach((listener) => listener(message))
}

function readStream(tell: (message: LiveMessage) => void): () => void {
  let source: EventSource | null = null
  let retry: number | undefined
  let failures = 0
  const open = () => {
    retry = undefined
    source = new EventSource(cursor === null ? '/api/live' : `/api/live?cursor=${cursor}`)
    source.onopen = () => {
      tell({ kind: 'resumed', cursor: null, changes: [] })
      failures = 0
    }
    source.addEventListener('change', (event) => {
      const data = JSON.parse((event as MessageEvent<string>).data) as { cursor: number; changes: LiveChange[] }
      tell({ kind: 'change', cursor: data.cursor, changes: data.changes })
    })
    source.addEventListener('reset', (event) => {
      const data = JSON.parse((event as MessageEvent<string>).data) as { cursor: number }
      tell({ kind: 'resumed', cursor: data.cursor, changes: [] })
    })
    source.addEventListener('tick', () => tell({ kind: 'tick', cursor: null, changes: [] }))
    source.onerror = lost
  }
  const lost = () => {
    source?.close()
    tell({ kind: 'lost', cursor: null, changes: [] })
    clearTimeout(retry)
    retry = window.setTimeout(open, BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)])
    failures += 1
  }
  const again = () => {
    clearTimeout(retry)
    source?.close()
    open()
  }
  // A cable that was pulled leaves the stream silent, not ended: the browser knows before it does.
  window.addEventListener('offline', lost)
  window.addEventListener('online', again)
  wake = () => {
    if (retry !== undefined) again()
  }
  open()
  return () => {
    wake = () => undefined
    window.removeEventListener('offline', lost)
    window.removeEventListener('online', again)
    clearTimeout(retry)
    source?.close()
  }
}

function start(): () => void {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null
  const shared = channel !== null && 'locks' in navigator
  let closeStream: (() => void) | null = null
  const watch = window.setInterval(() => {
    if (Date.now() - lastHeard.value > SILENCE_MS) liveState.value = 'lost'
  }, 5000)
  if (!shared) {
    closeStream = readStream(deliver)
    return () => finish()
  }
  channel.onmessage = (event: MessageEvent<LiveMessage>) => deliver(event.data)
  const ending = new AbortController()
  let letGo: () => void = () => undefined
  navigator.locks
    .request(NAME, { signal: ending.signal }, () => {
      closeStream = readStream((message) => {
        deliver(message)
        channel.postMessage(message)
      })
      return new Promise<void>((resolve) => (letGo = resolve))
    })
    .catch((error: unknown) => {
      if (!ending.signal.aborted) throw error
    })
  function finish() {
    clearInterval(watch)
    closeStream?.()
    channel?.close()
  }
  return () => {
    ending.abort()
    letGo()
    finish()
  }
}

/** `from` is the cursor of the data that the screen has just read. */
export function listen(listener: (message: LiveMessage) => void, from: number | null = null): () => void {
  cursor ??= from
  listeners.add(listener)
  stop ??= start()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stop?.()
    stop = null
  }
}

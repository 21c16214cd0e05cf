// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { answer, api } from '@/api/client'
import { errorFromThrown } from '@/api/errors'
import type { components } from '@/api/schema.gen'
import type { Board } from '@/api/types'
import type { WallLink } from './logic'

export type Stop = components['schemas']['BlockListed']

const READ_EVERY_MS = 5_000
const TURN_MS = 20_000
const SECOND = 1_000

/** What the wall shows, read every few seconds: whoever stands before it never touches it. */
export function useWall(link: WallLink) {
  const board = shallowRef<Board | null>(null)
  const stops = shallowRef<Stop[]>([])
  const readAt = ref(0)
  const now = ref(Date.now())
  const turn = ref(0)
  const refused = ref(false)
  const timers: number[] = []

  async function read(): Promise<void> {
    try {
      const query = link.line === null ? {} : { line: link.line }
      const [found, blocks] = await Promise.all([
        answer(api.GET('/api/board', { params: { query } })),
        answer(api.GET('/api/blocks', { params: { query } })),
      ])
      board.value = found
      stops.value = blocks.blocks.filter((stop) => Date.parse(stop.starts_at) <= Date.now())
      readAt.value = Date.now()
      refused.value = false
    } catch (thrown) {
      // Anything else passes by itself; until then the figures that are shown say how old they are.
      refused.value = [401, 403].includes(errorFromThrown(thrown).status)
    }
  }

  async function keepReading(): Promise<void> {
    await read()
    timers[0] = window.setTimeout(keepReading, READ_EVERY_MS)
  }

  onMounted(() => {
    void keepReading()
    timers[1] = window.setInterval(() => (now.value = Date.now()), SECOND)
    timers[2] = window.setInterval(() => (turn.value += 1), TURN_MS)
  })
  onBeforeUnmount(() => timers.forEach((timer) => clearTimeout(timer)))
  return { board, stops, readAt, now, turn, refused }
}

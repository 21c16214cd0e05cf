// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import type { Board, LiveChange } from '@/api/types'
import { throttle } from '@/live/throttle'
import { useLive } from '@/live/useLive'
import { fetchBoard } from './api'
import { patchBoard, saysAll } from './logic'

const PATCH_EVERY_MS = 250

/** The page stays free for its user between the parts of a large work. */
const nextTask = () => new Promise((resolve) => setTimeout(resolve))

/** Changes are drawn four times a second at most, however many come. */
export function useBoard() {
  const board = shallowRef<Board | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const readAt = ref(0)
  let reading = false
  let again = false
  let undrawn: LiveChange[] = []
  /** What came while the board was being read may be missing in the answer. */
  let meanwhile: LiveChange[] = []

  const draw = throttle(() => {
    if (board.value) board.value = patchBoard(board.value, undrawn)
    undrawn = []
  }, PATCH_EVERY_MS)

  async function read(): Promise<void> {
    meanwhile = []
    try {
      const found = await fetchBoard()
      await nextTask()
      board.value = patchBoard(found, meanwhile)
      readAt.value = Date.now()
      failed.value = null
    } catch (thrown) {
      failed.value = errorFromThrown(thrown)
      if (failed.value.code === 'forbidden') board.value = null
    }
  }

  async function load(): Promise<void> {
    again = true
    if (reading) return
    reading = true
    while (again) {
      again = false
      await read()
    }
    reading = false
  }

  useLive({
    settles: (change) => board.value !== null && saysAll(board.value, change),
    apply: (change) => {
      undrawn.push(change)
      meanwhile.push(change)
      draw.call()
    },
    refetch: () => void load(),
  })
  onBeforeUnmount(draw.stop)
  return { board, failed, readAt, load }
}

// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import type { Board } from '@/api/types'
import { useLive } from '@/live/useLive'
import { fetchBoard } from './api'
import { patchBoard } from './logic'

export function useBoard() {
  const board = shallowRef<Board | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const readAt = ref(0)
  let reading = false

  async function load(): Promise<void> {
    if (reading) return
    reading = true
    try {
      board.value = await fetchBoard()
      readAt.value = Date.now()
      failed.value = null
    } catch (thrown) {
      failed.value = errorFromThrown(thrown)
    } finally {
      reading = false
    }
  }

  useLive({
    apply: (change) => {
      if (board.value) board.value = patchBoard(board.value, change)
    },
    refetch: () => void load(),
  })
  return { board, failed, readAt, load }
}

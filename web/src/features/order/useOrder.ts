// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import type { OrderPage } from '@/api/types'
import { useLive } from '@/live/useLive'
import { fetchOrderPage, orderId } from './api'
import { isOf, patchPage } from './logic'

/** The page of an order, by its id or number; patched by what happens to it. */
export function useOrder(named: string) {
  const page = shallowRef<OrderPage | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  /** Nothing here is called that. */
  const unknown = ref(false)
  const readAt = ref(0)
  let id: number | null = null
  let reading = false
  let again = false

  async function load(): Promise<void> {
    // What happens while it is read may be missing in the answer.
    if (reading) return void (again = true)
    reading = true
    again = false
    try {
      id ??= await orderId(named)
      unknown.value = id === null
      if (id !== null) page.value = await fetchOrderPage(id)
      readAt.value = Date.now()
      failed.value = null
    } catch (thrown) {
      failed.value = errorFromThrown(thrown)
      // What cannot be the id of any order is called so by none.
      unknown.value = ['not_found', 'wrong_shape'].includes(failed.value.code)
      if (failed.value.code === 'forbidden') page.value = null
    } finally {
      reading = false
    }
    if (again) await load()
  }

  useLive({
    apply: (change) => {
      if (page.value) page.value = patchPage(page.value, change)
    },
    refetch: () => void load(),
    wants: (change) => isOf(id, change),
  })
  return { page, failed, unknown, readAt, load }
}

// SPDX-License-Identifier: Apache-2.0
import { onMounted, ref, shallowRef, watch } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import { useChosen } from '@/live/useChosen'
import { useLive } from '@/live/useLive'
import { fetchCustomerOrders, type CustomerOrders } from './api'

const OF_LINES = ['work_order', 'sales_order', 'operation', 'product', 'customer']

/** The open lines, or those that are delivered. Single pieces move a line little: they are read every ten seconds. */
export function useCustomers() {
  const completed = useChosen('customers/completed', false)
  const found = shallowRef<{ completed: boolean; answer: CustomerOrders } | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const readAt = ref(0)
  let asked = 0

  async function load(): Promise<void> {
    const mine = ++asked
    const which = completed.value
    try {
      const answer = await fetchCustomerOrders(which)
      if (mine !== asked) return
      found.value = { completed: which, answer }
      readAt.value = Date.now()
      failed.value = null
    } catch (thrown) {
      if (mine !== asked) return
      failed.value = errorFromThrown(thrown)
      if (failed.value.code === 'forbidden') found.value = null
    }
  }

  onMounted(load)
  watch(completed, load)
  useLive({
    apply: () => undefined,
    refetch: () => void load(),
    wants: (change) => OF_LINES.includes(change.entity),
    settles: (change) => change.entity === 'operation',
  })
  return { found, completed, failed, readAt, load }
}

// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef, watch } from 'vue'
import { me, namesLocale } from '@/api/session'
import type { Reason } from '@/api/types'
import { fetchReasons } from './api'

const all = shallowRef<Reason[]>([])
let readFor = ''

/** The plant's reasons of one kind, read once per person and language; own words do while they cannot be read. */
export function useReasons(kind: Reason['kind']) {
  watch(
    [me, namesLocale],
    async () => {
      const wanted = `${me.value?.account_id}-${namesLocale.value}`
      if (!me.value || wanted === readFor) return
      readFor = wanted
      try {
        all.value = await fetchReasons()
      } catch {
        readFor = ''
      }
    },
    { immediate: true },
  )
  return computed(() => all.value.filter((reason) => reason.kind === kind).map((reason) => reason.name))
}

// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import { may, me } from '@/api/session'
import { fetchSetup, type Setup } from './api'

/** One for the page and for the rail that leads to it. */
const setup = shallowRef<Setup | null>(null)
const failed = shallowRef<ApiError | null>(null)
const readBy = ref<number | null>(null)

export const mayRead = () => may('masterdata.read') && may('masterdata.manage')

async function load(): Promise<void> {
  const reader = me.value?.account_id ?? null
  try {
    const now = await fetchSetup()
    if (reader !== (me.value?.account_id ?? null)) return
    setup.value = now
    readBy.value = reader
    failed.value = null
  } catch (thrown) {
    failed.value = errorFromThrown(thrown)
  }
}

/** A plant that has its first report needs no way there any more. */
const unfinished = () => mayRead() && readBy.value === me.value?.account_id && setup.value?.done === false

export const useSetup = () => ({ setup, failed, load, unfinished })

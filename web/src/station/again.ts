// SPDX-License-Identifier: Apache-2.0
import { watch } from 'vue'
import { forgetReads, keepRead, lastRead, readBy } from '@/api/lastRead'
import { me, namesLocale } from '@/api/session'
import type { Me } from '@/api/types'

/**
 * Who opens the station again is shown what was there last while the server is asked; its answer counts. Whoever signs
 * out, or is signed out, takes along what was kept. Whether somebody is known.
 */
export function knownAgain(version: string): boolean {
  readBy(version)
  const last = lastRead<Me>('me')
  if (last) {
    me.value = last
    namesLocale.value = last.locale
  } else forgetReads()
  watch(
    me,
    (now, before) => {
      if (now?.account_id !== before?.account_id) forgetReads()
      if (now) keepRead('me', now)
    },
    { flush: 'sync' },
  )
  return last !== null
}

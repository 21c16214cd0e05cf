// SPDX-License-Identifier: Apache-2.0
import type { Router } from 'vue-router'
import { t } from '@/i18n'
import { toast } from '@/kit/toast'

/** The code of a page cannot be fetched: no network, or a new version since this one was opened. A press on its name says so. */
export function tellUnloaded(router: Router): void {
  router.onError((_error, to) => {
    const again = () => {
      location.hash = to.fullPath
      location.reload()
    }
    toast(t('errors.page_not_loaded'), { tone: 'alarm', next: { label: t('action.again'), go: again } })
  })
}

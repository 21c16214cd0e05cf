// SPDX-License-Identifier: Apache-2.0
import { me } from '@/api/session'
import { t } from '@/i18n'
import { toast } from '@/kit/toast'

/** The session has ended, not by a tap on this page: the door closes and says why. */
export function closeDoor(): void {
  if (!me.value) return
  me.value = null
  toast(t('errors.not_signed_in'), { tone: 'alarm' })
}

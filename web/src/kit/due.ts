// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { days } from './format'

/** `days` of slack; negative is late. */
export interface Due {
  state: 'on_time' | 'at_risk' | 'late' | 'none'
  days: number | null
}

export function dueWords({ state, days: slack }: Due): string {
  if (state === 'none' || slack === null) return t('due.none')
  // Late by an hour is not "0 days late".
  return state === 'late' ? t('due.late', { days: days(Math.max(0.1, Math.abs(slack))) }) : t('due.left', { days: days(slack) })
}

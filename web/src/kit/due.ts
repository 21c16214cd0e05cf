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
  return t(state === 'late' ? 'due.late' : 'due.left', { days: days(slack) })
}

// SPDX-License-Identifier: Apache-2.0
import type { ReportResult } from '@/api/types'
import { what as words } from '@/features/outbox/words'
import { t } from '@/i18n'
import { toast } from '@/kit/toast'
import { onLate, unsentCount } from '@/live/outbox'
import { router } from './routes'

/** Says what became of what was sent after its page had gone. */
export function tellLate(): void {
  onLate((late) => {
    const what = words(late.item)
    const see = { label: t('outbox.look'), go: () => void router.push({ name: 'outbox' }) }
    if ('error' in late) toast(t('outbox.refused_late', { what }), { tone: 'alarm', next: see })
    else if ((late.answer as Partial<ReportResult>).outcome === 'parked') toast(t('outbox.parked_late', { what }))
    else if (unsentCount.value === 0) toast(t('outbox.all_sent'))
  })
}

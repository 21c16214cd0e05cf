// SPDX-License-Identifier: Apache-2.0
import type { Board } from '@/api/types'
import { t } from '@/i18n'
import { days, span } from '@/kit/format'
import { tightest } from './logic'

/** The sentence that answers "which orders need me", as text with <b> and <a> marks. */
export function leadSentence(board: Board): string {
  const { summary } = board
  const first = [t('board.lead.orders', { n: summary.orders })]
  if (summary.late) first.push(t('board.lead.late', { n: summary.late }))
  if (summary.at_risk) {
    first.push(t('board.lead.at_risk', { n: summary.at_risk, days: days(tightest(board.rows) ?? 0) }))
  }
  if (!summary.late && !summary.at_risk && summary.orders) first.push(t('board.lead.all_on_time'))
  const sentences = [first.join(t('board.lead.comma'))]
  if (summary.waiting_pieces) {
    const waited = summary.oldest_waiting_minutes
    const oldest = waited === null ? '' : t('board.lead.oldest', { span: span(waited) })
    sentences.push(t('board.lead.waiting', { n: summary.waiting_pieces }) + oldest)
  }
  return sentences.join(t('board.lead.semicolon'))
}

// SPDX-License-Identifier: Apache-2.0
import type { Board, BoardRow } from '@/api/types'
import { t } from '@/i18n'
import { days, span } from '@/kit/format'
import { unitName } from '@/kit/names'
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

/** What can be delivered now, and what will be missing even if all that is not scrapped turns out good;
 * and that the bar above counts operations instead of hours. */
export function deliveryWords(row: BoardRow): string {
  const { deliverable, shortage, weighted } = row.order_bar
  const unit = unitName(row.unit)
  const parts = [t('board.deliverable', { n: deliverable ?? 0, unit })]
  if (shortage) parts.push(t('board.shortage', { n: shortage, unit }))
  if (weighted === false) parts.push(t('board.unweighted'))
  return parts.join(' · ')
}

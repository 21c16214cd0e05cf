// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { unitName } from '../names'

/** What can be delivered now, and what will be missing even if all that is not scrapped turns out good;
 * and that the bar above counts operations instead of hours. */
export function deliveryWords(order: { unit: string; order_bar: { deliverable?: number; shortage?: number; weighted?: boolean } }): string {
  const { deliverable, shortage, weighted } = order.order_bar
  const unit = unitName(order.unit)
  const parts = [t('board.deliverable', { n: deliverable ?? 0, unit })]
  if (shortage) parts.push(t('board.shortage', { n: shortage, unit }))
  if (weighted === false) parts.push(t('board.unweighted'))
  return parts.join(' · ')
}

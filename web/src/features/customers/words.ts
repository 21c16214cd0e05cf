// SPDX-License-Identifier: Apache-2.0
import { has, t } from '@/i18n'
import { reasonText, whoUntil } from '@/kit/bar/words'
import { dueWords } from '@/kit/due'
import { day } from '@/kit/format'
import { unitName } from '@/kit/names'
import type { CustomerLine, Deciding } from './api'
import { firstLate, wantedAt } from './logic'

/** "23 lines, 4 will be late; the first is …": what needs a planner, as text with <b> and <a> marks. */
export function leadSentence(rows: readonly CustomerLine[]): string {
  const count = (state: string) => rows.filter((row) => row.due.state === state).length
  const first = [t('customers.lead.lines', { n: rows.length })]
  const [late, risky] = [count('late'), count('at_risk')]
  if (late) first.push(t('customers.lead.late', { n: late }))
  if (risky) first.push(t('customers.lead.at_risk', { n: risky }))
  if (!late && !risky && rows.length) first.push(t('customers.lead.none_late'))
  const sentences = [first.join(t('board.lead.comma'))]
  const earliest = firstLate(rows)
  if (earliest) {
    const what = { customer: earliest.customer_name, number: lineName(earliest), day: day(wantedAt(earliest)), due: dueWords(earliest.due) }
    sentences.push(t('customers.lead.first', what))
  }
  const alone = rows.filter((row) => !row.orders.length).length
  if (alone) sentences.push(t('customers.lead.no_order', { n: alone }))
  return sentences.join(t('board.lead.semicolon'))
}

export const lineName = (row: CustomerLine): string => `${row.number}/${row.line}`

/** Delivered, coming and without a work order: together the whole line. */
export function shareWords(row: CustomerLine): string {
  const parts = [t('customers.delivered', { n: row.delivered })]
  if (row.coming) parts.push(t('customers.coming', { n: row.coming }))
  if (row.missing) parts.push(t('customers.missing', { n: row.missing }))
  return parts.join(' · ')
}

/** Why it is late, or why nobody can say. */
export function whyWords(row: CustomerLine): string {
  if (!row.orders.length) return t('customers.no_order')
  const parts = row.decides ? [decidingWords(row.decides)] : []
  if (row.missing) parts.push(t('customers.nobody_makes', { n: row.missing, unit: unitName(row.unit) }))
  return parts.join(t('board.lead.semicolon'))
}

export function decidingWords(one: Deciding): string {
  const params = { number: one.number, operation: one.operation ?? '', n: one.quantity }
  if (one.kind === 'blocked' && one.blocked) {
    const why = [reasonText(one.blocked), whoUntil(one.blocked)].filter(Boolean).join(t('board.lead.comma'))
    return t('customers.why.blocked', { ...params, why })
  }
  if (!one.operation && one.kind !== 'planned') return t('customers.why.alone', params)
  return t(`customers.why.${one.kind}`, params)
}

export function dueText(row: CustomerLine): string {
  if (row.due.state !== 'none') return dueWords(row.due)
  if (!row.orders.length) return t('customers.no_order')
  return t(wantedAt(row) ? 'customers.no_forecast' : 'customers.no_date')
}

export const statusText = (status: string): string => (has(`order.status.${status}`) ? t(`order.status.${status}`) : t('customers.in_work'))

export const groupName = (state: string, completed: boolean): string => (completed ? t('customers.group.delivered') : t(`customers.group.${state}`))

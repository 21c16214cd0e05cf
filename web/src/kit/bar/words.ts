// SPDX-License-Identifier: Apache-2.0
import { formatNumber, has, t } from '@/i18n'
import { moment } from '../format'
import { fromQty, toQty } from '../qty'
import { STATES, isComplete, madeQty, type BarData, type Block, type StateKey } from './geometry'

export interface BarWords {
  kind: 'blocked' | 'count' | 'plain' | 'empty'
  strong: string
  rest: string
}

export interface BarRow {
  key: StateKey | 'ordered' | 'plan' | 'not_booked' | 'quality'
  label: string
  value: string
}

export function reasonText(block: Block): string {
  const key = `block.${block.reason_code}`
  return has(key) ? t(key, block.reason_params ?? {}) : t('block.other', { code: block.reason_code })
}

/** Stopped means: why, who, until when; this is the second half. */
export function whoUntil(block: Block): string {
  const params = { owner: block.owner, until: moment(block.until) }
  if (block.owner && block.until) return t('blocked.who_until', params)
  if (block.owner) return t('blocked.who', params)
  return block.until ? t('blocked.until', params) : ''
}

/** Whom to call about an operation: who drives it, who answers for its quality. */
export function callWords(who: { progress_owner: string | null; quality_owner: string | null }): string {
  const progress = who.progress_owner && t('owner.progress', { name: who.progress_owner })
  const quality = who.quality_owner && t('owner.quality', { name: who.quality_owner })
  return [progress, quality].filter(Boolean).join(' · ')
}

function amount(value: number, bar: BarData): string {
  return formatNumber(value) + (bar.unit === 'percent' ? '%' : '')
}

/** Worst other first: hold, then waiting, then NG. */
function worstOther(bar: BarData): string {
  if (bar.hold > 0) return t('bar.short.hold', { n: bar.hold })
  if (bar.waiting > 0) return t('bar.short.waiting', { n: bar.waiting })
  const ng = fromQty(toQty(bar.rework) + toQty(bar.scrap))
  return ng > 0 ? t('bar.short.ng', { n: ng }) : ''
}

function notBooked(bar: BarData): string {
  return bar.not_booked ? t('bar.short.not_booked', { n: bar.not_booked }) : ''
}

/** The one line beside size S: blocked reason, else "good · worst other". */
export function shortWords(bar: BarData): BarWords {
  if (bar.in_route === false) return { kind: 'plain', strong: '', rest: t('bar.not_in_route') }
  if (bar.blocked) return { kind: 'blocked', strong: reasonText(bar.blocked), rest: '' }
  const made = madeQty(bar)
  if (made === 0) {
    const due = toQty(bar.plan_now) > 0 && bar.progress !== 'completed'
    const rest = notBooked(bar) || (due ? t('bar.short.due', { n: bar.plan_now }) : '')
    return { kind: rest ? 'plain' : 'empty', strong: '', rest }
  }
  if (bar.waiting > 0 && toQty(bar.waiting) === made && made >= toQty(bar.ordered) && !bar.not_booked) {
    return count(amount(bar.waiting, bar), ` ${t('bar.short.all_waiting')}`)
  }
  if (isComplete(bar) && made === toQty(bar.good) && !bar.not_booked) {
    return count(amount(bar.good, bar), ` ${t('bar.short.complete')}`)
  }
  // There is room for two figures: of the others comes first what the bar itself cannot show.
  const others = [notBooked(bar), worstOther(bar)].filter(Boolean)
  if (bar.good === 0) return count('', others.join(' · '))
  return count(amount(bar.good, bar), others.length ? ` · ${others[0]}` : '')
}

function count(strong: string, rest: string): BarWords {
  return { kind: 'count', strong, rest }
}

/** The worst that can be said of the pieces now; empty where nothing is to be said. */
export function qualityWord(bar: BarData): string {
  const key = `quality.${bar.quality_status}`
  return has(key) ? t(key) : ''
}

/** Every non-zero figure in the fixed order; the popup table and the spoken label read from it. */
export function barRows(bar: BarData): BarRow[] {
  const rows: BarRow[] = STATES.filter((key) => bar[key] > 0).map((key) => ({
    key,
    label: t(`bar.${key}`),
    value: amount(bar[key], bar),
  }))
  rows.push({ key: 'ordered', label: t('bar.ordered'), value: amount(bar.ordered, bar) })
  if (bar.plan_now) rows.push({ key: 'plan', label: t('bar.plan_now'), value: amount(bar.plan_now, bar) })
  if (bar.not_booked) {
    rows.push({ key: 'not_booked', label: t('bar.not_booked'), value: amount(bar.not_booked, bar) })
  }
  const quality = qualityWord(bar)
  if (quality) rows.push({ key: 'quality', label: t('bar.quality'), value: quality })
  return rows
}

export function ariaLabel(bar: BarData): string {
  if (bar.in_route === false) return t('bar.not_in_route')
  const parts = barRows(bar).map((row) => `${row.label} ${row.value}`)
  if (bar.blocked) parts.push(reasonText(bar.blocked))
  return parts.join(t('bar.comma'))
}

/** Order bar in percent: "做了 51% · 验过 45% · 此刻应到 54%". */
export function percentWords(bar: BarData): string {
  const made = Math.round(fromQty(madeQty(bar)))
  const parts = [t('bar.percent.made', { n: made }), t('bar.percent.good', { n: Math.round(bar.good) })]
  if (bar.plan_now) parts.push(t('bar.percent.plan', { n: Math.round(bar.plan_now) }))
  return parts.join(' · ')
}

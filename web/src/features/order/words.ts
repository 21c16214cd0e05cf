// SPDX-License-Identifier: Apache-2.0
import { formatNumber, has, t } from '@/i18n'
import type { OrderPage } from '@/api/types'
import { qualityWord, reasonText, whoUntil } from '@/kit/bar/words'
import { unitName } from '@/kit/names'
import type { Case, Happened, Operation, Sets } from './api'
import { progressOf, stuckAt } from './logic'

export function progressWords(operation: Operation): string {
  const progress = progressOf(operation)
  return progress.word === 'behind' ? t('order.progress.behind', { n: progress.by }) : t(`order.progress.${progress.word}`)
}

/** The worst that can be said of the pieces, with how many; else the yield. */
export function qualityWords({ bar, fpy }: Operation): string {
  if (bar.quality_status === 'on_hold') return t('bar.short.hold', { n: bar.hold })
  if (bar.quality_status === 'due') return t('bar.short.waiting', { n: bar.waiting })
  return qualityWord(bar) || (fpy === null ? '–' : t('order.fpy', { rate: formatNumber(fpy, 1) }))
}

const listed = (words: readonly string[]) => words.join(t('order.comma'))

/** "卡在轴磨削：首检未过": what stops it by name and reason, who and until when; then what is held. */
export function stuckSentence(page: OrderPage): string {
  const { blocked, held } = stuckAt(page.operations)
  const unit = unitName(page.order.unit)
  const sentences: string[] = []
  const reasons = new Map<string, string[]>()
  for (const { bar, name } of blocked) {
    if (!bar.blocked) continue
    const why = [reasonText(bar.blocked), whoUntil(bar.blocked)].filter(Boolean).join(t('order.comma'))
    reasons.set(why, [...(reasons.get(why) ?? []), name])
  }
  for (const [why, names] of reasons) sentences.push(t('order.stuck', { where: listed(names), why }))
  if (held.length) {
    const where = listed(held.map((one) => t('order.held_at', { n: one.bar.hold, unit: unitName(one.bar.unit) || unit, name: one.name })))
    sentences.push(t('order.held', { where }))
  }
  return sentences.join(t('order.and_then'))
}

export function setsWords(sets: Sets, page: OrderPage): { title: string; now: string; short: string } {
  const name = (id: number) => page.operations.find((one) => one.operation_id === id)?.name ?? ''
  const unit = unitName(page.operations.find((one) => one.operation_id === sets.operation_id)?.bar.unit ?? page.order.unit)
  const branches = sets.branches.map((one) => `${name(one.operation_id)} ${formatNumber(one.covers)}`).join(' · ')
  const short = listed(sets.branches.filter((one) => one.short).map((one) => name(one.operation_id)))
  return {
    title: t('order.sets.title', { n: sets.branches.length, name: name(sets.operation_id) }),
    now: t('order.sets.now', { n: sets.complete, unit, branches }),
    short: [t('order.sets.possible', { n: sets.possible, unit }), short && t('order.sets.short', { names: short })].filter(Boolean).join(t('order.semicolon')),
  }
}

/** What it is about: the defect, what somebody wrote, else why it was held. */
export const caseWords = (one: Case): string => one.defect ?? one.reason ?? t(`order.case.${one.source}`)

/** Who does what next; where nobody is named, what is waited for. */
export function nextStep(one: Case, operation: Operation | undefined): string {
  const step = t(one.origin === 'ng' ? 'order.next.judge' : 'order.next.release')
  return operation?.quality_owner ? t('order.next.who', { name: operation.quality_owner, step }) : step
}

export interface EventWords {
  text: string
  /** Who, and what they wrote. */
  small: string
  tone: 'alarm' | 'ink' | ''
}

const ALARMING: readonly Happened['kind'][] = ['block', 'hold', 'to_scrap', 'reversal', 'rejected']
const MADE: readonly Happened['kind'][] = ['report', 'correction']

export function eventWords(event: Happened, page: OrderPage): EventWords {
  const name = event.target ?? page.operations.find((one) => one.operation_id === event.operation_id)?.name ?? t('order.whole')
  const reason = event.reason_code ? reasonText({ reason_code: event.reason_code, reason_params: event.reason_params }) : ''
  const ng = MADE.includes(event.kind) && event.ng ? `${t('order.comma')}<b>${t('bar.short.ng', { n: event.ng })}</b>` : ''
  const defects = event.defects.map((one) => `${one.name} ${formatNumber(one.quantity)}`).join(' · ')
  return {
    text: t(`order.event.${event.kind}`, { name, n: event.quantity ?? 0, reason }) + ng,
    small: [event.who, defects, event.reason === 'undo' ? t('order.undo') : event.reason].filter(Boolean).join(' · '),
    tone: ALARMING.includes(event.kind) ? 'alarm' : MADE.includes(event.kind) ? 'ink' : '',
  }
}

/** The status of an order that is not in work. */
export const statusWord = (status: string): string => (has(`order.status.${status}`) ? t(`order.status.${status}`) : '')

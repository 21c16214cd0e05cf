// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { reasonText } from '@/kit/bar/words'
import { day, days, minutesBetween, span } from '@/kit/format'
import type { Home, Morning, Task, Waiting } from './api'
import { overdue } from './logic'

/** The sentences that answer a page, with <b> and <a> marks. */
function sentence(...parts: (string | false)[]): string {
  return parts.filter(Boolean).join(t('board.lead.comma'))
}

export function homeLead(home: Home): string {
  const tasks = home.tasks ?? []
  const late = home.late ?? { late: 0, at_risk: 0 }
  const waits = home.waiting.length
  const parts = [
    sentence(tasks.length > 0 && t('home.lead.tasks', { n: tasks.length }), overdue(tasks) > 0 && t('home.lead.overdue', { n: overdue(tasks) })),
    sentence(late.late > 0 && t('home.lead.late', { n: late.late }), late.at_risk > 0 && t('home.lead.at_risk', { n: late.at_risk })),
    waits > 0 && t('home.lead.waiting', { n: waits }),
  ]
  return parts.filter(Boolean).join(t('board.lead.semicolon')) || t('home.lead.nothing')
}

export function morningLead(page: Morning): string {
  const { missed, scrap, ng, late } = page.summary
  const when = dayName(page)
  return sentence(
    missed > 0 ? t('morning.lead.missed', { n: missed, when }) : t(page.rows.length ? 'morning.lead.all_made' : 'morning.lead.nothing', { when }),
    ng > 0 && t('morning.lead.ng', { n: ng }),
    scrap > 0 && t('morning.lead.scrap', { n: scrap }),
    late > 0 ? t('morning.lead.late', { n: late }) : t('morning.lead.none_late'),
  )
}

const DAY_MS = 86_400_000
export const dayName = (page: Morning): string => (Date.parse(page.today) - Date.parse(page.day) === DAY_MS ? t('morning.yesterday') : day(page.day))

/** When it is due, or by how much it is late. */
export function dueWords(task: Task): string {
  if (task.status !== 'open') return ''
  return task.overdue_days > 0 ? t('task.overdue', { days: days(task.overdue_days) }) : t('task.by_day', { day: day(task.due_on) })
}

export const aboutWords = (one: { order_number: string | null; operation_name: string | null }): string => [one.order_number, one.operation_name].filter(Boolean).join(' ')

export function waitingWords(one: Waiting): string {
  if (one.kind === 'block') return t('home.waits.block', { reason: reasonText({ reason_code: one.reason_code ?? '', reason_params: one.reason_params ?? {} }) })
  return t(`home.waits.${one.kind}`, { n: one.kind === 'parked' ? one.count : (one.pieces ?? 0) })
}

export function since(from: string, now: string): string {
  const minutes = Math.round(minutesBetween(from, now))
  return minutes < 1 ? t('home.waits.just_now') : t('home.waits.since', { span: span(minutes) })
}

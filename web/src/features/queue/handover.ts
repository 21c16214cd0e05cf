// SPDX-License-Identifier: Apache-2.0
import type { Handover, JobTold } from '@/api/types'
import { uuid } from '@/api/uuid'
import { formatNumber, t } from '@/i18n'
import { day, moment } from '@/kit/format'
import { reasonText } from '@/kit/bar/words'
import type { Act } from '@/live/outboxState'

export const MOST_LETTERS = 500

/** A phrase of the plant goes behind what is there already. */
export function withPhrase(text: string, phrase: string, comma: string): string {
  const before = text.trim()
  return (before ? `${before}${comma}${phrase}` : phrase).slice(0, MOST_LETTERS)
}

/** Who told it, in which shift and when. */
export const headWords = (one: Handover): string =>
  [one.written_by, [one.shift, day(one.shift_date)].filter(Boolean).join(' '), moment(one.written_at)].join(' · ')

/** How the station stood, in one line. */
export function factsWords(jobs: readonly JobTold[]): string {
  const count = (state: JobTold['state']) => jobs.filter((job) => job.state === state).length
  const sum = (part: 'good' | 'ng') => formatNumber(Math.round(jobs.reduce((total, job) => total + job[part], 0) * 1e4) / 1e4)
  const parts = (['running', 'blocked'] as const).filter((state) => count(state)).map((state) => t(`handover.${state}_n`, { n: count(state) }))
  return [...parts, t('handover.made', { good: sum('good'), ng: sum('ng') })].join(' · ')
}

/** One operation as it stood: stopped with the reason, running with what was left. */
export function jobWords(job: JobTold): string {
  const stood = job.state === 'blocked' && job.blocked ? t('handover.stopped', { reason: reasonText(job.blocked) }) : job.state === 'running' ? t('handover.running', { n: job.left }) : ''
  const made = job.good + job.ng > 0 ? t('handover.made', { good: formatNumber(job.good), ng: formatNumber(job.ng) }) : ''
  return [stood, made].filter(Boolean).join(' · ')
}

function act(kind: string, path: string, body: Record<string, unknown>, about: string): Act {
  return { kind, path, body: { id: uuid(), occurred_at: new Date().toISOString(), ...body }, about }
}

export function tellNext(station: { id: number; name: string } | null, operation_id: number | null, text: string): Act {
  return act('hand_over', '/api/handovers', { station_id: station?.id ?? null, operation_id, text }, station?.name ?? '')
}

export const takeOver = (one: Handover): Act => act('take_over', `/api/handovers/${one.id}/take-over`, {}, headWords(one))
export const takeBack = (id: string, about: string): Act => act('withdraw_handover', `/api/handovers/${id}/withdraw`, {}, about)

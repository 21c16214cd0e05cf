// SPDX-License-Identifier: Apache-2.0
import { aboutJob } from '@/api/jobs'
import type { JobCard, Sheet, TimeKind } from '@/api/types'
import { uuid } from '@/api/uuid'
import type { Act } from '@/live/outboxState'

export const KINDS: readonly TimeKind[] = ['setup', 'run', 'other']
const MINUTE = 60_000
const STEP = 5 * MINUTE
const FIRST_GUESS = 15 * MINUTE
const LONGEST = 24 * 60 * MINUTE

/** In milliseconds. */
export interface Span {
  from: number
  to: number
}

const whole = (at: number) => Math.floor(at / MINUTE) * MINUTE
export const minutesOf = ({ from, to }: Span): number => Math.round((to - from) / MINUTE)

/** From the last act of this shift, or its beginning, until now. */
export function firstSpan(sheet: Pick<Sheet, 'started_at' | 'shift'>, now: number): Span {
  const to = whole(now)
  const known = [sheet.started_at, sheet.shift.starts_at].filter((at) => at !== null).map((at) => whole(Date.parse(at)))
  const from = known.length ? Math.max(...known) : to - FIRST_GUESS
  return { from: Math.max(to - LONGEST, Math.min(from, to - MINUTE)), to }
}

/** So many minutes until the end that is chosen. */
export const lasting = (span: Span, minutes: number): Span => ({ ...span, from: span.to - minutes * MINUTE })

/** To the next full five minutes; a time never ends before it begins, nor later than now, nor lasts more than a day. */
export function stepped(span: Span, end: keyof Span, way: 1 | -1, now: number): Span {
  const at = way > 0 ? (Math.floor(span[end] / STEP) + 1) * STEP : (Math.ceil(span[end] / STEP) - 1) * STEP
  if (end === 'from') return { ...span, from: Math.max(span.to - LONGEST, Math.min(at, span.to - MINUTE)) }
  return { ...span, to: Math.min(whole(now), span.from + LONGEST, Math.max(at, span.from + MINUTE)) }
}

export function timeAct(job: JobCard, who: { stationId: number | null; personId: number | null }, kind: TimeKind, span: Span, note: string): Act {
  const [started_at, ended_at] = [span.from, span.to].map((at) => new Date(at).toISOString())
  return {
    kind: 'time',
    path: '/api/time-records',
    body: {
      id: uuid(), operation_id: job.operation_id, station_id: who.stationId, person_id: who.personId, kind, started_at, ended_at,
      source: 'station', note: note.trim() || null, occurred_at: new Date().toISOString(),
    },
    says: { m: minutesOf(span) },
    about: aboutJob(job),
    operationId: job.operation_id,
  }
}

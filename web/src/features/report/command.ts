// SPDX-License-Identifier: Apache-2.0
import { aboutJob } from '@/api/jobs'
import type { JobCard, ReportProduction, Sheet } from '@/api/types'
import { fromQty } from '@/kit/qty'
import { uuid } from '@/api/uuid'
import type { Act } from '@/live/outboxState'
import type { Mate } from './crew'
import { defectsOf, good, type Draft } from './logic'

const SEQUENCE = 'lockstep.device_sequence'

function nextSequence(): number {
  const next = Number(localStorage.getItem(SEQUENCE) ?? 0) + 1
  localStorage.setItem(SEQUENCE, String(next))
  return next
}

/** The last report here may come from a terminal whose clock is ahead of this one. */
function startedBefore(end: string, start: string | null): string | null {
  return start !== null && new Date(start) <= new Date(end) ? start : null
}

export interface Said {
  draft: Draft
  lot: string | null
  crew: readonly Mate[]
  /** Since when the pieces were made. */
  since: string | null
  mode: 'ask' | 'book'
}

/**
 * One id per sheet. A second tap or a retry after a lost answer sends the very same command, so it is
 * booked once; only when the person has changed something is the content built anew.
 */
export class SheetCommand {
  private readonly id: string
  private built: { key: string; command: ReportProduction } | null = null

  constructor(
    private readonly sheet: Sheet,
    private readonly stationId: ReportProduction['station_id'],
    makeId: () => string = uuid,
    private readonly sequence: () => number = nextSequence,
  ) {
    this.id = makeId()
  }

  build(said: Said, now = new Date()): ReportProduction {
    const key = JSON.stringify(said)
    if (this.built?.key === key) return this.built.command
    const at = now.toISOString()
    const command: ReportProduction = {
      id: this.id,
      operation_id: this.sheet.job.operation_id,
      station_id: this.stationId,
      assignment_id: this.sheet.job.assignment_id,
      good: fromQty(good(said.draft)),
      ng: fromQty(said.draft.ng),
      defects: defectsOf(said.draft),
      people: [...said.crew],
      started_at: startedBefore(at, said.since),
      ended_at: at,
      lot: null,
      input_lots: said.lot ? [{ code: said.lot, quantity: null }] : [],
      serials: [],
      values: [],
      source: 'station',
      mode: said.mode,
      occurred_at: at,
      device_sequence: this.built?.command.device_sequence ?? this.sequence(),
      note: null,
    }
    this.built = { key, command }
    return command
  }
}

export function reportAct(job: JobCard, command: ReportProduction): Act {
  return {
    kind: 'report',
    path: '/api/reports',
    body: { ...command },
    says: { n: command.good + command.ng, ng: command.ng },
    about: aboutJob(job),
    operationId: job.operation_id,
  }
}

// SPDX-License-Identifier: Apache-2.0
import { aboutJob } from '@/api/jobs'
import type { BlockListed, HoldCase, JobCard } from '@/api/types'
import { uuid } from '@/api/uuid'
import type { Act } from '@/live/outboxState'

/** What people do at a station besides reporting, as commands that can wait for the network. */
function act(kind: string, job: JobCard, path: string, body: Record<string, unknown>, says: Record<string, unknown> = {}): Act {
  return {
    kind,
    path,
    body: { id: uuid(), occurred_at: new Date().toISOString(), ...body },
    says,
    about: aboutJob(job),
    operationId: job.operation_id,
  }
}

export const start = (job: JobCard): Act => act('start', job, `/api/operations/${job.operation_id}/start`, {})
export const pause = (job: JobCard, reason: string): Act => act('pause', job, `/api/operations/${job.operation_id}/pause`, { reason }, { reason })
export const complete = (job: JobCard): Act => act('complete', job, `/api/operations/${job.operation_id}/complete`, {})

export function hold(job: JobCard, cell: 'ready' | 'waiting', quantity: number, reason: string): Act {
  return act('hold', job, '/api/wip/hold', { operation_id: job.operation_id, cell, quantity, reason }, { n: quantity })
}

export function release(job: JobCard, held: HoldCase, quantity: number, reason: string): Act {
  return act('release', job, '/api/wip/release', { case_id: held.id, quantity, reason }, { n: quantity })
}

export interface Stop {
  kind: 'operation' | 'station'
  id: number
  reason: string
  until: string | null
}

/** The reason is said in words of the plant, so it is shown as it was said. */
export function stop(job: JobCard, what: Stop): Act {
  const target = { target_kind: what.kind, target_id: what.id, until: what.until }
  return act('stop', job, '/api/blocks', { ...target, reason_code: 'said', reason_params: { reason: what.reason } }, { reason: what.reason })
}

export const resume = (job: JobCard, block: BlockListed, reason: string): Act => act('resume', job, `/api/blocks/${block.id}/release`, { reason })

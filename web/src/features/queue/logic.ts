// SPDX-License-Identifier: Apache-2.0
import type { JobCard, LiveChange, Queue } from '@/api/types'

const groups = ['running', 'blocked', 'next'] as const

export function jobCount(queue: Queue): number {
  return groups.reduce((sum, group) => sum + queue[group].length, 0)
}

/** Puts the new bar of one operation on its card; the lists themselves come with the next reading. */
export function patchQueue(queue: Queue, change: LiveChange): Queue {
  const { bar } = change
  if (!bar) return queue
  const patch = (job: JobCard): JobCard => (String(job.operation_id) === change.entity_id ? { ...job, bar } : job)
  return { ...queue, running: queue.running.map(patch), blocked: queue.blocked.map(patch), next: queue.next.map(patch) }
}

export type ScanTarget = { to: 'report'; operationId: string } | { to: 'outdated'; operationId: string | null } | { to: 'known'; label: string } | { to: 'unknown' }

/** What a scan finds decides where it goes; an outdated card goes nowhere until somebody has read that it is one. */
export function scanTarget(hit: { kind: string; operation_id?: number | null; label: string; outdated?: boolean }): ScanTarget {
  if (hit.outdated) return { to: 'outdated', operationId: hit.operation_id == null ? null : String(hit.operation_id) }
  if (hit.operation_id !== null && hit.operation_id !== undefined) return { to: 'report', operationId: String(hit.operation_id) }
  return hit.kind === 'unknown' ? { to: 'unknown' } : { to: 'known', label: hit.label }
}

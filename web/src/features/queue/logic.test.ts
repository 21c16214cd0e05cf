// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Bar, JobCard, Queue } from '@/api/types'
import { jobCount, patchQueue, scanTarget } from './logic'

const job = (operation_id: number) => ({ operation_id, bar: { good: 1 } }) as unknown as JobCard
const queue = { running: [job(1)], blocked: [job(2)], next: [job(3), job(1)] } as unknown as Queue
const change = (bar: Partial<Bar> | null) =>
  ({ event: 'ProductionReported', entity: 'operation', entity_id: '1', order_id: null, bar, order_bar: null }) as never

it('counts every job, the blocked too', () => {
  expect(jobCount(queue)).toBe(4)
})

it('patches the bar wherever the operation stands and nothing else', () => {
  const patched = patchQueue(queue, change({ good: 50 }))
  expect([patched.running[0]?.bar.good, patched.blocked[0]?.bar.good, patched.next[1]?.bar.good]).toEqual([50, 1, 50])
  expect(patchQueue(queue, change(null))).toBe(queue)
})

it('lets the scanned thing decide where to go', () => {
  expect(scanTarget({ kind: 'order', operation_id: 7, label: 'WO' })).toEqual({ to: 'report', operationId: '7' })
  expect(scanTarget({ kind: 'lot', operation_id: null, label: 'L26' })).toEqual({ to: 'known', label: 'L26' })
  expect(scanTarget({ kind: 'order', operation_id: 7, label: 'WO', outdated: true })).toEqual({ to: 'outdated', operationId: '7' })
  expect(scanTarget({ kind: 'order', operation_id: null, label: 'WO', outdated: true })).toEqual({ to: 'outdated', operationId: null })
  expect(scanTarget({ kind: 'unknown', operation_id: null, label: '' })).toEqual({ to: 'unknown' })
})

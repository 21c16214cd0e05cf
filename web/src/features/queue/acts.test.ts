// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { JobCard } from '@/api/types'
import { hold, pause, stop } from './acts'

const job = { operation_id: 7, order_number: 'WO-1', operation_name: 'Grind', station_code: 'GR-01' } as JobCard

it('says when it was done and what of, so that it can wait for the network', () => {
  const paused = pause(job, 'tool')
  expect(paused).toMatchObject({ path: '/api/operations/7/pause', body: { reason: 'tool' }, about: 'WO-1 · Grind · GR-01', operationId: 7 })
  expect(Date.now() - Date.parse(String(paused.body.occurred_at))).toBeLessThan(5000)
  expect(pause(job, 'tool').body.id).not.toBe(paused.body.id)
})

it('holds pieces of one cell, and stops with the words that were said', () => {
  expect(hold(job, 'waiting', 5, 'scratch').body).toMatchObject({ operation_id: 7, cell: 'waiting', quantity: 5, reason: 'scratch' })
  expect(stop(job, { kind: 'station', id: 3, reason: 'noise', until: null }).body).toMatchObject({ target_kind: 'station', target_id: 3, reason_code: 'said', reason_params: { reason: 'noise' }, until: null })
})

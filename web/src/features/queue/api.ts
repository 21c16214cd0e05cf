// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { ReportShown } from '@/api/types'
import { uuid } from '@/api/uuid'

export const fetchQueue = (station: string | null) => answer(api.GET('/api/queue', { params: { query: station ? { station } : {} } }))

/** The newest of mine, or all of one shift date. */
export async function fetchMyReports(shiftDate?: string): Promise<ReportShown[]> {
  const query = shiftDate ? { mine: true, shift_date: shiftDate, limit: 200 } : { mine: true }
  return (await answer(api.GET('/api/reports', { params: { query } }))).reports
}

/** Pausing and starting can be taken back by the other, so neither asks first. */
export function moveOperation(operation_id: number, act: 'start' | 'pause') {
  const given = { params: { path: { operation_id } }, body: { id: uuid() } }
  return answer(act === 'start' ? api.POST('/api/operations/{operation_id}/start', given) : api.POST('/api/operations/{operation_id}/pause', given))
}

export function reverseReport(report_id: string, reason: string) {
  return answer(api.POST('/api/reports/{report_id}/reverse', { params: { path: { report_id } }, body: { id: uuid(), reason } }))
}

// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { Hands, Reason, ReportShown, TimeShown } from '@/api/types'

/** Of the station that this terminal stands at. */
export const fetchQueue = () => answer(api.GET('/api/queue'))

/** The newest of mine, or all of one shift date. */
export async function fetchMyReports(shiftDate?: string): Promise<ReportShown[]> {
  const query = shiftDate ? { mine: true, shift_date: shiftDate, limit: 200 } : { mine: true }
  return (await answer(api.GET('/api/reports', { params: { query } }))).reports
}

/** Of the same people and dates as the reports. */
export async function fetchMyTimes(shiftDate?: string): Promise<TimeShown[]> {
  const query = shiftDate ? { mine: true, shift_date: shiftDate, limit: 200 } : { mine: true }
  return (await answer(api.GET('/api/time-records', { params: { query } }))).times
}

export const fetchHandovers = () => answer(api.GET('/api/handovers'))

export const fetchReasons = async (): Promise<Reason[]> => (await answer(api.GET('/api/reasons'))).reasons

export function fetchHands(operation_id: number, station: string | null): Promise<Hands> {
  return answer(api.GET('/api/operations/{operation_id}/hands', { params: { path: { operation_id }, query: station ? { station } : {} } }))
}

// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { ReportShown } from '@/api/types'

export const fetchBoard = () => answer(api.GET('/api/board'))

export async function fetchOrderReports(order_id: number): Promise<ReportShown[]> {
  return (await answer(api.GET('/api/reports', { params: { query: { order_id } } }))).reports
}

// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components } from '@/api/schema.gen'
import type { ReportShown } from '@/api/types'

type Schemas = components['schemas']
export type OrderPlan = Schemas['OrderPlan']
export type PlannedOperation = Schemas['OperationPlanned']

export const fetchBoard = () => answer(api.GET('/api/board'))

export async function fetchOrderReports(order_id: number): Promise<ReportShown[]> {
  return (await answer(api.GET('/api/reports', { params: { query: { order_id } } }))).reports
}

export const fetchPlan = (order_id: number): Promise<OrderPlan> => answer(api.GET('/api/orders/{order_id}/plan', { params: { path: { order_id } } }))

export const setOwners = (command: Schemas['SetOwners']) => answer(api.POST('/api/orders/set-owners', { body: command }))

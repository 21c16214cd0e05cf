// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import { scanCode } from '@/api/lookup'
import type { OrderPage, ReportShown } from '@/api/types'

export type Operation = OrderPage['operations'][number]
export type Sets = OrderPage['sets'][number]
export type Case = OrderPage['cases'][number]
export type Lot = OrderPage['lots'][number]
export type Happened = OrderPage['events'][number]

export const fetchOrderPage = (order_id: number): Promise<OrderPage> => answer(api.GET('/api/orders/{order_id}/page', { params: { path: { order_id } } }))

/** The newest of them, and where the earlier ones go on. */
export const fetchReports = (of: { order_id: number } | { operation_id: number }, cursor?: string): Promise<{ reports: ReportShown[]; next_cursor: string | null }> => answer(api.GET('/api/reports', { params: { query: { ...of, ...(cursor ? { cursor } : {}) } } }))

/** An order stands in the address by its id, or by its number as people write it. */
export async function orderId(named: string): Promise<number | null> {
  return /^\d+$/.test(named) ? Number(named) : ((await scanCode(named)).order_id ?? null)
}

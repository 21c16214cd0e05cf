// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { ParkedReport } from '@/api/types'
import { uuid } from '@/api/uuid'

const of = (command_id: string) => ({ path: { command_id } })

export async function fetchParked(): Promise<ParkedReport[]> {
  return (await answer(api.GET('/api/parked'))).parked
}
export const fetchOrders = () => answer(api.GET('/api/board'))

export const bookParked = (id: string) => answer(api.POST('/api/parked/{command_id}/book', { params: of(id), body: { id: uuid() } }))
export const bookParkedTo = (id: string, operation_id: number) =>
  answer(api.POST('/api/parked/{command_id}/book-to', { params: of(id), body: { id: uuid(), operation_id } }))
export const withdrawParked = (id: string, reason: string) =>
  answer(api.POST('/api/parked/{command_id}/withdraw', { params: of(id), body: { id: uuid(), reason } }))

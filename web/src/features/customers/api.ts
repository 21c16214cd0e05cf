// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components } from '@/api/schema.gen'

type Schemas = components['schemas']
export type CustomerOrders = Schemas['CustomerOrders']
export type CustomerLine = Schemas['CustomerLine']
export type OrderOfLine = Schemas['OrderOfLine']
export type Deciding = Schemas['Deciding']

export const fetchCustomerOrders = (completed: boolean): Promise<CustomerOrders> => answer(api.GET('/api/customer-orders', { params: { query: { completed } } }))

export const promiseLine = (command: Schemas['PromiseLine']) => answer(api.POST('/api/orders/promise-line', { body: command }))

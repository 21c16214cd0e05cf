// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components } from '@/api/schema.gen'

type Schemas = components['schemas']

export type Component = Schemas['Component']
export type Explosion = Schemas['Explosion']
export type Use = Schemas['Use']

export const fetchComponents = (product: string, quantity: number) => answer(api.GET('/api/products/{product}/components', { params: { path: { product }, query: { quantity } } }))

export const fetchUses = (product: string) => answer(api.GET('/api/products/{product}/used-in', { params: { path: { product } } }))

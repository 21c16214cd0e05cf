// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components } from '@/api/schema.gen'

type Schemas = components['schemas']

export type Entity = Schemas['EntityShown']
export type Field = Schemas['FieldShown']
export type Row = Schemas['RecordShown']
export type Detail = Schemas['RecordDetail']
export type Option = Schemas['Option']
export type HistoryEntry = Schemas['HistoryEntry']
export type Known = Schemas['Known']
export type Values = Record<string, unknown>
export type Action = Schemas['ActionShown']
export type View = Schemas['View']

/** What a list is asked for. An empty status means all of them. */
export interface Wish {
  search: string
  status: string
  filters: Record<string, string | boolean>
  sort: string
  descending: boolean
  offset: number
}
export type Wanted = Omit<Wish, 'offset'>
export const PAGE = 50

export interface Step {
  id: string
  entity: string
  record_id: number
  expected_version: number
  to: 'released' | 'retired'
  reason: string
}

type Sent<T> = Promise<{ data?: T; error?: unknown; response: Response }>
/** Each entity has an address and a shape of its own; here they are known only as the definition says. */
const post = api.POST as unknown as <T>(path: string, init: { body: unknown }) => Sent<T>

const of = (entity: string, record_id: number) => ({ params: { path: { entity, record_id } } })

export const fetchEntities = () => answer(api.GET('/api/entities'))

export function fetchRecords(entity: string, wish: Wish) {
  const { status, filters, ...rest } = wish
  const query = { ...rest, limit: PAGE, filters: JSON.stringify(filters), ...(status ? { status } : {}) }
  return answer(api.GET('/api/entities/{entity}/records', { params: { path: { entity }, query } }))
}

export const fetchRecord = (entity: string, id: number) => answer(api.GET('/api/entities/{entity}/records/{record_id}', of(entity, id)))

export const fetchHistory = (entity: string, id: number) => answer(api.GET('/api/entities/{entity}/records/{record_id}/history', of(entity, id)))

export function fetchOptions(entity: string, search: string, site: string | null) {
  const query = { search, ...(site ? { site_code: site } : {}) }
  return answer(api.GET('/api/entities/{entity}/options', { params: { path: { entity }, query } }))
}

export const saveRecord = (entity: string, body: Values) => answer(post<Known>(`/api/entities/${entity}/save`, { body }))

export const changeStatus = (body: Step) => answer(api.POST('/api/entities/change-status', { body }))

/** Something else that can be done with a record, by the key of the action. */
export const actOn = (entity: string, action: string, body: Values) => answer(post<Schemas['RecordStatus']>(`/api/entities/${entity}/${action}`, { body }))

export const deleteDraft = (id: string, entity: string, record_id: number, expected_version: number) =>
  answer(api.POST('/api/entities/delete-draft', { body: { id, entity, record_id, expected_version } }))

export const fetchViews = (entity: string) => answer(api.GET('/api/entities/{entity}/views', { params: { path: { entity } } }))

export const saveView = (id: string, entity: string, name: string, wanted: Wanted) =>
  answer(api.POST('/api/entities/save-view', { body: { id, entity, name, wanted: { ...wanted, status: wanted.status || null } } }))

export const deleteView = (id: string, entity: string, name: string) => answer(api.POST('/api/entities/delete-view', { body: { id, entity, name } }))

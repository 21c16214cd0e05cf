// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components, paths } from '@/api/schema.gen'
import { uuid } from '@/api/uuid'

type Schemas = components['schemas']
export type Account = Schemas['AccountShown']
export type AccountDetail = Schemas['AccountDetail']
export type Post = Schemas['PostShown']
export type SessionRow = Schemas['SessionShown']
export type Role = Schemas['RoleShown']
export type Roles = Schemas['Roles']
export type RightGroup = Schemas['RightGroup']
export type Places = Schemas['Places']
export type Device = Schemas['DeviceShown']
export type ApiKey = Schemas['ApiKeyShown']
export type Review = Schemas['AccessReview']
export type Reviewed = Schemas['Reviewed']
export type Why = Schemas['Why']
export type Secret = Schemas['SecretShown']
export type AccountState = 'active' | 'locked' | 'inactive'

export interface Scope {
  site_ids: number[]
  line_ids: number[]
  team_ids: number[]
}

type Content<Command> = Omit<Command, 'id' | 'mode' | 'occurred_at' | 'device_sequence'>
type Body<Path extends keyof paths> = paths[Path] extends { post: { requestBody: { content: { 'application/json': infer Command } } } } ? Content<Command> : never

const given = (query: Record<string, string | number | null>) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null && value !== ''))

export const fetchAccounts = (search: string, state: AccountState | '', role: string, cursor: string | null) =>
  answer(api.GET('/api/accounts', { params: { query: given({ search: search.trim(), state, role, cursor }) } }))
export const fetchAccount = (id: number) => answer(api.GET('/api/accounts/{account_id}', { params: { path: { account_id: id } } }))
export const fetchWhy = (id: number, permission: string) => answer(api.GET('/api/accounts/{account_id}/why', { params: { path: { account_id: id }, query: { permission } } }))
export const fetchLocked = () => answer(api.GET('/api/accounts/locked'))
export const fetchReview = () => answer(api.GET('/api/accounts/review'))
export const fetchRoles = () => answer(api.GET('/api/roles'))
export const fetchMatrix = () => answer(api.GET('/api/roles/matrix'))
export const fetchRights = () => answer(api.GET('/api/rights'))
export const fetchPlaces = () => answer(api.GET('/api/places'))
export const fetchPeople = (search: string) => answer(api.GET('/api/places/people', { params: { query: given({ search: search.trim() }) } }))
export const fetchPerson = (id: number) => answer(api.GET('/api/places/people', { params: { query: { person_id: id } } }))
export const fetchDevices = () => answer(api.GET('/api/devices'))
export const fetchKeys = () => answer(api.GET('/api/api-keys'))

const own = () => ({ id: uuid() })

export const createAccount = (body: Body<'/api/accounts/create'>) => answer(api.POST('/api/accounts/create', { body: { ...own(), ...body } }))
export const changeAccount = (body: Body<'/api/accounts/change'>) => answer(api.POST('/api/accounts/change', { body: { ...own(), ...body } }))
export const setPassword = (body: Body<'/api/accounts/set-password'>) => answer(api.POST('/api/accounts/set-password', { body: { ...own(), ...body } }))
export const setPin = (body: Body<'/api/accounts/set-pin'>) => answer(api.POST('/api/accounts/set-pin', { body: { ...own(), ...body } }))
export const issueBadge = (id: number) => answer(api.POST('/api/accounts/issue-badge', { body: { ...own(), account_id: id } }))
export const revokeBadge = (id: number, reason: string) => answer(api.POST('/api/accounts/revoke-badge', { body: { ...own(), account_id: id, reason } }))
export const deactivate = (id: number, reason: string) => answer(api.POST('/api/accounts/deactivate', { body: { ...own(), account_id: id, reason } }))
export const reactivate = (id: number, reason: string) => answer(api.POST('/api/accounts/reactivate', { body: { ...own(), account_id: id, reason } }))
export const unlock = (id: number) => answer(api.POST('/api/accounts/unlock', { body: { ...own(), account_id: id } }))
export const endSessions = (id: number, session: string | null) => answer(api.POST('/api/accounts/end-sessions', { body: { ...own(), account_id: id, session_id: session } }))
export const planPost = (body: Body<'/api/accounts/plan-post'>) => answer(api.POST('/api/accounts/plan-post', { body: { ...own(), ...body } }))
export const endPost = (id: number, post: number, reason: string) => answer(api.POST('/api/accounts/end-post', { body: { ...own(), account_id: id, post_id: post, reason } }))
export const createRole = (body: Body<'/api/roles/create'>) => answer(api.POST('/api/roles/create', { body: { ...own(), ...body } }))
export const changeRole = (body: Body<'/api/roles/change'>) => answer(api.POST('/api/roles/change', { body: { ...own(), ...body } }))
export const deleteRole = (role: Role, reason: string) => answer(api.POST('/api/roles/delete', { body: { ...own(), role: role.code, expected_version: role.version, reason } }))
export const createDeviceCode = (station: number) => answer(api.POST('/api/devices/create-code', { body: { ...own(), station_id: station } }))
export const revokeDevice = (id: number, reason: string) => answer(api.POST('/api/devices/revoke', { body: { ...own(), device_id: id, reason } }))
export const createKey = (body: Body<'/api/api-keys/create'>) => answer(api.POST('/api/api-keys/create', { body: { ...own(), ...body } }))
export const revokeKey = (id: number, reason: string) => answer(api.POST('/api/api-keys/revoke', { body: { ...own(), api_key_id: id, reason } }))

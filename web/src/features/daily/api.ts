// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components } from '@/api/schema.gen'
import type { ReportShown } from '@/api/types'
import { CommandIds } from '@/meta/command'

type Schemas = components['schemas']
export type Home = Schemas['Home']
export type LateOrder = Schemas['LateOrder']
export type Waiting = Schemas['Waiting']
export type Morning = Schemas['Morning']
export type MorningRow = Schemas['MorningRow']
export type Task = Schemas['TaskShown']
export type Owner = Schemas['OwnerChoice']

/** What is looked at; what is not chosen the server chooses. */
export interface Wanted {
  site_id: number | null
  line_id: number | null
  day: string | null
}

/** What a new action is about, and who drives that. */
export interface About {
  order_id?: number
  operation_id?: number
  label: string
  /** What the action begins with, where the label does not stay with it. */
  text?: string
  owner: { id: number; name: string } | null
}

/** What changes these pages; a forecast changes an order. */
export const CHANGES = ['operation', 'work_order', 'task', 'block', 'hold_case', 'parked_command', 'production_report'] as const

const ids = new CommandIds()
const said = <T extends object>(act: string, what: T) => ({ id: ids.idFor([act, what]), ...what })

export const fetchHome = (): Promise<Home> => answer(api.GET('/api/home'))

export function fetchMorning({ site_id, line_id, day }: Wanted): Promise<Morning> {
  const query = { ...(site_id === null ? {} : { site_id }), ...(line_id === null ? {} : { line_id }), ...(day === null ? {} : { day }) }
  return answer(api.GET('/api/morning', { params: { query } }))
}

export const fetchDayReports = async (operation_id: number, shift_date: string): Promise<ReportShown[]> =>
  (await answer(api.GET('/api/reports', { params: { query: { operation_id, shift_date, limit: 200 } } }))).reports

export const fetchOwners = (site_id: number, search: string): Promise<Owner[]> => answer(api.GET('/api/tasks/owners', { params: { query: { site_id, search } } }))

type Agreed = Omit<Schemas['AgreeTask'], 'id' | 'mode' | 'occurred_at' | 'device_sequence'>
export const agreeTask = (task: Agreed, key: string) => answer(api.POST('/api/tasks/agree', { body: { id: ids.idFor([key, task]), ...task } }))

const of = ({ id, version }: Task) => ({ task_id: id, expected_version: version })
export const changeTask = (task: Task, values: { text: string; owner_id: number; due_on: string }) => answer(api.POST('/api/tasks/change', { body: said('change', { ...of(task), ...values }) }))
export const finishTask = (task: Task, outcome: string) => answer(api.POST('/api/tasks/finish', { body: said('finish', { ...of(task), outcome }) }))
export const withdrawTask = (task: Task, reason: string) => answer(api.POST('/api/tasks/withdraw', { body: said('withdraw', { ...of(task), reason }) }))
export const reopenTask = (task: Task, reason: string) => answer(api.POST('/api/tasks/reopen', { body: said('reopen', { ...of(task), reason }) }))

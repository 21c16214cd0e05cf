// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { Period } from '@/api/types'
import { uuid } from '@/api/uuid'

export interface Wanted {
  period: Period
  day: string | null
  site_id: number | null
  line_id: number | null
  team_id: number | null
}

const command = (wanted: Wanted) => ({ ...wanted, id: uuid() })

export const fetchMine = (period: Period) => answer(api.GET('/api/figures/mine', { params: { query: { period } } }))

/** A reading of other people's figures stands in the audit: it is asked for, never polled. */
export const fetchTeam = (wanted: Wanted) => answer(api.POST('/api/figures/team', { body: command(wanted) }))
export const fetchPerson = (wanted: Wanted, person_id: number) =>
  answer(api.POST('/api/figures/team', { body: { ...command(wanted), person_id } }))
export const fetchSheet = (wanted: Wanted) => answer(api.POST('/api/figures/team/export', { body: command(wanted) }))

// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'

export interface AuditChoice {
  actor: number | null
  operation: string
  entity: string
}

export const fetchAuditFilters = () => answer(api.GET('/api/audit/filters'))

export function fetchAudit(choice: AuditChoice, cursor: number | null) {
  const query = { actor: choice.actor, operation: choice.operation || null, entity: choice.entity.trim() || null, cursor }
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null))
  return answer(api.GET('/api/audit', { params: { query: given } }))
}

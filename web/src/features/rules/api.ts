// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components } from '@/api/schema.gen'
import { uuid } from '@/api/uuid'
import { bodyOf, type Draft, type Rule } from './logic'

type Schemas = components['schemas']
export type RuleScope = Schemas['RuleScope']
export type ScopeType = Rule['scope_type']
type Place = Schemas['RuleListed']

export interface Rules {
  rules: Rule[]
  scope_types: ScopeType[]
}

const ofSkill = (rule: Place): Rule => ({ ...rule, key: 'skill', severity: null, quantity: null, ask_cause: false, ask_photo: false })

export async function fetchRules(): Promise<Rules> {
  const [skill, detail] = await Promise.all([answer(api.GET('/api/settings/skill-rules')), answer(api.GET('/api/settings/detail-rules'))])
  return { rules: [...skill.rules.map(ofSkill), ...detail.rules], scope_types: skill.scope_types }
}

export const fetchScopes = (scope_type: ScopeType, search: string) => answer(api.GET('/api/settings/rule-scopes', { params: { query: { scope_type, search } } }))

export function saveRule(draft: Draft, expected_version: number) {
  const body = { id: uuid(), expected_version, ...bodyOf(draft) }
  const { key } = draft
  return key === 'skill' ? answer(api.POST('/api/settings/skill-rules', { body })) : answer(api.POST('/api/settings/detail-rules', { body: { ...body, key } }))
}

// SPDX-License-Identifier: Apache-2.0
import type { components } from '@/api/schema.gen'

type DetailRule = components['schemas']['DetailRuleListed']

export interface Rule extends Omit<DetailRule, 'key'> {
  key: DetailRule['key'] | 'skill'
}
export type RuleKey = Rule['key']

export const KEYS: readonly RuleKey[] = ['skill', 'severity', 'quantity', 'first_time']
export const SEVERITIES = ['minor', 'major', 'critical'] as const
export const STRENGTHS = ['block', 'warn', 'off'] as const

/** A rule as it is being typed. */
export interface Draft {
  key: RuleKey
  scope_type: Rule['scope_type']
  scope: string
  severity: (typeof SEVERITIES)[number]
  quantity: string
  ask_cause: boolean
  ask_photo: boolean
  strength: Rule['strength']
  reason: string
}

export function draftOf(rule: Rule | null, scopeType: Rule['scope_type'] = 'plant'): Draft {
  return {
    key: rule?.key ?? 'skill',
    scope_type: rule?.scope_type ?? scopeType,
    scope: rule?.scope ?? '',
    severity: rule?.severity ?? 'major',
    quantity: rule?.quantity ? String(rule.quantity) : '',
    ask_cause: rule?.ask_cause ?? true,
    ask_photo: rule?.ask_photo ?? false,
    strength: rule?.strength ?? 'warn',
    reason: '',
  }
}

/** What still stands against it, by the field; empty when it can be sent. */
export function lacking(draft: Draft): '' | 'scope' | 'quantity' | 'asks' {
  if (draft.scope_type !== 'plant' && !draft.scope) return 'scope'
  if (draft.key === 'quantity' && !(/^\d{1,11}(\.\d{1,4})?$/.test(draft.quantity.trim()) && Number(draft.quantity) > 0)) return 'quantity'
  return draft.key !== 'skill' && !draft.ask_cause && !draft.ask_photo ? 'asks' : ''
}

type Place = Pick<Rule, 'key' | 'scope_type' | 'scope'>
export const sameRule = (one: Place, other: Place) => one.key === other.key && one.scope_type === other.scope_type && one.scope === other.scope

/** A rule has the thresholds of its kind only. */
export function bodyOf(draft: Draft) {
  const { key, scope_type, scope, strength, ask_cause, ask_photo } = draft
  const place = { scope_type, scope: scope_type === 'plant' ? '' : scope, strength, reason: draft.reason.trim() || null }
  if (key === 'skill') return place
  return {
    ...place,
    ask_cause,
    ask_photo,
    ...(key === 'severity' ? { severity: draft.severity } : {}),
    ...(key === 'quantity' ? { quantity: Number(draft.quantity) } : {}),
  }
}

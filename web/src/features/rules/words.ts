// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { productLabel } from '@/kit/names'
import type { RuleScope } from './api'
import type { Rule } from './logic'

function lacks(rule: Rule): string {
  if (rule.ask_cause) return t(rule.ask_photo ? 'rules.lacks.both' : 'rules.lacks.cause')
  return t(rule.ask_photo ? 'rules.lacks.photo' : 'rules.lacks.nothing')
}

/** What has to happen for the rule to speak up. */
export function ruleWords(rule: Rule): string {
  if (rule.key === 'skill') return t('rules.says.skill')
  return t(`rules.says.${rule.key}`, { lacks: lacks(rule), n: rule.quantity, severity: rule.severity ? t(`rules.severity.${rule.severity}`) : '' })
}

export const strengthName = (strength: Rule['strength']) => t(`rules.strength.${strength}`)

export const scopeLabel = (scope: Pick<RuleScope, 'code' | 'name'>) => (scope.name ? productLabel(scope.code, scope.name) : scope.code)

export function scopeWords(rule: Rule): string {
  if (rule.scope_type === 'plant') return t('rules.plant')
  return `${t(`rules.scope.${rule.scope_type}`)} ${scopeLabel({ code: rule.scope_code ?? rule.scope, name: rule.scope_name })}`
}

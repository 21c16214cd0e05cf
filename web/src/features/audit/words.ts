// SPDX-License-Identifier: Apache-2.0
import type { AuditEntry } from '@/api/types'
import { has, t } from '@/i18n'
import { day, clock } from '@/kit/format'
import { shortened, type Words } from './logic'

/** In words where we have them, else its own name: nothing is ever hidden. */
function wordFor(key: string, name: string): string {
  return has(key) ? t(key) : name
}

export function operationName(operation: string): string {
  const key = `audit.did.${operation}`
  return wordFor(key, operation)
}

export function thingName(type: string): string {
  const key = `audit.thing.${type}`
  return wordFor(key, type)
}

export function fieldName(name: string): string {
  const key = `audit.field.${name}`
  return wordFor(key, name)
}

export function valueWord(text: string): string {
  const key = `audit.value.${text}`
  return wordFor(key, text)
}

/** Kinds of records that the trail can be narrowed to. */
export const THINGS = [
  ...['sales_order', 'work_order', 'operation', 'production_report', 'parked_command', 'time_record', 'handover', 'defect_line', 'hold_case', 'block', 'photo', 'printed_document'],
  ...['account', 'role', 'api_key', 'device', 'address', 'rule_setting'],
  ...['site', 'area', 'line', 'station', 'shift', 'calendar_day', 'label_format', 'team', 'skill', 'person', 'product', 'defect_code', 'reason', 'customer', 'supplier', 'sheet_import'],
]

/** Who tries to sign in has no account yet; the trail calls that actor so. */
export function actorName(entry: AuditEntry): string {
  return entry.account_id === null && entry.actor === 'anonymous' ? t('audit.nobody') : entry.actor
}

export function auditWords(): Words {
  return { field: fieldName, value: valueWord, comma: t('audit.comma'), semicolon: t('audit.semicolon') }
}

export const readable = (text: string) => shortened(text, (iso) => `${day(iso)} ${clock(iso, true)}`)

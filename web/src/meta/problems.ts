// SPDX-License-Identifier: Apache-2.0
import { ruleText, wrongFields, type ApiError, type WrongField } from '@/api/errors'
import { isInstant } from '@/kit/format'
import type { Field, Values } from './api'
import { isNothing, keysOf, needed, tidy, writable } from './logic'

/** What stands against a value, by the path of its field: `name`, `parts.2.quantity`. */
export type Code = 'needed' | 'number' | 'whole' | 'decimals' | 'least' | 'above' | 'most' | 'long' | 'time' | 'refused' | 'unknown' | 'retired' | 'taken'
export interface Problem {
  code: Code
  limit?: number
  /** The server's own sentence, where nobody has a better one. */
  why?: string
}
export type Problems = Record<string, Problem>

const TIME = /^(\d{1,2})(?::?(\d{2}))?(?::00)?$/
const ONE_PART = 10_000

/** Full-width digits of a Chinese keyboard and thousands commas are numbers too; null where it is none. */
export function typedNumber(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '').replace('−', '-')
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null
}

/** 8, 830 and 8:30 are times; as the server writes them, or null. */
export function typedTime(text: string): string | null {
  const found = TIME.exec(text.normalize('NFKC').trim())
  const [hours, minutes] = [Number(found?.[1]), Number(found?.[2] ?? 0)]
  if (!found || hours > 23 || minutes > 59) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:00`
}

function numberProblem(field: Field, value: unknown): Problem | null {
  if (typeof value !== 'number') return { code: 'number' }
  if (field.kind === 'integer' && !Number.isInteger(value)) return { code: 'whole' }
  const parts = value * ONE_PART
  if (field.kind === 'quantity' && Math.abs(parts - Math.round(parts)) > 1e-6 * Math.max(1, Math.abs(parts))) return { code: 'decimals' }
  if (field.minimum !== null && value < field.minimum) return { code: 'least', limit: field.minimum }
  if (field.above !== null && value <= field.above) return { code: 'above', limit: field.above }
  if (field.maximum !== null && value > field.maximum) return { code: 'most', limit: field.maximum }
  return null
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return !value.length
  return isNothing(value) || (typeof value === 'object' && !Object.keys(value as object).length)
}

function problemOf(field: Field, value: unknown): Problem | null {
  if (isEmpty(value)) return needed(field) ? { code: 'needed' } : null
  if (field.kind === 'integer' || field.kind === 'quantity') return numberProblem(field, value)
  if (field.kind === 'time' && typedTime(String(value)) === null) return { code: 'time' }
  if (field.kind === 'instant' && !isInstant(value)) return { code: 'time' }
  if (field.max_length === null) return null
  const texts = typeof value === 'string' ? [value] : Object.values(value as object).filter((item) => typeof item === 'string')
  return texts.some((text) => text.length > (field.max_length ?? 0)) ? { code: 'long', limit: field.max_length } : null
}

/** The rules of the server as far as the definition tells them, before anything is sent. */
export function problemsOf(fields: readonly Field[], values: Values, before = ''): Problems {
  const found: Problems = {}
  for (const field of fields.filter(writable)) {
    const value = tidy(field, values[field.key])
    const problem = problemOf(field, value)
    if (problem) found[before + field.key] = problem
    if (field.kind !== 'lines') continue
    for (const [index, line] of (value as Values[]).entries()) {
      Object.assign(found, problemsOf(field.lines, line, `${before}${field.key}.${index}.`))
    }
  }
  return found
}

const BY_KIND: readonly [RegExp, Code, string?][] = [
  [/^missing$|too_short$/, 'needed'],
  [/too_long$/, 'long', 'max_length'],
  [/^greater_than_equal$/, 'least', 'ge'],
  [/^greater_than$/, 'above', 'gt'],
  [/^less_than_equal$/, 'most', 'le'],
  [/^(int|float|decimal)_/, 'number'],
  [/^time_/, 'time'],
]

/** `body.name.zh-CN` belongs to `name`, `body.parts.2.quantity` to that very cell. */
function pathOf(said: string, fields: readonly Field[]): string | null {
  const [, key = '', index, inner] = said.split('.')
  const field = fields.find((one) => one.key === key)
  if (!field) return key === 'reason' ? key : null
  return field.kind === 'lines' && inner && field.lines.some((line) => line.key === inner) ? `${key}.${index}.${inner}` : key
}

/** A rule over the record as a whole names no field. */
export function wrongWhole(error: ApiError): string {
  return error.code === 'wrong_shape' ? wrongFields(error).filter((wrong) => wrong.field === 'body').map(ruleText).filter(Boolean).join('; ') : ''
}

export function problemFor(wrong: WrongField): Problem {
  const why = ruleText(wrong)
  if (why) return { code: 'refused', why }
  const [, code = 'refused', limit = ''] = BY_KIND.find(([kind]) => kind.test(wrong.kind ?? '')) ?? []
  const said = wrong.params?.[limit]
  return typeof said === 'number' ? { code, limit: said } : { code }
}

function wrongShape(error: ApiError, fields: readonly Field[]): Problems {
  const found: Problems = {}
  for (const wrong of wrongFields(error)) {
    const path = pathOf(wrong.field, fields)
    if (path) found[path] ??= problemFor(wrong)
  }
  return found
}

const holds = (value: unknown, code: unknown) => value === code || (Array.isArray(value) && value.includes(code))

/** The fields a refusal speaks of; empty where it speaks of the record as a whole. */
export function refusalAt(error: ApiError, fields: readonly Field[], values: Values): Problems {
  if (error.code === 'wrong_shape') return wrongShape(error, fields)
  if (error.code === 'code_taken') {
    const code = keysOf({ fields: [...fields] }).pop()
    return code ? { [code.key]: { code: 'taken' } } : {}
  }
  const about: Partial<Record<string, Code>> = { not_found: 'unknown', record_retired: 'retired' }
  const code = about[error.code]
  const { kind, key } = error.params
  const at = fields.find((field) => field.entity && (!kind || field.entity === kind) && holds(values[field.key], key))
  return code && at ? { [at.key]: { code } } : {}
}

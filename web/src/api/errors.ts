// SPDX-License-Identifier: Apache-2.0
import { has, t, type Params } from '@/i18n'

/** `network` and `timeout` mean: nobody knows whether it was booked; sending the same id again is safe. */
export type ErrorKind = 'refused' | 'signed_out' | 'fault' | 'network' | 'timeout'

export class ApiError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly status: number,
    readonly code: string,
    readonly params: Params = {},
    message = code,
  ) {
    super(message)
  }

  get answerLost(): boolean {
    return this.kind === 'network' || this.kind === 'timeout'
  }
}

interface ErrorBody {
  error?: { code?: string; params?: Params; message?: string }
}

export function errorFromAnswer(status: number, body: unknown): ApiError {
  const error = (body as ErrorBody | null)?.error
  const kind: ErrorKind = status === 401 ? 'signed_out' : status >= 500 ? 'fault' : 'refused'
  return new ApiError(kind, status, error?.code ?? `http_${status}`, error?.params, error?.message)
}

export function errorFromThrown(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  const timedOut = thrown instanceof DOMException && thrown.name === 'TimeoutError'
  return timedOut ? new ApiError('timeout', 0, 'timeout') : new ApiError('network', 0, 'network')
}

export interface WrongField {
  field: string
  /** The server's own sentence in English. */
  problem?: string
  kind?: string
  params?: Params
}

export const wrongFields = (error: Pick<ApiError, 'params'>): WrongField[] => (Array.isArray(error.params.fields) ? (error.params.fields as WrongField[]) : [])

/** What a rule over several values says, where it has a name; empty for what the kind of a value says by itself. */
export function ruleText(wrong: WrongField): string {
  const key = `errors.shape.${wrong.kind}`
  return has(key) ? t(key, wrong.params) : ''
}

/** The field by the name that the reader sees; list places and where it was sent say nothing to them. */
function fieldName(path: string): string {
  const name = path.replace(/^(body|query|path)(\.|$)/, '').split('.').filter((part) => !/^\d*$/.test(part)).pop()
  const key = [`field.${name}`, `audit.field.${name}`].find(has)
  return key ? t(key) : (name ?? '')
}

/** Which field is wrong. Without one, each is right by itself and they do not fit together. */
function wrongShape(params: Params): string {
  const [first] = wrongFields({ params })
  const field = fieldName(first?.field ?? '')
  const rule = first ? ruleText(first) : ''
  if (!field) return rule || t('errors.wrong_shape')
  if (rule) return t('errors.wrong_shape.rule', { field, rule })
  return t(first?.kind === 'missing' ? 'errors.wrong_shape.missing' : 'errors.wrong_shape.field', { field })
}

/** The first key that has a word. */
const wordOf = (keys: string[], otherwise: unknown) => {
  const key = keys.find(has)
  return key ? t(key) : otherwise
}

/** The server names states, units and fields by their keys; a person reads their words. */
function inWords(params: Params): Params {
  const { status, unit, into_unit: into, field } = params
  return {
    ...params,
    ...(typeof status === 'string' && { status: wordOf(['order.status', 'data.import.state', 'doc.progress'].map((group) => `${group}.${status}`), status) }),
    ...(typeof unit === 'string' && { unit: wordOf([`unit.${unit}`], unit) }),
    ...(typeof into === 'string' && { into_unit: wordOf([`unit.${into}`], into) }),
    ...(typeof field === 'string' && { field: fieldName(field) }),
  }
}

/** The sentence for a person: by code, else the server's English fallback; never the bare code of who stands between. */
export function errorText(thrown: unknown): string {
  const error = errorFromThrown(thrown)
  if (error.code === 'wrong_shape') return wrongShape(error.params)
  const keys = [`errors.${error.code}.${String(error.params.detail)}`, `errors.${error.code}`]
  const key = keys.find(has)
  if (key) return t(key, inWords(error.params))
  if (error.kind === 'fault') return t('errors.down', { status: error.status })
  return error.message && error.message !== error.code ? error.message : t('errors.unknown')
}

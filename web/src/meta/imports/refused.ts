// SPDX-License-Identifier: Apache-2.0
import { ApiError, errorText, wrongFields } from '@/api/errors'
import { t } from '@/i18n'
import type { Entity, Field } from '../api'
import { problemFor } from '../problems'
import { problemText } from '../words'
import type { ImportRow, ImportRows } from './api'

const BOM = '\ufeff'
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^[+-]?\d+(\.\d+)?$/

/** The label of what `name.zh-CN`, `operations.piece_seconds` or `body.operations.2.code` names; empty for nothing. */
export function labelAt(entity: Entity, path: string): string {
  const parts = path.replace(/^body(\.|$)/, '').split('.')
  const named = (fields: readonly Field[]) => fields.find((field) => parts.includes(field.key))
  const field = entity.fields.find((one) => one.key === parts[0])
  if (!field) return ''
  const within = named(field.lines)
  return within ? t('data.import.within', { list: field.label, field: within.label }) : field.label
}

/** What a refusal speaks of: a field by its path, or the record that a field refers to. */
function subjectOf(entity: Entity, params: Record<string, unknown>): string {
  if (typeof params.field === 'string') return labelAt(entity, params.field)
  const fields = entity.fields.flatMap((field) => [field, ...field.lines])
  const field = typeof params.kind === 'string' ? fields.find((one) => one.entity === params.kind) : undefined
  return field ? `${field.label} ${String(params.key ?? '')}`.trim() : ''
}

const said = (field: string, why: string) => (field ? t('data.import.at', { field, why }) : why)

/** Why a row was refused, in the words of the reader. */
export function reasonOf(entity: Entity, row: Pick<ImportRow, 'code' | 'params'>): string {
  const error = new ApiError('refused', 422, row.code ?? 'unknown', row.params)
  if (error.code === 'wrong_shape') {
    return wrongFields(error).map((wrong) => said(labelAt(entity, wrong.field), problemText(problemFor(wrong)))).join(t('data.import.and'))
  }
  const subject = subjectOf(entity, row.params)
  const sentence = errorText(new ApiError('refused', 422, error.code, { ...row.params, field: subject }))
  return sentence.includes(subject) ? sentence : said(subject, sentence)
}

/** A text that a spreadsheet would run as a formula is led by an apostrophe. */
function cellText(cell: unknown): string {
  const text = cell === null || cell === undefined ? '' : String(cell)
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The refused rows as they stood in the sheet, each with its reason: mended, they can be sent again. */
export function refusedSheet(entity: Entity, found: ImportRows): string {
  const rows = found.rows.map((row) => [...row.cells, reasonOf(entity, row)])
  const lines = [[...found.headings, t('data.import.why')], ...rows].map((cells) => cells.map(cellText).join(','))
  return `${BOM}${lines.join('\r\n')}\r\n`
}

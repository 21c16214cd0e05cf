// SPDX-License-Identifier: Apache-2.0
import type { Detail, Entity, Field, HistoryEntry, Row, Values, View, Wanted, Wish } from './api'

const SEVERAL: readonly Field['kind'][] = ['texts', 'integers', 'references', 'lines']
const CHOSEN: readonly Field['kind'][] = ['choice', 'flag', 'reference']
const NAME_FALLBACK = ['zh-CN', 'zh-TW', 'en'] as const
export const EMPTY = '–'

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
export const isNothing = (value: unknown) => value === null || value === undefined || value === ''

/* ---- fields ---- */

/** What the reader may not see is never sent: the server keeps it, in the lines of a list too. */
export const writable = (field: Field) => !field.masked

/** What has a value of its own unless told otherwise cannot be emptied. */
export const needed = (field: Field) => field.required || (!SEVERAL.includes(field.kind) && !isNothing(field.default))

export const sortable = (field: Field) => !SEVERAL.includes(field.kind)

/** What names a record within its site; that may be a reference too, as with the parts of a product. */
export const keysOf = (entity: Pick<Entity, 'fields'>) => entity.fields.filter((field) => field.fixed && field.key !== 'site_code')

/** What names a record comes first: its code, then what it is called. */
export function columnsOf(entity: Entity): Field[] {
  const keys = keysOf(entity)
  const rank = (field: Field) => (keys.includes(field) ? 0 : field.key === entity.title ? 1 : 2)
  return entity.fields.filter((field) => field.listed && !field.masked && field.kind !== 'lines').sort((a, b) => rank(a) - rank(b))
}

export const filterFields = (entity: Entity) =>
  entity.fields.filter((field) => CHOSEN.includes(field.kind) && field.listed && !field.masked)

/** What can be changed in many records at once. */
export const bulkFields = (entity: Entity) =>
  entity.fields.filter((field) => [...CHOSEN, 'text'].includes(field.kind) && !field.fixed && !field.masked)

export const keyText = (entity: Entity, row: Pick<Row, 'values'>) =>
  keysOf(entity)
    .map((field) => String(row.values[field.key] ?? ''))
    .join('/')

/** What waits to be released changes without a reason. */
export const isDraft = (detail: Pick<Detail, 'status' | 'can'>) => detail.status === 'draft' || detail.can.includes('release')

/** Some kinds of records have a life of their own, in which nothing is kept aside unfinished. */
export const hasDrafts = (entity: Entity) => 'draft' in entity.statuses

/* ---- values ---- */

export function blank(field: Field): unknown {
  if (!isNothing(field.default)) return copy(field.default)
  if (SEVERAL.includes(field.kind)) return []
  if (field.kind === 'names') return {}
  return field.kind === 'flag' ? false : null
}

export const blankValues = (fields: readonly Field[]): Values =>
  Object.fromEntries(fields.filter(writable).map((field) => [field.key, blank(field)]))

/** The values a form begins with; what is masked stays out of it. */
export const valuesFor = (fields: readonly Field[], given: Values): Values =>
  Object.fromEntries(fields.filter(writable).map((field) => [field.key, copy(given[field.key] ?? blank(field))]))

function tidyNames(value: unknown): Values {
  const entries = Object.entries((value ?? {}) as Record<string, string>)
  return Object.fromEntries(entries.map(([locale, name]) => [locale, name.trim()]).filter(([, name]) => name))
}

/** A value as it is sent: no blanks at its ends, nothing where nothing was typed. */
export function tidy(field: Field, value: unknown): unknown {
  if (field.kind === 'names') return tidyNames(value)
  if (field.kind === 'lines') return ((value ?? []) as Values[]).map((line) => tidyValues(field.lines, line))
  if (Array.isArray(value)) return value.map((item: unknown) => (typeof item === 'string' ? item.trim() : item)).filter((item) => item !== '')
  if (typeof value === 'string') return value.trim() || null
  return value ?? null
}

export const tidyValues = (fields: readonly Field[], values: Values): Values =>
  Object.fromEntries(fields.filter(writable).map((field) => [field.key, tidy(field, values[field.key])]))

export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

/** JSON with its keys in order: names come back in another order than they were typed. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}

export const changedKeys = (fields: readonly Field[], before: Values, after: Values): string[] =>
  fields
    .filter((field) => writable(field) && !same(tidy(field, before[field.key]), tidy(field, after[field.key])))
    .map((field) => field.key)

export interface Merged {
  values: Values
  /** What somebody else changed meanwhile, by field: where nothing was typed it is taken over. */
  newer: Values
}

/** Keeps what was typed; takes over what others changed elsewhere in the record. */
export function merge(fields: readonly Field[], base: Values, typed: Values, theirs: Values): Merged {
  const mine = new Set(changedKeys(fields, base, typed))
  const newer = changedKeys(fields, base, theirs)
  const taken = newer.filter((key) => !mine.has(key)).map((key) => [key, copy(theirs[key])])
  return { values: { ...typed, ...Object.fromEntries(taken) }, newer: Object.fromEntries(newer.map((key) => [key, theirs[key]])) }
}

/** What every command about a record names, beside what it changes. */
export const leastValues = (entity: Entity, values: Values): Values =>
  tidyValues(entity.fields.filter((field) => field.fixed || field.required), values)

/* ---- saved views ---- */

export const wantedOf = ({ search, status, filters, sort, descending }: Wish): Wanted => ({ search: search.trim(), status, filters, sort, descending })

export function viewWanted({ wanted }: View): Wanted {
  const { search = '', status, filters = {}, sort = '', descending = false } = wanted
  return { search, status: status ?? '', filters: filters as Wanted['filters'], sort, descending }
}

/** The view that the list shows just now, if it is one. */
export const viewShown = (views: readonly View[], wish: Wish): View | null => views.find((view) => same(viewWanted(view), wantedOf(wish))) ?? null

/* ---- values as text ---- */

export interface Words {
  locale: string
  yes: string
  no: string
  comma: string
  weekday: (day: number) => string
  number: (value: number) => string
  day: (iso: string) => string
  moment: (iso: string) => string
  lines: (n: number) => string
  file: (id: string) => string
}

export function localName(names: unknown, locale: string): string {
  const known = (names ?? {}) as Record<string, string>
  return [locale, ...NAME_FALLBACK].map((wanted) => known[wanted]).find(Boolean) ?? Object.values(known)[0] ?? ''
}

/** [0,1,2,3,4,6] is Monday to Friday and Sunday. */
export function runs(days: readonly number[]): [number, number][] {
  const found: [number, number][] = []
  for (const day of [...days].sort((a, b) => a - b)) {
    const last = found[found.length - 1]
    if (last && last[1] === day - 1) last[1] = day
    else found.push([day, day])
  }
  return found
}

function weekdaysText(days: number[], words: Words): string {
  return runs(days)
    .map(([from, to]) => {
      if (from === to) return words.weekday(from)
      return words.weekday(from) + (to - from > 1 ? '–' : words.comma) + words.weekday(to)
    })
    .join(words.comma)
}

const choiceText = (field: Field, value: unknown) => field.choices.find((choice) => choice.value === value)?.label ?? String(value)

/** `name` is the word behind the code of a reference. */
export function valueText(field: Field, value: unknown, words: Words, name?: string): string {
  if (isNothing(value) || (Array.isArray(value) && !value.length)) return EMPTY
  switch (field.kind) {
    case 'names':
      return localName(value, words.locale) || EMPTY
    case 'flag':
      return value ? words.yes : words.no
    case 'choice':
      return choiceText(field, value)
    case 'integer':
    case 'quantity':
      return words.number(Number(value))
    case 'date':
      return words.day(String(value))
    case 'time':
      return String(value).replace(/^(\d\d:\d\d):00$/, '$1')
    case 'instant':
      return words.moment(String(value))
    case 'integers':
      return field.widget === 'weekdays' ? weekdaysText(value as number[], words) : (value as number[]).map(words.number).join(words.comma)
    case 'texts':
      if (field.widget === 'attachments') return (value as string[]).map(words.file).join(words.comma)
      return (value as string[]).map((item) => choiceText(field, item)).join(words.comma)
    case 'references':
      return (value as string[]).join(words.comma)
    case 'lines':
      return words.lines((value as unknown[]).length)
    default:
      return name && name !== value && !name.startsWith(String(value)) ? `${String(value)} ${name}` : (name ?? String(value))
  }
}

const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/

/** A value whose field the form does not have: the history tells more than the form asks. */
export function plainText(value: unknown, words: Pick<Words, 'comma' | 'moment'>): string {
  if (isNothing(value)) return EMPTY
  if (Array.isArray(value)) return value.map((item) => plainText(item, words)).join(words.comma) || EMPTY
  if (typeof value === 'object') {
    return Object.entries(value as object).map(([key, part]) => `${key} ${plainText(part, words)}`).join(words.comma) || EMPTY
  }
  const text = String(value)
  return INSTANT.test(text) ? words.moment(text.replace(' ', 'T')) : text
}

/* ---- history ---- */

/** Of two lists only the lines that the other does not have: a list of parts is long and its change short. */
export function lineDifference(before: unknown, after: unknown): { gone: Values[]; come: Values[] } {
  const [old, now] = [before, after].map((lines) => (Array.isArray(lines) ? (lines as Values[]) : []))
  const lacking = (some: Values[] = [], others: Values[] = []) => some.filter((line) => !others.some((other) => same(line, other)))
  return { gone: lacking(old, now), come: lacking(now, old) }
}

export type Deed = 'made' | 'changed' | 'released' | 'retired' | 'reinstated'

export function deedOf(entry: HistoryEntry): Deed {
  const status = entry.changes.find((change) => change.field === 'status')
  if (status && isNothing(status.before)) return 'made'
  if (status?.after === 'retired') return 'retired'
  if (status?.after === 'released') return status.before === 'retired' ? 'reinstated' : 'released'
  return 'changed'
}

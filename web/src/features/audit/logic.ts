// SPDX-License-Identifier: Apache-2.0
export interface Difference {
  field: string
  before: string
  after: string
}

type Values = Record<string, unknown> | null

/** What a plant calls a field and a value; what it has no word for stays as it is. */
export interface Words {
  field: (name: string) => string
  value: (text: string) => string
  comma: string
  semicolon: string
}

const NOTHING = '–'
const LONG_ID = /\b([0-9a-f]{8})-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b/gi
const INSTANT = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g

export function shownValue(value: unknown, words: Words): string {
  if (value === undefined || value === null || value === '') return NOTHING
  if (Array.isArray(value)) return value.map((item) => shownValue(item, words)).join(words.semicolon) || NOTHING
  if (typeof value !== 'object') return words.value(String(value))
  const parts = Object.entries(value)
    .map(([name, part]) => ({ name: words.field(name), part: shownValue(part, words) }))
    .filter(({ part }) => part !== NOTHING)
  return parts.map(({ name, part }) => `${name} ${part}`).join(words.comma) || NOTHING
}

/** Only what differs, field by field; a new thing shows all it was given. */
export function differences(before: Values, after: Values, words: Words): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields
    .map((field) => ({ field, before: shownValue(before?.[field], words), after: shownValue(after?.[field], words) }))
    .filter((item) => item.before !== item.after)
}

/** Long ids by their first eight characters, instants as the plant's clock shows them; the whole text goes into a title. */
export function shortened(text: string, instant: (iso: string) => string): string {
  return text.replace(INSTANT, (iso) => instant(iso.replace(' ', 'T'))).replace(LONG_ID, '$1…')
}

// SPDX-License-Identifier: Apache-2.0
export interface Difference {
  field: string
  before: string
  after: string
}

type Values = Record<string, unknown> | null

export function shownValue(value: unknown): string {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)) return '–'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Only what differs, field by field; a new thing shows all it was given. */
export function differences(before: Values, after: Values): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields
    .map((field) => ({ field, before: shownValue(before?.[field]), after: shownValue(after?.[field]) }))
    .filter((item) => item.before !== item.after)
}

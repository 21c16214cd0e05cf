// SPDX-License-Identifier: Apache-2.0
import { formatNumber, has, locale, t } from '@/i18n'
import { day, dayTime } from '@/kit/format'
import type { Entity, Field, Row } from './api'
import { valueText, type Words } from './logic'
import type { Problem } from './problems'

/** Enough to tell one file from another in a history. */
const SHORT_ID = 6

export function readerWords(): Words {
  return {
    locale: locale.value,
    yes: t('data.yes'),
    no: t('data.no'),
    comma: t('data.comma'),
    weekday: (index) => t(`data.weekday.${index}`),
    number: formatNumber,
    day,
    moment: dayTime,
    lines: (n) => t('data.lines', { n }),
    file: (id) => t('data.files.short', { id: id.slice(0, SHORT_ID) }),
  }
}

export const shownValue = (field: Field, value: unknown, name?: string) => valueText(field, value, readerWords(), name)

export const cellText = (field: Field, row: Row) => shownValue(field, row.values[field.key], row.names[field.key])

export const problemText = (problem: Problem) => (problem.why ? t('data.refused', { why: problem.why }) : t(`data.problem.${problem.code}`, { limit: problem.limit }))

export const statusName = (entity: Entity, status: string) => entity.statuses[status] ?? status

/** A group that came with the server and has no word yet is called by its own name. */
export function groupName(group: string): string {
  const key = `data.group.${group}`
  return has(key) ? t(key) : group
}

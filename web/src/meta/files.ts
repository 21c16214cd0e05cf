// SPDX-License-Identifier: Apache-2.0
import type { Wish } from './api'

export type FileKind = 'xlsx' | 'csv'

export const templateAddress = (entity: string, kind: FileKind) => `/api/entities/${encodeURIComponent(entity)}/template.${kind}`

/** What the list shows, as a file. */
export function exportAddress(entity: string, kind: FileKind, wish: Pick<Wish, 'search' | 'status' | 'filters'>): string {
  const query = new URLSearchParams({ search: wish.search, filters: JSON.stringify(wish.filters) })
  if (wish.status) query.set('status', wish.status)
  return `/api/entities/${encodeURIComponent(entity)}/export.${kind}?${query}`
}

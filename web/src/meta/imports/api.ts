// SPDX-License-Identifier: Apache-2.0
import { answer, api, put } from '@/api/client'
import type { components } from '@/api/schema.gen'

type Schemas = components['schemas']

export type Uploaded = Schemas['SheetUploaded']
export type Column = Schemas['SheetColumn']
export type Target = Schemas['Target']
export type ImportState = Schemas['ImportState']
export type ImportRow = Schemas['ImportRow']
export type ImportRows = Schemas['ImportRows']
/** The target of each heading that is taken. */
export type Mapping = Record<string, string>

export const MOST_MEGABYTES = 50
export const MOST_ROWS = 200_000
const UPLOAD_MS = 300_000
const PAGE = 5_000

export function uploadSheet(id: string, entity: string, file: File): Promise<Uploaded> {
  const query = new URLSearchParams({ entity, file_name: file.name })
  return put(`/api/imports/${id}?${query}`, new Blob([file], { type: 'application/octet-stream' }), UPLOAD_MS)
}

export const startImport = (body: Schemas['StartImport']) => answer(api.POST('/api/imports/start', { body }))

export const cancelImport = (id: string, import_id: string) => answer(api.POST('/api/imports/cancel', { body: { id, import_id } }))

/** The same sheet from the beginning, as an import of its own. */
export const repeatImport = (id: string, import_id: string) => answer(api.POST('/api/imports/repeat', { body: { id, import_id } }))

export const fetchColumns = (import_id: string) => answer(api.GET('/api/imports/{import_id}/columns', { params: { path: { import_id } } }))

export const fetchImports = () => answer(api.GET('/api/imports'))

export const fetchImport = (import_id: string) => answer(api.GET('/api/imports/{import_id}', { params: { path: { import_id } } }))

export function fetchRefused(import_id: string, limit: number, offset = 0): Promise<ImportRows> {
  return answer(api.GET('/api/imports/{import_id}/rows', { params: { path: { import_id }, query: { outcome: 'refused', limit, offset } } }))
}

export async function fetchAllRefused(import_id: string): Promise<ImportRows> {
  const all = await fetchRefused(import_id, PAGE)
  while (all.rows.length < all.total) {
    const more = await fetchRefused(import_id, PAGE, all.rows.length)
    if (!more.rows.length) break
    all.rows.push(...more.rows)
  }
  return all
}

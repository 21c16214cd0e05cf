// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components } from '@/api/schema.gen'

type Schemas = components['schemas']
export type Document = Schemas['Document']
export type Kind = Document['kind']
export type PrintDocument = Schemas['PrintDocument']

export const fetchDocument = (kind: Kind, subject_id: number, tray?: number) =>
  answer(api.GET('/api/documents/{kind}/{subject_id}', { params: { path: { kind, subject_id }, query: { tray } } }))

export const printDocument = (command: PrintDocument) => answer(api.POST('/api/documents/print', { body: command }))

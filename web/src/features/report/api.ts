// SPDX-License-Identifier: Apache-2.0
import { answer, api, put } from '@/api/client'
import type { ReportProduction, Sheet } from '@/api/types'
import { uuid } from '@/api/uuid'

export function fetchSheet(operation_id: number, station: string | null): Promise<Sheet> {
  return answer(api.GET('/api/operations/{operation_id}/sheet', { params: { path: { operation_id }, query: station ? { station } : {} } }))
}

export const putPhoto = (id: string, photo: Blob) => put(`/api/photos/${id}`, photo)

export const sendReport = (command: ReportProduction) => answer(api.POST('/api/reports', { body: command }))

export function reverseReport(report_id: string, reason: string) {
  return answer(api.POST('/api/reports/{report_id}/reverse', { params: { path: { report_id } }, body: { id: uuid(), reason } }))
}

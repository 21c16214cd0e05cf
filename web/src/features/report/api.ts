// SPDX-License-Identifier: Apache-2.0
import { answer, api, put } from '@/api/client'
import type { Sheet } from '@/api/types'

export function fetchSheet(operation_id: number, station: string | null): Promise<Sheet> {
  return answer(api.GET('/api/operations/{operation_id}/sheet', { params: { path: { operation_id }, query: station ? { station } : {} } }))
}

export const putPhoto = (id: string, photo: Blob) => put(`/api/photos/${id}`, photo)

// SPDX-License-Identifier: Apache-2.0
import { uuid } from '@/api/uuid'
import type { Act } from './outboxState'

/** Taking a report back, within ten seconds or later with a reason. */
export function reversal(reportId: string, reason: string, pieces: number, about: string): Act {
  return {
    kind: 'reverse',
    path: `/api/reports/${reportId}/reverse`,
    body: { id: uuid(), reason },
    says: { n: pieces },
    about,
  }
}

/** The same for time that was recorded. */
export function timeReversal(recordId: string, reason: string, minutes: number, about: string): Act {
  return {
    kind: 'reverse_time',
    path: `/api/time-records/${recordId}/reverse`,
    body: { id: uuid(), reason },
    says: { m: minutes },
    about,
  }
}

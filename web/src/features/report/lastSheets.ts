// SPDX-License-Identifier: Apache-2.0
import { errorFromThrown } from '@/api/errors'
import { me, namesLocale } from '@/api/session'
import type { Bar, ReportProduction, Sheet } from '@/api/types'

/** Sheets as they were read last, by whom, in which language and of what: without a network they still open. */
const sheets = new Map<string, Sheet>()
const keyOf = (operationId: number) => `${me.value?.account_id} ${namesLocale.value} ${operationId}`

export async function sheetOf(operationId: number, read: () => Promise<Sheet>): Promise<Sheet> {
  try {
    const sheet = await read()
    sheets.set(keyOf(operationId), sheet)
    return sheet
  } catch (thrown) {
    const last = sheets.get(keyOf(operationId))
    if (last && errorFromThrown(thrown).answerLost) return last
    throw thrown
  }
}

/** What waits for the network counts already: the next report here begins where it ended, with what it left. */
export function noteKept(sheet: Sheet, bar: Bar | null, sent: ReportProduction): void {
  const made = sent.good + sent.ng
  const job = { ...sheet.job, bar: bar ?? sheet.job.bar, left: Math.max(0, sheet.job.left - made) }
  sheets.set(keyOf(sheet.job.operation_id), { ...sheet, job, available: sheet.available - made, started_at: sent.ended_at ?? sheet.started_at })
}

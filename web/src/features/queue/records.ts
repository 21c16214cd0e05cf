// SPDX-License-Identifier: Apache-2.0
import type { ReportLine } from '@/api/reports'
import type { TimeShown } from '@/api/types'

type Said = { id: string; at: string } & ({ line: ReportLine; time: null } | { line: null; time: TimeShown })
/** As many of each as a list without a date is given. */
const PAGE = 50

/** Reports and times as they came in. Of a list that was cut, only what is surely complete. */
export function newestFirst(lines: readonly ReportLine[], times: readonly TimeShown[], cut: boolean): Said[] {
  const all: Said[] = [
    ...lines.map((line) => ({ id: line.report.id, at: line.report.received_at, line, time: null })),
    ...times.map((time) => ({ id: time.id, at: time.received_at, line: null, time })),
  ]
  all.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
  return cut && all.length > PAGE ? all.slice(0, PAGE) : all
}

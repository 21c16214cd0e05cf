// SPDX-License-Identifier: Apache-2.0
import { has, t } from '@/i18n'
import type { ReportShown } from './types'

export interface ReportLine {
  report: ReportShown
  /** Why it no longer counts; null while it does. */
  undoneBy: string | null
  corrected: boolean
}

const isReversal = (report: ReportShown) => report.replaces_id !== null && report.good === 0 && report.ng === 0

/** A reversal is told on the report it takes back, not as a report of nothing. */
export function reportLines(reports: readonly ReportShown[]): ReportLine[] {
  const successors = new Map(reports.filter((report) => report.replaces_id !== null).map((report) => [report.replaces_id, report]))
  return reports
    .filter((report) => !isReversal(report) || !reports.some((other) => other.id === report.replaces_id))
    .map((report) => {
      const successor = successors.get(report.id)
      const reversed = successor !== undefined && isReversal(successor)
      return {
        report,
        undoneBy: reversed ? (successor.reason ?? '') : null,
        corrected: report.replaced_by_id !== null && !reversed,
      }
    })
}

/** Why a report is to be looked at: the rules of the plant that it was booked against. */
export const doubtWords = (doubts: readonly string[]) => doubts.map((code) => (has(`doubt.${code}`) ? t(`doubt.${code}`) : code)).join(' · ')

/** Why it was taken back: a reason that was offered, or own words. */
export const reasonWord = (reason: string): string => (has(`reason.${reason}`) ? t(`reason.${reason}`) : reason)

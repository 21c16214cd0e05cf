// SPDX-License-Identifier: Apache-2.0
import type { DeductionLine } from '@/api/types'
import { formatNumber, t } from '@/i18n'

const HOUR = 3600

/** Shares leave parts of pieces; one decimal says enough. */
export const count = (value: number) => formatNumber(Math.round(value * 10) / 10)

export const hours = (seconds: number) => formatNumber(Math.round((seconds / HOUR) * 10) / 10, 1)

/** Why pieces are taken off, with what was said when they were judged. */
export function whyWords(line: DeductionLine): string {
  const what = t(`figures.why.${line.why}`, { defect: line.defect, found_at: line.found_at })
  return line.reason ? t('figures.because', { what, reason: line.reason }) : what
}

// SPDX-License-Identifier: Apache-2.0
import { has, t } from '@/i18n'

const word = (key: string) => (has(key) ? t(key) : '–')

/** How far an operation is, and how good: the two states on a paper. */
export const progressWord = (progress: string) => word(`doc.progress.${progress}`)
export const qualityOf = (status: string) => word(`quality.${status}`)

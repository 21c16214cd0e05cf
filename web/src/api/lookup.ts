// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { answer, api } from './client'
import type { components } from './schema.gen'

export type Found = components['schemas']['Found']

/** What a scanned or typed code is; doors and features decide where it leads. */
export const scanCode = (code: string) => answer(api.GET('/api/scan', { params: { query: { code } } }))

/** A paper that the order has outgrown says so before anything else. */
export const outdatedWords = (hit: Pick<Found, 'label' | 'printed_revision' | 'revision'>) => t('scan.outdated', { label: hit.label, printed: hit.printed_revision, now: hit.revision })

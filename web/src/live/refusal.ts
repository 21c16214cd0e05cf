// SPDX-License-Identifier: Apache-2.0
import { errorFromThrown, errorText } from '@/api/errors'
import { reasonText, whoUntil } from '@/kit/bar/words'
import type { Block } from '@/kit/bar/geometry'

/** What a person reads of a refusal. What is stopped says why, who and until when. */
export function refusalText(thrown: unknown): string {
  const error = errorFromThrown(thrown)
  if (error.code !== 'blocked' || typeof error.params.reason_code !== 'string') return errorText(error)
  const block = error.params as unknown as Block
  return [reasonText(block), whoUntil(block)].filter(Boolean).join(' · ')
}

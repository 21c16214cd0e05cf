// SPDX-License-Identifier: Apache-2.0
import { ApiError } from '@/api/errors'
import { t } from '@/i18n'
import { refusalText } from '@/live/refusal'
import type { Item } from '@/live/outboxState'

export const what = (item: Pick<Item, 'kind' | 'says'>): string => t(`outbox.did.${item.kind}`, item.says)

/** The same sentence that the page would have shown. */
export function whyNot({ refused }: Pick<Item, 'refused'>): string {
  if (!refused) return ''
  const { code, params, status, message } = refused
  return refusalText(new ApiError(status >= 500 ? 'fault' : 'refused', status, code, params, message))
}

/** A report is about pieces that are made: the leader can book what the rules refuse. */
export const forLeader = (item: Pick<Item, 'kind' | 'body' | 'refused'>): boolean =>
  item.kind === 'report' && item.body.mode !== 'book' && item.refused !== null && item.refused.status < 500 && item.refused.code !== 'command_content_differs'

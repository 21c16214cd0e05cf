// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { toast } from '@/kit/toast'
import { send } from './outbox'
import type { Act } from './outboxState'
import { refusalText } from './refusal'

export const tellKept = (): number => toast(t('outbox.kept'))

/** For acts on a page that stays open: says what became of it. Whether the server has taken it. */
export async function sendAndTell<T>(act: Act, done: (answer: T) => void): Promise<boolean> {
  const sent = await send<T>(act)
  if (sent.state === 'done') done(sent.answer)
  else if (sent.state === 'refused') toast(refusalText(sent.error), { tone: 'alarm' })
  else tellKept()
  return sent.state === 'done'
}

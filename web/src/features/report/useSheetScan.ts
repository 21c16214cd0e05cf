// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, shallowRef } from 'vue'
import { errorText } from '@/api/errors'
import { scanCode } from '@/api/lookup'
import { t } from '@/i18n'
import { signal } from '@/kit/signal'
import { toast } from '@/kit/toast'
import { heard } from '@/kit/wedge'

/**
 * With a sheet open a lot goes into its material line and the card of another one leads on to that. Whatever else is
 * scanned leaves the sheet as it is filled in. What was scanned stays to be read; where its line is not `shown`, a message says so.
 */
export function useSheetScan(operationId: number, shown: () => boolean, takeLot: (code: string) => void, leadOn: (code: string) => void) {
  const answer = shallowRef<{ words: string; known: boolean } | null>(null)
  let before = Promise.resolve()
  let here = true
  onBeforeUnmount(() => (here = false))

  /** One after another: what was scanned behind a card is for the sheet that the card has opened. */
  function scanned(code: string): void {
    before = before.then(() => (here ? look(code) : heard(code)))
  }

  async function look(code: string): Promise<void> {
    answer.value = null
    try {
      const hit = await scanCode(code)
      if (!here) return heard(code)
      const own = hit.operation_id === operationId && !hit.outdated
      if (!own && (hit.operation_id != null || hit.outdated)) return leadOn(code)
      signal(hit.kind === 'unknown' ? 'bad' : 'good')
      if (hit.kind === 'lot') takeLot(hit.label || code)
      if (own) tell(t('scan.here'), true)
      else if (hit.kind === 'lot') tell(`${t('report.lot')} ${hit.label || code}`, true)
      else tell(hit.kind === 'unknown' ? t('scan.unknown', { code }) : t('scan.known', { label: hit.label }))
    } catch (thrown) {
      signal('bad')
      tell(errorText(thrown))
    }
  }

  function tell(words: string, known = false): void {
    answer.value = { words, known }
    if (!shown()) toast(words, { tone: known ? 'done' : 'alarm' })
  }

  return { answer, scanned }
}

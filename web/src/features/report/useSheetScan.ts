// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, ref } from 'vue'
import { errorText } from '@/api/errors'
import { scanCode } from '@/api/lookup'
import { t } from '@/i18n'
import { signal } from '@/kit/signal'
import { toast } from '@/kit/toast'
import { heard } from '@/kit/wedge'

/**
 * With a sheet open a lot goes into its material line and the card of another one leads on to that. Whatever else is
 * scanned leaves the sheet as it is filled in, and stays to be read; `shown`: its line is in sight, else a message says so.
 */
export function useSheetScan(operationId: number, shown: () => boolean, takeLot: (code: string) => void, leadOn: (code: string) => void) {
  const answer = ref('')
  let before = Promise.resolve()
  let here = true
  onBeforeUnmount(() => (here = false))

  /** One after another: what was scanned behind a card is for the sheet that the card has opened. */
  function scanned(code: string): void {
    before = before.then(() => (here ? look(code) : heard(code)))
  }

  async function look(code: string): Promise<void> {
    answer.value = ''
    try {
      const hit = await scanCode(code)
      if (!here) return heard(code)
      const own = hit.operation_id === operationId && !hit.outdated
      if (!own && (hit.operation_id != null || hit.outdated)) return leadOn(code)
      signal(hit.kind === 'unknown' ? 'bad' : 'good')
      if (own) toast(t('scan.here'))
      else if (hit.kind === 'lot') took(hit.label || code)
      else tell(hit.kind === 'unknown' ? t('scan.unknown', { code }) : t('scan.known', { label: hit.label }))
    } catch (thrown) {
      signal('bad')
      tell(errorText(thrown))
    }
  }

  function took(lot: string): void {
    takeLot(lot)
    toast(`${t('report.lot')} ${lot}`)
  }

  function tell(words: string): void {
    answer.value = words
    if (!shown()) toast(words, { tone: 'alarm' })
  }

  return { answer, scanned }
}

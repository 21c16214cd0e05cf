// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue'
import { errorText } from '@/api/errors'
import { scanCode } from '@/api/lookup'
import { t } from '@/i18n'
import { signal } from '@/kit/signal'

/**
 * With a sheet open a lot goes into its material line and a card leads on to its own sheet. Whatever else is scanned
 * leaves the sheet as it is filled in, and stays to be read.
 */
export function useSheetScan(takeLot: (code: string) => void, leadOn: (code: string) => void) {
  const answer = ref('')

  async function scanned(code: string): Promise<void> {
    answer.value = ''
    try {
      const hit = await scanCode(code)
      if (hit.operation_id != null || hit.outdated) return leadOn(code)
      signal(hit.kind === 'unknown' ? 'bad' : 'good')
      if (hit.kind === 'lot') takeLot(hit.label || code)
      else answer.value = hit.kind === 'unknown' ? t('scan.unknown', { code }) : t('scan.known', { label: hit.label })
    } catch (thrown) {
      signal('bad')
      answer.value = errorText(thrown)
    }
  }

  return { answer, scanned }
}

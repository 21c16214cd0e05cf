// SPDX-License-Identifier: Apache-2.0
import { computed, ref, shallowRef } from 'vue'
import { ApiError, errorFromThrown, errorText } from '@/api/errors'
import { may, me } from '@/api/session'
import type { ReportProduction, ReportResult, Sheet } from '@/api/types'
import { has, t } from '@/i18n'
import { fromQty, toQty } from '@/kit/qty'
import { toast } from '@/kit/toast'
import { fetchSheet, reverseReport, sendReport } from './api'
import { SheetCommand } from './command'
import { excess, firstQuantity, missing, newDraft, previewBar, type Draft } from './logic'

const RETRIES = 1
/** An older start belongs to the operation, not to what is reported now. */
const LONGEST_SPAN_MS = 24 * 60 * 60 * 1000

function recent(startedAt: string | null): string | null {
  return startedAt && Date.now() - new Date(startedAt).getTime() < LONGEST_SPAN_MS ? startedAt : null
}

/** Sends again by itself once when the answer was lost: the id makes it safe. */
async function sendPatiently(command: ReportProduction): Promise<ReportResult> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await sendReport(command)
    } catch (thrown) {
      const error = errorFromThrown(thrown)
      if (!error.answerLost || attempt >= RETRIES) throw error
    }
  }
}

/** What is wrong with a report that was booked all the same. */
function warningText(code: string, about: ReportResult['warnings'][number]['params']): string {
  const key = `warning.${code}`
  return has(key) ? t(key, about) : errorText(new ApiError('refused', 0, code, about))
}

export function undoReport(reportId: string): () => Promise<void> {
  return async () => {
    try {
      await reverseReport(reportId, 'undo')
      toast(t('report.undone'))
    } catch (thrown) {
      toast(errorText(thrown), { tone: 'alarm' })
    }
  }
}

export function useSheet(operationId: number, leave: () => void, label: (pieces: number) => void) {
  const sheet = shallowRef<Sheet | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const trouble = shallowRef<ApiError | null>(null)
  const draft = ref<Draft>(newDraft(0))
  const lot = ref<string | null>(null)
  const sending = ref(false)
  let command: SheetCommand | null = null

  async function load(): Promise<void> {
    failed.value = null
    try {
      const station = me.value?.station ?? null
      const read = await fetchSheet(operationId, station?.code ?? null)
      const loaded = { ...read, started_at: recent(read.started_at) }
      sheet.value = loaded
      lot.value = loaded.lots[0]?.code ?? null
      draft.value = newDraft(firstQuantity(toQty(loaded.tray_quantity), toQty(loaded.available), loaded.input_rule === 'block'))
      command = new SheetCommand(loaded, station?.id ?? null, me.value?.person?.id ?? null)
    } catch (thrown) {
      failed.value = errorFromThrown(thrown)
    }
  }

  const over = computed(() => {
    if (!sheet.value || sheet.value.input_rule === 'off') return 0
    return excess(draft.value.total, toQty(sheet.value.available))
  })
  const forbidden = computed(() => over.value > 0 && sheet.value?.input_rule === 'block')
  const lacking = computed(() => (sheet.value ? missing(draft.value, sheet.value.defects, sheet.value.detail_rules) : null))
  const preview = computed(() =>
    sheet.value ? previewBar(sheet.value.job.bar, draft.value, sheet.value.acceptance) : null,
  )

  const labelNext = (pieces: number) => (pieces > 0 && may('print.create') ? { label: t('tray.label'), go: () => label(pieces) } : null)

  function finished(result: ReportResult, sent: ReportProduction): void {
    const params = { n: sent.good + sent.ng, ng: sent.ng }
    if (result.outcome === 'parked') toast(t('report.parked', params))
    else if (result.report_id) toast(t('report.done', params), { undo: undoReport(result.report_id), next: labelNext(sent.good) })
    for (const { code, params: about } of result.warnings) toast(warningText(code, about))
    leave()
  }

  /** `book` is the way on when the rule forbids the quantity: it waits for the leader instead. */
  async function submit(mode: 'ask' | 'book' = 'ask'): Promise<void> {
    if (!command || sending.value || lacking.value || (forbidden.value && mode === 'ask')) return
    sending.value = true
    trouble.value = null
    const body = command.build({ draft: draft.value, lot: lot.value, mode })
    try {
      finished(await sendPatiently(body), body)
    } catch (thrown) {
      trouble.value = errorFromThrown(thrown)
    } finally {
      sending.value = false
    }
  }

  const available = computed(() => fromQty(toQty(sheet.value?.available)))
  return { sheet, failed, trouble, draft, lot, sending, over, forbidden, lacking, preview, available, load, submit }
}

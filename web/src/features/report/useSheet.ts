// SPDX-License-Identifier: Apache-2.0
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { ApiError, errorFromThrown, errorText } from '@/api/errors'
import { aboutJob } from '@/api/jobs'
import { may, me } from '@/api/session'
import type { ReportProduction, ReportResult, Sheet } from '@/api/types'
import { has, t } from '@/i18n'
import { fromQty, toQty } from '@/kit/qty'
import { toast } from '@/kit/toast'
import { send } from '@/live/outbox'
import { reversal } from '@/live/reversal'
import { sendAndTell, tellKept } from '@/live/tell'
import { fetchSheet } from './api'
import { reportAct, SheetCommand } from './command'
import { noteKept, sheetOf } from './lastSheets'
import { excess, firstQuantity, missing, newDraft, previewBar, type Draft } from './logic'
import { useCrew } from './useCrew'

/** An older start belongs to the operation, not to what is reported now. */
const LONGEST_SPAN_MS = 24 * 60 * 60 * 1000

function recent(startedAt: string | null): string | null {
  return startedAt && Date.now() - new Date(startedAt).getTime() < LONGEST_SPAN_MS ? startedAt : null
}

/** What is wrong with a report that was booked all the same. */
function warningText(code: string, about: ReportResult['warnings'][number]['params']): string {
  const key = `warning.${code}`
  return has(key) ? t(key, about) : errorText(new ApiError('refused', 0, code, about))
}

export function useSheet(operationId: number, leave: () => void, label: (pieces: number) => void) {
  const sheet = shallowRef<Sheet | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const trouble = shallowRef<ApiError | null>(null)
  const draft = ref<Draft>(newDraft(0))
  const lot = ref<string | null>(null)
  const { crew, beginCrew, setCrew, crewNames, skillNote } = useCrew(sheet)
  const sending = ref(false)
  let command: SheetCommand | null = null
  let here = true
  onBeforeUnmount(() => (here = false))

  async function load(): Promise<void> {
    failed.value = null
    try {
      const station = me.value?.station ?? null
      const read = await sheetOf(operationId, () => fetchSheet(operationId, station?.code ?? null))
      const loaded = { ...read, started_at: recent(read.started_at) }
      sheet.value = loaded
      lot.value = loaded.lots[0]?.code ?? null
      draft.value = newDraft(firstQuantity(toQty(loaded.tray_quantity), toQty(loaded.available), loaded.input_rule === 'block'))
      command = new SheetCommand(loaded, station?.id ?? null)
      beginCrew(loaded)
    } catch (thrown) {
      failed.value = errorFromThrown(thrown)
    }
  }

  /** Time that was recorded is not the time of the pieces that are reported now. */
  function workedUntil(started_at: string): void {
    if (sheet.value) sheet.value = { ...sheet.value, started_at }
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

  const undo = (reportId: string, pieces: number) => async (): Promise<void> => {
    await sendAndTell(reversal(reportId, 'undo', pieces, sheet.value ? aboutJob(sheet.value.job) : ''), () => toast(t('report.undone')))
  }

  function finished(result: ReportResult, sent: ReportProduction): void {
    const params = { n: sent.good + sent.ng, ng: sent.ng }
    if (result.outcome === 'parked') toast(t('report.parked', params))
    else if (result.report_id) toast(t('report.done', params), { undo: undo(result.report_id, params.n), undoes: result.report_id, next: labelNext(sent.good) })
    for (const { code, params: about } of result.warnings) toast(warningText(code, about))
    leave()
  }

  /** `book` is the way on when the rule forbids the quantity: it waits for the leader instead. */
  async function submit(mode: 'ask' | 'book' = 'ask'): Promise<void> {
    if (!command || !sheet.value || sending.value || lacking.value || (forbidden.value && mode === 'ask')) return
    sending.value = true
    trouble.value = null
    const body = command.build({ draft: draft.value, lot: lot.value, crew: crew.value, since: sheet.value.started_at, mode })
    const sent = await send<ReportResult>(reportAct(sheet.value.job, body), () => here)
    sending.value = false
    if (sent.state === 'done') finished(sent.answer, body)
    else if (sent.state === 'refused') trouble.value = sent.error
    else {
      noteKept(sheet.value, preview.value, body)
      tellKept()
      if (here) leave()
    }
  }

  const available = computed(() => fromQty(toQty(sheet.value?.available)))
  return { sheet, failed, trouble, draft, lot, crew, setCrew, crewNames, skillNote, workedUntil, sending, over, forbidden, lacking, preview, available, load, submit }
}

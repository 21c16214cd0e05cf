// SPDX-License-Identifier: Apache-2.0
import { computed, nextTick, reactive, ref, shallowRef } from 'vue'
import { ApiError, errorFromThrown, errorText } from '@/api/errors'
import { t } from '@/i18n'
import { toast } from '@/kit/toast'
import { CommandIds } from '@/meta/command'
import { fetchDocument, printDocument, type Document, type Kind } from './api'

export interface Labelled {
  quantity: number
  lot_code: string
}

/** One document: read, looked at, recorded as printed, then handed to the printer. `pieces` are those in a new tray. */
export function usePrint(kind: Kind, id: number, pieces?: number) {
  const shown = shallowRef<Document | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const problem = ref('')
  const busy = ref(false)
  const form = reactive({ copies: 1, reason: '', tray: { quantity: 0, lot_code: '' } as Labelled })
  let ids = new CommandIds()

  /** A tray that has its label keeps what the label says. */
  const labelled = computed(() => shown.value?.tray != null && (shown.value.printed !== null || shown.value.earlier_revision !== null))
  const again = computed(() => shown.value?.can.includes('reprint') ?? false)
  const ready = computed(() => !busy.value && (shown.value?.can.length ?? 0) > 0 && (!again.value || form.reason.trim() !== '') && form.copies >= 1 && (kind !== 'tray' || form.tray.quantity > 0))

  async function load(tray?: number): Promise<void> {
    try {
      const read = await fetchDocument(kind, id, tray)
      shown.value = read
      failed.value = null
      ids = new CommandIds()
      form.reason = ''
      if (read.tray) form.tray = { quantity: labelled.value ? read.tray.quantity : (pieces ?? read.tray.quantity), lot_code: read.tray.lot_code ?? '' }
    } catch (thrown) {
      failed.value = errorFromThrown(thrown)
    }
  }

  function command() {
    const { revision, tray } = shown.value as Document
    const label = tray && { tray: tray.number, quantity: form.tray.quantity, lot_code: form.tray.lot_code.trim() || null }
    const body = { kind, subject_id: id, revision, copies: form.copies, reason: again.value ? form.reason.trim() : null, ...label }
    return { id: ids.idFor(body), ...body }
  }

  /** What is not recorded is not printed: a paper that nobody knows of cannot be called back. */
  async function print(): Promise<boolean> {
    if (!ready.value) return false
    busy.value = true
    problem.value = ''
    try {
      await printDocument(command())
      toast(t('doc.sent'))
      await nextTick()
      window.print()
      await load()
      return true
    } catch (thrown) {
      problem.value = errorText(thrown)
      if (errorFromThrown(thrown).code === 'print_preview_is_old') await load(shown.value?.tray?.number)
      return false
    } finally {
      busy.value = false
    }
  }
  return { shown, failed, problem, form, labelled, again, ready, load, print }
}

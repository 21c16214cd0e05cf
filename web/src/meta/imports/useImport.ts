// SPDX-License-Identifier: Apache-2.0
import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { errorFromThrown, errorText } from '@/api/errors'
import { uuid } from '@/api/uuid'
import { locale, t } from '@/i18n'
import type { Entity } from '../api'
import { CommandIds } from '../command'
import { Keeper } from '../kept'
import { cancelImport, fetchAllRefused, fetchColumns, fetchImport, fetchImports, fetchRefused, MOST_MEGABYTES, MOST_ROWS, repeatImport, startImport, uploadSheet, type ImportRows, type ImportState, type Mapping, type Uploaded } from './api'
import { chosen, missing, understood } from './columns'
import { refusedSheet } from './refused'

const LOOK_EVERY_MS = 1000
/** A short sheet is done soon. */
const FIRST_LOOK_MS = 300
const SHOWN = 200
const MEGABYTE = 1024 * 1024

export const goesOn = (state: Pick<ImportState, 'status'> | null) => state?.status === 'queued' || state?.status === 'running'

/** For good, not as a rehearsal: its columns are chosen no more. */
export const isTaken = (state: Pick<ImportState, 'status' | 'dry_run'> | null) => state?.status === 'done' && !state.dry_run

interface OpenSheet {
  fileName: string
  uploadedId: string | null
  mapping: Mapping
  state: ImportState | null
  locale: string
}

/** One sheet: sent, its columns understood, tried, then imported; or an earlier one looked at again. */
export function useImport(entity: Entity) {
  const ids = new CommandIds()
  const keeper = new Keeper<OpenSheet>(entity.key, 'import')
  const uploaded = shallowRef<Uploaded | null>(null)
  const fileName = ref('')
  const mapping = ref<Mapping>({})
  const state = shallowRef<ImportState | null>(null)
  const refused = shallowRef<ImportRows | null>(null)
  const recent = shallowRef<ImportState[]>([])
  const busy = ref(false)
  const sending = ref(false)
  const problem = ref('')
  const openedIn = locale.value
  let timer: number | undefined
  let starts = 0
  let gone = false

  const lacking = computed(() => (uploaded.value ? missing(uploaded.value.targets, mapping.value) : []))
  const running = computed(() => goesOn(state.value))
  /** Only what was just tried, with these columns, is imported for good. */
  const mayTake = computed(() => uploaded.value !== null && state.value?.status === 'done' && state.value.dry_run)

  async function once(run: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = ''
    try {
      await run()
    } catch (thrown) {
      problem.value = errorText(thrown)
    } finally {
      busy.value = false
    }
  }

  async function readRecent(): Promise<void> {
    try {
      recent.value = (await fetchImports()).filter((one) => one.entity === entity.key)
    } catch (thrown) {
      problem.value = errorText(thrown)
    }
  }

  function reset(): void {
    leave()
    problem.value = ''
    void readRecent()
  }

  function leave(): void {
    clearTimeout(timer)
    uploaded.value = null
    state.value = null
    refused.value = null
    keeper.drop()
  }

  function begin(sheet: Uploaded): void {
    uploaded.value = sheet
    mapping.value = understood(sheet.columns)
    again()
  }

  const send = (file: File) =>
    once(async () => {
      if (file.size > MOST_MEGABYTES * MEGABYTE) {
        problem.value = t('errors.sheet_too_large', { megabytes: MOST_MEGABYTES, rows: MOST_ROWS })
        return
      }
      sending.value = true
      try {
        begin(await uploadSheet(uuid(), entity.key, file))
      } finally {
        sending.value = false
      }
      fileName.value = file.name
    })

  function choose(heading: string, target: string): void {
    mapping.value = chosen(mapping.value, heading, target)
  }

  const start = (dryRun: boolean) =>
    once(async () => {
      if (!uploaded.value || lacking.value.length) return
      const body = { import_id: uploaded.value.id, mapping: mapping.value, dry_run: dryRun }
      refused.value = null
      state.value = await startImport({ ...body, id: ids.idFor([starts, body]) })
      starts += 1
      look(FIRST_LOOK_MS)
    })

  const cancel = () =>
    once(async () => {
      const import_id = state.value?.id
      if (!import_id) return
      state.value = await cancelImport(uuid(), import_id)
      // What was under way when it was stopped is still counted.
      look()
    })

  /** Another import than the one asked for may be shown by the time the answer comes. */
  async function read(id: string): Promise<void> {
    try {
      const now = await fetchImport(id)
      if (gone || state.value?.id !== id) return
      problem.value = ''
      if (!goesOn(now) && now.counts.refused) refused.value = await fetchRefused(id, SHOWN)
      state.value = now
    } catch (thrown) {
      problem.value = errorText(thrown)
      // A lost line and a fault pass; a refusal stays one.
      if (['refused', 'signed_out'].includes(errorFromThrown(thrown).kind)) return
    }
    if (!gone && goesOn(state.value)) look()
  }

  function look(afterMs = LOOK_EVERY_MS): void {
    const id = state.value?.id
    clearTimeout(timer)
    if (id) timer = window.setTimeout(() => void read(id), afterMs)
  }

  /** An earlier import: one that still goes on is followed, one that was not taken yet is gone on with. */
  const open = (earlier: ImportState) =>
    once(async () => {
      fileName.value = earlier.file_name
      if (isTaken(earlier)) leave()
      else begin(await fetchColumns(earlier.id))
      if (earlier.status === 'uploaded') return
      state.value = earlier
      await read(earlier.id)
    })

  /** The file is kept: what was refused for want of something else is sent again without it. */
  const repeat = () =>
    once(async () => {
      if (state.value) begin(await repeatImport(uuid(), state.value.id))
    })

  /** A change of language takes the page away; it comes back with what was chosen. */
  const comeBack = () =>
    once(async () => {
      const kept = keeper.take()
      keeper.drop()
      if (!kept || (isTaken(kept.state) && kept.locale === openedIn)) return
      fileName.value = kept.fileName
      if (kept.uploadedId) begin(await fetchColumns(kept.uploadedId))
      if (kept.uploadedId) mapping.value = kept.mapping
      state.value = kept.state
      if (kept.state) await read(kept.state.id)
    })

  /** Back to the columns of the sheet. */
  function again(): void {
    state.value = null
    refused.value = null
  }

  const download = () =>
    once(async () => {
      if (!state.value) return
      const content = refusedSheet(entity, await fetchAllRefused(state.value.id))
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }))
      link.download = `${state.value.file_name.replace(/\.\w+$/, '')}-${t('data.import.file_suffix')}.csv`
      link.click()
      URL.revokeObjectURL(link.href)
    })

  onMounted(comeBack)
  onMounted(readRecent)
  onBeforeUnmount(() => {
    gone = true
    clearTimeout(timer)
    if (!uploaded.value && !state.value) return
    keeper.keep({ fileName: fileName.value, uploadedId: uploaded.value?.id ?? null, mapping: mapping.value, state: state.value, locale: openedIn })
  })
  return { uploaded, fileName, mapping, state, refused, recent, busy, sending, problem, lacking, running, mayTake, reset, leave, send, choose, start, cancel, open, repeat, again, download }
}

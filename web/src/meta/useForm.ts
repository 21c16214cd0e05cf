// SPDX-License-Identifier: Apache-2.0
import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { errorFromThrown, errorText } from '@/api/errors'
import { t } from '@/i18n'
import { fetchRecord, saveRecord, type Detail, type Entity, type Known, type Values } from './api'
import { CommandIds } from './command'
import { Keeper, type Kept } from './kept'
import { blankValues, changedKeys, hasDrafts, isDraft, keyText, merge, tidyValues, valuesFor } from './logic'
import { problemsOf, refusalAt, wrongWhole, type Problems } from './problems'

/** One record being typed: what it was, what is typed, what stands against it, what others changed meanwhile. */
export function useForm(entity: Entity, detail: Detail | null, given: Values) {
  const ids = new CommandIds()
  const keeper = new Keeper<Kept>(entity.key, detail?.id ?? 'new')
  const kept = keeper.take()
  const base = shallowRef<Values>(kept?.base ?? (detail ? valuesFor(entity.fields, detail.values) : { ...blankValues(entity.fields), ...given }))
  const typed = ref<Values>(kept?.typed ?? valuesFor(entity.fields, base.value))
  const reason = ref(kept?.reason ?? '')
  const restored = ref(kept !== null)
  const problems = shallowRef<Problems>({})
  const refusal = ref('')
  const stale = ref(false)
  const newer = ref<Values>({})
  const busy = ref(false)
  let version = kept?.version ?? detail?.version ?? 0
  let done = false

  const asksReason = ref(detail !== null && !isDraft(detail))
  const dirty = computed(() => changedKeys(entity.fields, base.value, typed.value).length > 0)

  function set(key: string, value: unknown): void {
    typed.value = { ...typed.value, [key]: value }
    problems.value = Object.fromEntries(Object.entries(problems.value).filter(([path]) => path.split('.')[0] !== key))
    refusal.value = ''
  }

  function check(): boolean {
    const found = problemsOf(entity.fields, typed.value)
    if (asksReason.value && !reason.value.trim()) found.reason = { code: 'needed' }
    problems.value = found
    return Object.keys(found).length === 0
  }

  function body(draft: boolean): Values {
    const said: Values = { ...tidyValues(entity.fields, typed.value), expected_version: version }
    if (!asksReason.value && hasDrafts(entity)) said.draft = draft
    if (reason.value.trim()) said.reason = reason.value.trim()
    return said
  }

  function refused(thrown: unknown): void {
    const error = errorFromThrown(thrown)
    stale.value = error.code === 'stale'
    asksReason.value ||= error.code === 'reason_needed'
    problems.value = refusalAt(error, entity.fields, typed.value)
    const whole = wrongWhole(error)
    if (whole) refusal.value = t('data.refused', { why: whole })
    else refusal.value = Object.keys(problems.value).length || stale.value ? '' : errorText(error)
  }

  /** The record as it stands afterwards; null when something stands against it. */
  async function save(draft: boolean): Promise<Known | null> {
    if (busy.value || !check()) return null
    busy.value = true
    refusal.value = ''
    const said = body(draft)
    try {
      const known = await saveRecord(entity.key, { ...said, id: ids.idFor(said) })
      discard()
      return known
    } catch (thrown) {
      refused(thrown)
      return null
    } finally {
      busy.value = false
    }
  }

  /** Somebody else was first: their values come beside what was typed, and nothing typed is lost. */
  async function readAgain(): Promise<void> {
    if (!detail || busy.value) return
    busy.value = true
    try {
      const now = await fetchRecord(entity.key, detail.id)
      const theirs = valuesFor(entity.fields, now.values)
      const merged = merge(entity.fields, base.value, typed.value, theirs)
      base.value = theirs
      typed.value = merged.values
      newer.value = merged.newer
      version = now.version
      stale.value = false
      refusal.value = now.can.includes('edit') ? '' : t('errors.record_retired', { key: keyText(entity, now) })
    } catch (thrown) {
      refusal.value = errorText(thrown)
    } finally {
      busy.value = false
    }
  }

  function discard(): void {
    done = true
    keeper.drop()
  }

  function warn(event: BeforeUnloadEvent): void {
    if (dirty.value && !done) event.preventDefault()
  }

  onMounted(() => window.addEventListener('beforeunload', warn))
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', warn)
    if (dirty.value && !done) keeper.keep({ base: base.value, typed: typed.value, version, reason: reason.value })
  })
  return { typed, base, reason, restored, problems, refusal, stale, newer, busy, dirty, asksReason, set, save, readAgain, discard }
}

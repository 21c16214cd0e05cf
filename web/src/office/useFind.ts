// SPDX-License-Identifier: Apache-2.0
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { answer, api } from '@/api/client'
import { errorText } from '@/api/errors'
import { outdatedWords, scanCode } from '@/api/lookup'
import { may } from '@/api/session'
import { toast } from '@/kit/toast'
import { bareCode } from '@/kit/wedge'
import { exactHit, hitsOf, pageOf, type Hit, type SearchAnswer } from './hits'
import { searchText } from './search'

const PAUSE_MS = 80
const lookFor = (text: string): Promise<SearchAnswer> => answer(api.GET('/api/search', { params: { query: { text } } }))

/** What is called as the field says: looked for while one types, opened by Enter or by a scan. */
export function useFind() {
  const router = useRouter()
  const found = shallowRef<SearchAnswer | null>(null)
  const open = ref(false)
  const active = ref(-1)
  const problem = ref('')
  /** A whole code was given, by a scanner or by Enter, and nobody knows it. */
  const unknown = ref('')
  let waiting: number | undefined
  let asked = 0

  const hits = computed(() => (found.value ? hitsOf(found.value) : []))
  const chosen = computed(() => hits.value[active.value] ?? null)

  async function look(text: string): Promise<SearchAnswer | null> {
    const mine = ++asked
    try {
      const looked = await lookFor(text)
      if (mine !== asked) return null
      found.value = looked
      problem.value = ''
    } catch (thrown) {
      if (mine !== asked) return null
      found.value = null
      problem.value = errorText(thrown)
    }
    active.value = -1
    open.value = true
    return found.value
  }

  function close(): void {
    asked += 1
    clearTimeout(waiting)
    open.value = false
    active.value = -1
  }

  /** Typed by a person: what fits so far stands below the field. */
  function type(text: string): void {
    searchText.value = text
    unknown.value = ''
    clearTimeout(waiting)
    if (!text.trim()) return close()
    waiting = window.setTimeout(() => void look(text.trim()), PAUSE_MS)
  }

  async function go(hit: Pick<Hit, 'kind' | 'id' | 'code'>): Promise<void> {
    close()
    searchText.value = ''
    await router.push(pageOf(hit))
  }

  /** A code that somebody scanned or finished typing leads to where it belongs; else it stays in the field to be seen. */
  async function find(text: string): Promise<void> {
    const code = bareCode(text)
    if (!code) return
    close()
    try {
      const scanned = may('queue.read') ? await scanCode(code) : null
      if (scanned?.outdated) toast(outdatedWords(scanned), { tone: 'alarm' })
      if (scanned?.lot_id && may('print.create')) return void (await go({ kind: 'lot', id: scanned.lot_id, code }))
      if (scanned?.order_id && may('board.read')) return void (await go({ kind: 'order', id: scanned.order_id, code }))
    } catch (thrown) {
      return void toast(errorText(thrown), { tone: 'alarm' })
    }
    const looked = await look(code)
    const exact = looked && exactHit(looked)
    if (exact) return go(exact)
    unknown.value = looked && !looked.groups.length ? code : ''
  }

  function step(by: number): void {
    if (!open.value || !hits.value.length) return
    const last = hits.value.length - 1
    active.value = active.value < 0 ? (by > 0 ? 0 : last) : Math.max(0, Math.min(last, active.value + by))
  }

  const enter = () => (open.value && chosen.value ? go(chosen.value) : find(searchText.value))

  watch(searchText, (text) => text || close())
  onBeforeUnmount(router.afterEach(close))
  onBeforeUnmount(() => clearTimeout(waiting))
  return { found, open, active, problem, unknown, hits, close, type, go, find, step, enter }
}

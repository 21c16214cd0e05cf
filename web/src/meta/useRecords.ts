// SPDX-License-Identifier: Apache-2.0
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import { fetchRecords, PAGE, type Row, type Wanted, type Wish } from './api'

const TYPING_MS = 200
const EVERYTHING: Wish = { search: '', status: '', filters: {}, sort: '', descending: false, offset: 0 }

/** One page of a list. Only the answer to the latest wish counts, whatever order answers come in. */
export function useRecords(entity: string) {
  const wish = ref<Wish>({ ...EVERYTHING })
  const rows = shallowRef<Row[] | null>(null)
  const total = ref(0)
  const failed = shallowRef<ApiError | null>(null)
  const readAt = ref(0)
  let asked = 0
  let typing: number | undefined

  async function load(): Promise<void> {
    clearTimeout(typing)
    const mine = ++asked
    try {
      const page = await fetchRecords(entity, wish.value)
      if (mine !== asked) return
      total.value = page.total
      // The last of a page may have gone meanwhile.
      if (!page.rows.length && wish.value.offset > 0) return turn(Math.floor(Math.max(0, page.total - 1) / PAGE) * PAGE)
      rows.value = page.rows
      readAt.value = Date.now()
      failed.value = null
    } catch (thrown) {
      if (mine === asked) failed.value = errorFromThrown(thrown)
    }
  }

  function turn(offset: number): Promise<void> {
    wish.value = { ...wish.value, offset }
    return load()
  }

  /** What narrows or sorts begins at the first page again; typing waits until it pauses. */
  function change(part: Partial<Wish>): void {
    wish.value = { ...wish.value, ...part, offset: 0 }
    clearTimeout(typing)
    if ('search' in part) typing = window.setTimeout(() => void load(), TYPING_MS)
    else void load()
  }

  const sortBy = (key: string) => change({ sort: key, descending: wish.value.sort === key && !wish.value.descending })

  /** A list as it was saved, in place of what it is narrowed to. */
  function show(wanted: Wanted): void {
    wish.value = { ...wanted, offset: 0 }
    void load()
  }
  const clear = () => change({ ...EVERYTHING, sort: wish.value.sort, descending: wish.value.descending })
  const narrowed = computed(() => Boolean(wish.value.search.trim() || wish.value.status || Object.keys(wish.value.filters).length))

  onBeforeUnmount(() => clearTimeout(typing))
  return { wish, rows, total, failed, readAt, narrowed, load, turn, change, show, sortBy, clear }
}

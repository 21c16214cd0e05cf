// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'
import { errorText } from '@/api/errors'
import type { ReportShown } from '@/api/types'
import { fetchReports } from './api'

/** The newest reports of an order or an operation, and the earlier ones on demand. */
export function useReports(of: () => Parameters<typeof fetchReports>[0]) {
  const reports = shallowRef<ReportShown[] | null>(null)
  /** Where those go on that are not read yet. */
  const earlier = ref<string | null>(null)
  const goingBack = ref(false)
  const problem = ref('')
  /** Who goes back in time is not thrown to the newest again. */
  let wentBack = false
  let asked = 0

  async function read(cursor?: string): Promise<void> {
    const mine = ++asked
    try {
      const found = await fetchReports(of(), cursor)
      if (mine !== asked) return
      reports.value = cursor ? [...(reports.value ?? []), ...found.reports] : found.reports
      earlier.value = found.next_cursor
      problem.value = ''
    } catch (thrown) {
      if (mine === asked) problem.value = errorText(thrown)
    }
  }

  async function readNewest(): Promise<void> {
    if (!wentBack) await read()
  }

  async function readEarlier(): Promise<void> {
    if (earlier.value === null || goingBack.value) return
    goingBack.value = wentBack = true
    await read(earlier.value)
    goingBack.value = false
  }

  function begin(): void {
    reports.value = earlier.value = null
    goingBack.value = wentBack = false
    void read()
  }

  const again = () => (wentBack ? readEarlier() : read())
  return { reports, earlier, goingBack, problem, begin, readNewest, readEarlier, again }
}

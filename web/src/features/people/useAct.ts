// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue'
import { errorText } from '@/api/errors'
import { toast } from '@/kit/toast'

/** One act at a time; a refusal is told where it was asked, or at the foot of the page. */
export function useAct(after: () => Promise<unknown> | unknown = () => undefined) {
  const busy = ref(false)
  const problem = ref('')

  async function act<T>(run: () => Promise<T>, done: string, where: 'toast' | 'here' = 'toast'): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = ''
    try {
      const made = await run()
      if (done) toast(done)
      return made
    } catch (thrown) {
      if (where === 'here') problem.value = errorText(thrown)
      else toast(errorText(thrown), { tone: 'alarm' })
      return null
    } finally {
      busy.value = false
      await after()
    }
  }
  return { busy, problem, act }
}

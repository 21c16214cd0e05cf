// SPDX-License-Identifier: Apache-2.0
import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import type { ApiError } from '@/api/errors'
import { me } from '@/api/session'
import type { BlockListed, Hands, HoldCase } from '@/api/types'
import { formatNumber, t } from '@/i18n'
import { toast } from '@/kit/toast'
import { newest } from '@/live/newest'
import { send } from '@/live/outbox'
import type { Act } from '@/live/outboxState'
import { refusalText } from '@/live/refusal'
import { sendAndTell, tellKept } from '@/live/tell'
import { useLive } from '@/live/useLive'
import { complete, hold, release, resume, start, stop, type Stop } from './acts'
import { fetchHands } from './api'

const MINUTE_MS = 60_000

/** One job of the station with what lies at it and what stops it, and what can be done about either. */
export function useJob(operationId: number, leave: () => void) {
  const hands = shallowRef<Hands | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const problem = ref('')
  const sending = ref(false)
  /** Which form is open: one at a time. */
  const open = ref('')
  const job = computed(() => hands.value?.job ?? null)
  let here = true
  onBeforeUnmount(() => (here = false))

  const load = newest(
    () => fetchHands(operationId, me.value?.station?.code ?? null),
    (found) => {
      hands.value = found
      failed.value = null
    },
    (error) => (failed.value = error),
  )

  function show(form: string): void {
    problem.value = ''
    open.value = open.value === form ? '' : form
  }

  /** A refusal stands at the form that was sent, beside the figures as they are now. */
  async function decide(act: Act, done: string): Promise<void> {
    if (sending.value) return
    sending.value = true
    problem.value = ''
    const sent = await send(act, () => here)
    sending.value = false
    if (sent.state === 'refused') problem.value = refusalText(sent.error)
    else {
      open.value = ''
      if (sent.state === 'done') toast(done)
      else tellKept()
    }
    if (sent.state !== 'waiting') await load()
  }

  const withJob = (run: (of: Hands) => void) => () => hands.value && run(hands.value)

  /** Reversible, so it asks nothing: ten seconds to take it back. */
  const completeNow = withJob(async ({ job: of }) => {
    if (sending.value) return
    sending.value = true
    const reopen = () => sendAndTell(start(of), () => toast(t('job.reopened'))).then(() => undefined)
    const done = await sendAndTell(complete(of), () => toast(t('job.completed', { order: of.order_number }), { undo: reopen }))
    sending.value = false
    if (done) leave()
    else await load()
  })

  const pieces = (n: number) => ({ n: formatNumber(n) })
  const holdNow = (cell: 'ready' | 'waiting', n: number, reason: string) => withJob(({ job: of }) => decide(hold(of, cell, n, reason), t('job.held', pieces(n))))()
  const releaseNow = (held: HoldCase, n: number, reason: string) => withJob(({ job: of }) => decide(release(of, held, n, reason), t('job.released', pieces(n))))()
  const resumeNow = (block: BlockListed, reason: string) => withJob(({ job: of }) => decide(resume(of, block, reason), t('job.resumed')))()
  const stopNow = (what: Omit<Stop, 'until'>, minutes: number | null) => {
    const until = minutes === null ? null : new Date(Date.now() + minutes * MINUTE_MS).toISOString()
    return withJob(({ job: of }) => decide(stop(of, { ...what, until }), t('job.stopped')))()
  }

  onMounted(load)
  useLive({ apply: () => undefined, refetch: () => void load(), wants: (change) => change.order_id === job.value?.order_id })
  return { hands, job, failed, problem, sending, open, load, show, completeNow, holdNow, releaseNow, resumeNow, stopNow }
}

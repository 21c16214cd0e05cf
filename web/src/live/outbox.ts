// SPDX-License-Identifier: Apache-2.0
import { computed, ref, shallowRef, watch } from 'vue'
import { post } from '@/api/client'
import { errorFromThrown, type ApiError } from '@/api/errors'
import { me } from '@/api/session'
import { delay, inOrder, next, place, put, unsentOf, verdict, without, type Act, type Item } from './outboxState'
import { forget, handedOver, isKept, isOutboxKey, keep, keptItems, noteAccount } from './outboxStore'
import { liveState, wakeStream } from './stream'

/**
 * The way out for every command of the station: kept until the server has answered, sent one after another in the
 * order of the acts, again and again under the same id while the server is away.
 */
export type Sent<T> = { state: 'done'; answer: T } | { state: 'refused'; error: ApiError } | { state: 'waiting' }
export type Late = { item: Item; answer: unknown } | { item: Item; error: ApiError }

const PATIENCE_MS = 4000
/** After this many failures nobody is kept waiting in front of a button. */
const FAILURES_SHOWN = 2

interface Waiter {
  tell(sent: Sent<unknown>): void
  stillHere(): boolean
}

const items = shallowRef<Item[]>([])
/** What the browser had no room for: it lives as long as this page, which warns before it is left. */
const onlyHere = new Set<string>()
const waiters = new Map<string, Waiter>()
const lateListeners = new Set<(late: Late) => void>()
let failures = 0
let started = false
let sending = false
let timer: number | undefined

/** Since when the server has not been reached; null while it is there. */
export const awaySince = ref<number | null>(null)
export const sendingNow = ref(false)
const account = computed(() => me.value?.account_id ?? null)
export const unsent = computed(() => unsentOf(items.value, account.value))
export const unsentCount = computed(() => unsent.value.refused.length + unsent.value.waiting.length)

export const waitingAt = (operationId: number): number => unsent.value.waiting.filter((item) => item.operationId === operationId).length

/** Hears what became of items that nobody waits for in front of the page that made them. */
export function onLate(listener: (late: Late) => void): () => void {
  lateListeners.add(listener)
  return () => lateListeners.delete(listener)
}

function store(item: Item): void {
  if (keep(item)) onlyHere.delete(item.body.id)
  else onlyHere.add(item.body.id)
  items.value = put(items.value, item)
}

function remove(id: string): void {
  forget(id)
  onlyHere.delete(id)
  items.value = without(items.value, id)
}

function settle(id: string, sent: Sent<unknown>): boolean {
  const waiter = waiters.get(id)
  waiters.delete(id)
  waiter?.tell(sent)
  return waiter !== undefined
}

function letGo(): void {
  for (const id of [...waiters.keys()]) settle(id, { state: 'waiting' })
}

/**
 * Sends what a person did. Answers at once what the server said; while it cannot be reached: that the item waits.
 * `stillHere`: whether the page that could show a refusal is still open, else the refusal stays in the list.
 */
export function send<T>(act: Act, stillHere: () => boolean = () => true): Promise<Sent<T>> {
  const now = Date.now()
  const at = typeof act.body.occurred_at === 'string' ? act.body.occurred_at : new Date(now).toISOString()
  const who = me.value?.person?.name ?? me.value?.display_name ?? ''
  store({ ...act, at, order: place(items.value, now), account: account.value ?? 0, who, faults: 0, refused: null })
  return new Promise((resolve) => {
    const tell = (sent: Sent<unknown>) => {
      clearTimeout(patience)
      resolve(sent as Sent<T>)
    }
    const patience = window.setTimeout(() => settle(act.body.id, { state: 'waiting' }), PATIENCE_MS)
    waiters.set(act.body.id, { tell, stillHere })
    tryNow()
  })
}

/** Tries at once, however long the next try was put off. */
export function tryNow(): void {
  clearTimeout(timer)
  void pump()
}

/** A refused item goes out again under its id, perhaps in another way. */
export function sendAgain(id: string, change: Readonly<Record<string, unknown>> = {}): void {
  const item = items.value.find((one) => one.body.id === id)
  if (!item) return
  store({ ...item, body: { ...item.body, ...change }, refused: null, faults: 0 })
  tryNow()
}

/** Only what was refused can be given up: of the others nobody knows whether they have arrived. */
export function giveUp(id: string): void {
  if (items.value.some((one) => one.body.id === id && one.refused)) remove(id)
}

async function pump(): Promise<void> {
  if (sending || !started) return
  sending = true
  try {
    for (;;) {
      // What is mine is not sent in another's name.
      const item = handedOver(account.value) ? undefined : next(items.value, account.value)
      if (!item || !(await alone(() => attempt(item)))) break
    }
  } finally {
    sending = false
    sendingNow.value = false
  }
}

/** One tab at a time, where the browser can say so; elsewhere the id alone keeps it safe. */
async function alone(act: () => Promise<boolean>): Promise<boolean> {
  return 'locks' in navigator ? navigator.locks.request('lockstep-outbox', act) : act()
}

/** Whether the next one can follow. */
async function attempt(item: Item): Promise<boolean> {
  const { id } = item.body
  if (!isKept(id) && !onlyHere.has(id)) {
    // Another tab has sent it meanwhile.
    remove(id)
    settle(id, { state: 'waiting' })
    return true
  }
  sendingNow.value = true
  try {
    const answer = await post<unknown>(item.path, item.body)
    reached()
    remove(id)
    if (!settle(id, { state: 'done', answer })) lateListeners.forEach((listener) => listener({ item, answer }))
    return true
  } catch (thrown) {
    return failed(item, errorFromThrown(thrown))
  }
}

function reached(): void {
  failures = 0
  awaySince.value = null
  wakeStream()
}

function failed(item: Item, error: ApiError): boolean {
  const said = verdict(error, item.faults)
  if (said === 'later') {
    failures += 1
    if (error.kind === 'fault') store({ ...item, faults: item.faults + (error.status === 500 ? 1 : 0) })
    if (failures >= FAILURES_SHOWN || !navigator.onLine) {
      awaySince.value ??= Date.now()
      letGo()
    }
    timer = window.setTimeout(() => void pump(), delay(failures))
    return false
  }
  reached()
  if (said === 'signed_out') {
    letGo()
    return false
  }
  refuse(item, error)
  return true
}

function refuse(item: Item, error: ApiError): void {
  const { id } = item.body
  const waiter = waiters.get(id)
  if (waiter?.stillHere()) {
    remove(id)
    settle(id, { state: 'refused', error })
    return
  }
  const { code, params, status, message } = error
  store({ ...item, refused: { code, params, status, message } })
  settle(id, { state: 'waiting' })
  lateListeners.forEach((listener) => listener({ item, error }))
}

function warn(event: BeforeUnloadEvent): void {
  if (unsentCount.value || onlyHere.size) event.preventDefault()
}

const everything = (): Item[] => inOrder([...keptItems(), ...items.value.filter((one) => onlyHere.has(one.body.id))])

/** Begins with what the page before left behind. */
export function startOutbox(): void {
  started = true
  items.value = everything()
  window.addEventListener('online', tryNow)
  window.addEventListener('beforeunload', warn)
  window.addEventListener('storage', (event) => {
    if (isOutboxKey(event.key)) items.value = everything()
  })
  watch(
    account,
    (now) => {
      if (now !== null) noteAccount(now)
      tryNow()
    },
    { immediate: true },
  )
  watch(liveState, (state) => state === 'live' && tryNow())
}

// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError, errorFromAnswer } from '@/api/errors'
import type { Me } from '@/api/types'
import { delay, next, place, put, unsentOf, verdict, type Item } from './outboxState'

const item = (id: string, order: number, more: Partial<Item> = {}): Item => ({
  kind: 'report', path: '/api/reports', body: { id }, about: '', at: '', order, account: 1, who: 'Li', faults: 0, refused: null, ...more,
})
const refusal = { code: 'over_available', params: {}, status: 409, message: '' }

it('keeps the order of the acts, and an item that is sent anew its place', () => {
  const items = put(put([], item('b', 2)), item('a', 1))
  expect(items.map((one) => one.body.id)).toEqual(['a', 'b'])
  expect(put(items, item('a', 1, { faults: 1 })).map((one) => one.faults)).toEqual([1, 0])
  expect(place(items, 1)).toBe(3)
})

it('sends what the signed-in person made, past what was refused', () => {
  const items = [item('a', 1, { refused: refusal }), item('b', 2, { account: 2, who: 'Wang' }), item('c', 3)]
  expect(next(items, 1)?.body.id).toBe('c')
  expect(next(items, null)).toBeUndefined()
  expect(unsentOf(items, 1)).toMatchObject({ refused: [{ body: { id: 'a' } }], waiting: [{ body: { id: 'c' } }], others: [{ who: 'Wang', count: 1 }] })
})

it('waits for a server that is away and shows what it refuses', () => {
  expect(verdict(new ApiError('network', 0, 'network'), 0)).toBe('later')
  expect(verdict(errorFromAnswer(503, null), 99)).toBe('later')
  expect(verdict(errorFromAnswer(401, null), 0)).toBe('signed_out')
  expect(verdict(errorFromAnswer(409, { error: { code: 'over_available' } }), 0)).toBe('refused')
  expect([verdict(errorFromAnswer(500, null), 0), verdict(errorFromAnswer(500, null), 4)]).toEqual(['later', 'refused'])
  expect([delay(1), delay(2), delay(99)]).toEqual([300, 1000, 30_000])
})

/** A browser of which the tests say what its network answers. */
const answers: (() => unknown)[] = []
const asked: string[] = []
vi.mock('@/api/client', () => ({
  post: (_path: string, body: { id: string }) => {
    asked.push(body.id)
    return Promise.resolve().then(() => answers.shift()?.() ?? { booked: body.id })
  },
}))
const wakeStream = vi.fn()
vi.mock('./stream', async () => ({ liveState: (await import('vue')).ref('live'), wakeStream: () => wakeStream() as void }))
vi.mock('@/api/session', async () => ({ me: (await import('vue')).shallowRef(null) }))
const away = () => Promise.reject(new TypeError('Failed to fetch'))
const refuse = async () => {
  const errors = await import('@/api/errors')
  throw new errors.ApiError('refused', 409, 'over_available', { available: 3 })
}

async function opened() {
  vi.resetModules()
  const outbox = await import('./outbox')
  const { me } = await import('@/api/session')
  me.value = { account_id: 1, display_name: 'Li' } as Me
  outbox.startOutbox()
  return { outbox, me }
}
const act = (id: string) => ({ kind: 'report', path: '/api/reports', body: { id }, about: '' })

beforeEach(() => {
  vi.useFakeTimers()
  answers.length = asked.length = 0
  wakeStream.mockClear()
  const kept: Record<string, string> = {}
  Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, text: string) => void (kept[key] = text) },
    removeItem: { value: (key: string) => void delete kept[key] },
  })
  vi.stubGlobal('localStorage', kept)
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('window', { addEventListener: () => undefined, setTimeout: globalThis.setTimeout })
})

it('tells the page the answer, or the refusal, and keeps nothing of either', async () => {
  const { outbox } = await opened()
  answers.push(() => ({ booked: 1 }), refuse)
  expect(await outbox.send(act('a'))).toEqual({ state: 'done', answer: { booked: 1 } })
  expect(await outbox.send(act('b'))).toMatchObject({ state: 'refused', error: { code: 'over_available' } })
  expect(outbox.unsentCount.value).toBe(0)
})

it('lets the page go while the server is away, and sends in order under the same ids when it is back', async () => {
  const { outbox } = await opened()
  answers.push(away, away, away)
  const first = outbox.send(act('a'))
  const second = outbox.send(act('b'))
  await vi.advanceTimersByTimeAsync(500)
  expect([await first, await second]).toEqual([{ state: 'waiting' }, { state: 'waiting' }])
  expect(outbox.unsent.value.waiting.map((one) => one.body.id)).toEqual(['a', 'b'])
  expect(wakeStream).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(outbox.unsentCount.value).toBe(0)
  expect(asked.filter((id) => id === 'a').length).toBeGreaterThan(1)
  expect(asked.lastIndexOf('a')).toBeLessThan(asked.indexOf('b'))
  expect(wakeStream).toHaveBeenCalled()
})

it('loses nothing when the page is loaded anew, and sends nothing in the name of another', async () => {
  const before = await opened()
  answers.push(away, away, away, away)
  void before.outbox.send(act('a'))
  await vi.advanceTimersByTimeAsync(500)
  vi.clearAllTimers()
  answers.length = 0

  vi.resetModules()
  const outbox = await import('./outbox')
  const { me } = await import('@/api/session')
  asked.length = 0
  me.value = { account_id: 2, display_name: 'Wang' } as Me
  outbox.startOutbox()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([asked, outbox.unsent.value.others]).toEqual([[], [{ who: 'Li', count: 1 }]])
  me.value = { account_id: 1, display_name: 'Li' } as Me
  await vi.advanceTimersByTimeAsync(0)
  expect([[...new Set(asked)], outbox.unsentCount.value]).toEqual([['a'], 0])
})

it('sends nothing before it is known who is signed in, and then what was done meanwhile, with a device that keeps nothing, too', async () => {
  vi.resetModules()
  const outbox = await import('./outbox')
  const { me } = await import('@/api/session')
  me.value = { account_id: 1, display_name: 'Li' } as Me
  const full = () => {
    throw new DOMException('', 'QuotaExceededError')
  }
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: full, removeItem: () => undefined })
  const sent = outbox.send(act('a'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toEqual([])
  outbox.startOutbox()
  expect([await sent, asked]).toEqual([{ state: 'done', answer: { booked: 'a' } }, ['a']])
})

it('keeps a refusal open that nobody was there to read, until it is sent again or given up', async () => {
  const { outbox } = await opened()
  answers.push(refuse, refuse)
  expect(await outbox.send(act('a'), () => false)).toEqual({ state: 'waiting' })
  expect(outbox.unsent.value.refused[0]?.refused).toMatchObject({ code: 'over_available', params: { available: 3 } })
  outbox.sendAgain('a', { mode: 'book' })
  await vi.advanceTimersByTimeAsync(0)
  expect(outbox.unsent.value.refused[0]?.body).toEqual({ id: 'a', mode: 'book' })
  outbox.giveUp('a')
  expect(outbox.unsentCount.value).toBe(0)
})

// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { askEarly, takeEarly } from './early'

const HOST = 'http://plant.test'
const get = (path: string) => new Request(HOST + path)
const post = () => new Request(`${HOST}/api/reports`, { method: 'POST' })

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('location', { origin: HOST })
  askEarly(() => Promise.resolve(new Response('early')), ['/api/me', '/api/queue'])
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('answers the first reading of each, and no other', async () => {
  expect(await (await takeEarly(get('/api/me')))?.text()).toBe('early')
  expect(takeEarly(get('/api/me'))).toBeNull()
  expect(takeEarly(get('/api/queue?station=GR-02'))).toBeNull()
  expect(takeEarly(get('/api/queue'))).not.toBeNull()
})

it('is forgotten with the first act, and after moments', () => {
  expect(takeEarly(post())).toBeNull()
  expect(takeEarly(get('/api/queue'))).toBeNull()
  askEarly(() => Promise.resolve(new Response('')), ['/api/me'])
  vi.advanceTimersByTime(5000)
  expect(takeEarly(get('/api/me'))).toBeNull()
})

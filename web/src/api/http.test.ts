// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest'
import { ApiError, errorFromAnswer, errorFromThrown } from './errors'
import { csrfToken, guardedFetch } from './http'

afterEach(() => vi.unstubAllGlobals())

it.each([
  ['the badge of somebody else was read meanwhile', 'lockstep_csrf=b', 'asked in a session that is over'],
  ['nobody has signed in since', 'lockstep_csrf=a', 401],
  ['the server took the session away', '', 401],
])('answers that a session is over: %s', async (_when, since, told) => {
  const browser = { cookie: 'lockstep_csrf=a' }
  vi.stubGlobal('document', browser)
  vi.stubGlobal('fetch', () => {
    browser.cookie = since
    return Promise.resolve(new Response(null, { status: 401 }))
  })
  const asked = guardedFetch(new Request('http://plant/api/queue')).then((response) => response.status, (thrown: Error) => thrown.message)
  expect(await asked).toBe(told)
})

it('finds the token that is echoed with every write', () => {
  expect(csrfToken('theme=dark; lockstep_csrf=a%2Fb; x=1')).toBe('a/b')
  expect(csrfToken('theme=dark')).toBe('')
})

it('tells a refusal from a lost answer', () => {
  const body = { error: { code: 'over_available', params: { available: 86 }, message: 'Too many' } }
  const refused = errorFromAnswer(409, body)
  expect([refused.kind, refused.code, refused.params.available, refused.answerLost]).toEqual(['refused', 'over_available', 86, false])
  expect(errorFromThrown(new DOMException('', 'TimeoutError')).answerLost).toBe(true)
  expect(errorFromThrown(new TypeError('Failed to fetch')).kind).toBe('network')
})

it('treats a broken answer as a fault and keeps what was an ApiError', () => {
  expect(errorFromAnswer(502, null)).toMatchObject({ kind: 'fault', code: 'http_502' })
  expect(errorFromAnswer(401, { error: { code: 'not_signed_in' } }).kind).toBe('signed_out')
  const known = new ApiError('refused', 409, 'busy')
  expect(errorFromThrown(known)).toBe(known)
})

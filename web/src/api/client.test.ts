// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const answers: Response[] = []

vi.mock('./http', () => ({ guardedFetch: () => Promise.resolve(answers.shift()), signedOut: () => undefined }))
beforeAll(() => vi.stubGlobal('location', { origin: 'http://plant' }))
afterAll(() => vi.unstubAllGlobals())

async function failure(run: (client: typeof import('./client')) => Promise<unknown>) {
  return run(await import('./client')).then(
    (value) => ({ value }),
    (error: { kind: string; code: string }) => [error.kind, error.code],
  )
}

it.each([
  ['the log-in page of a network', () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
  ['half an answer', () => new Response('{"good": 5', { headers: JSON_TYPE })],
  ['an empty answer', () => new Response('', { headers: { ...JSON_TYPE, 'Content-Length': '0' } })],
])('takes %s for no answer: nothing says that it was done', async (_what, made) => {
  answers.push(made(), made())
  expect(await failure(({ post }) => post('/api/reports', { id: 'a' }))).toEqual(['network', 'network'])
  expect(await failure(({ answer, api }) => answer(api.GET('/api/home')))).toEqual(['network', 'network'])
})

it('takes an answer without content, and one that says nothing is there', async () => {
  answers.push(new Response(null, { status: 204 }), new Response('null', { headers: JSON_TYPE }))
  expect(await failure(({ answer, api }) => answer(api.POST('/api/auth/sign-out')))).toEqual({ value: undefined })
  expect(await failure(({ post }) => post('/api/any', {}))).toEqual({ value: null })
})

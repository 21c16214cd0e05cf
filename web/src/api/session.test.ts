// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Me } from './types'

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const refused = (permission: string) => json(403, { error: { code: 'forbidden', params: { permission } } })
const shen = (...permissions: string[]) => ({ account_id: 7, permissions }) as unknown as Me
const answers = new Map<string, () => Response>()
const asked: string[] = []

beforeAll(() => {
  vi.stubGlobal('location', { origin: 'http://plant' })
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const { pathname } = new URL(url)
    asked.push(pathname)
    return Promise.resolve(answers.get(pathname)?.())
  })
})
afterAll(() => vi.unstubAllGlobals())

it('reads the rights anew when one is refused that was known, and only then', async () => {
  const { post } = await import('./client')
  const { may, me } = await import('./session')
  vi.stubGlobal('document', { cookie: 'lockstep_csrf=a' })
  me.value = shen('order.manage', 'board.read')
  answers.set('/api/orders/promise-line', () => refused('order.manage')).set('/api/me', () => json(200, shen('board.read')))
  await expect(post('/api/orders/promise-line', {})).rejects.toThrow()
  await vi.waitFor(() => expect(may('order.manage')).toBe(false))
  expect(may('board.read')).toBe(true)
  await expect(post('/api/orders/promise-line', {})).rejects.toThrow()
  expect(asked.filter((path) => path === '/api/me')).toHaveLength(1)
})

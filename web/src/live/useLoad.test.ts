// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest'
import { errorFromAnswer } from '@/api/errors'
import { useLoad } from './useLoad'

vi.mock('@/api/session', () => ({ may: () => true }))
vi.mock('./useLive', () => ({ useLive: () => undefined }))
vi.spyOn(console, 'warn').mockImplementation(() => undefined)

async function after(status: number) {
  const answers = [() => 'read', () => Promise.reject(errorFromAnswer(status, status === 403 ? { error: { code: 'forbidden' } } : null))]
  const { data, failed, load } = useLoad<string>(() => Promise.resolve().then(() => answers.shift()?.() as string), [])
  await load()
  await load()
  return [data.value, failed.value?.status]
}

it('keeps what it has while it cannot read, and shows nobody what they may not see any more', async () => {
  expect(await after(502)).toEqual(['read', 502])
  expect(await after(403)).toEqual([null, 403])
})

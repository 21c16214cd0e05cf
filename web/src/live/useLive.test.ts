// SPDX-License-Identifier: Apache-2.0
import { afterAll, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { Me } from '@/api/types'

const me = shallowRef<Me | null>(null)
vi.mock('@/api/session', () => ({ me }))
vi.mock('./stream', () => ({ listen: () => () => undefined }))
vi.spyOn(console, 'warn').mockImplementation(() => undefined)
afterAll(() => vi.unstubAllGlobals())

const signed = (account: number, ...permissions: string[]) => ({ account_id: account, permissions }) as unknown as Me

it('reads anew what is shown when its reader has other rights, not when nothing changed or somebody else comes', async () => {
  const { useLive } = await import('./useLive')
  vi.stubGlobal('document', { hidden: false })
  const refetch = vi.fn()
  const after = async (now: Me | null) => {
    me.value = now
    await nextTick()
    return refetch.mock.calls.length
  }
  effectScope().run(() => useLive({ apply: () => undefined, refetch }))
  const steps = [signed(7, 'start', 'pause'), signed(7, 'start', 'pause'), null, signed(8, 'start'), signed(8)]
  const counted: number[] = []
  for (const now of steps) counted.push(await after(now))
  expect(counted).toEqual([0, 0, 0, 0, 1])
})

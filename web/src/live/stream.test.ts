// SPDX-License-Identifier: Apache-2.0
import { afterAll, expect, it, vi } from 'vitest'
import { listen, liveState, wakeStream } from './stream'

const sources: FakeSource[] = []
class FakeSource {
  onopen = (): void => undefined
  onerror = (): void => undefined
  addEventListener = (): void => undefined
  close = (): void => undefined
  constructor() {
    sources.push(this)
  }
}
afterAll(() => vi.unstubAllGlobals())

it('tries again at once when the server was reached by other means, and leaves a stream alone that is opening or open', () => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', FakeSource)
  vi.stubGlobal('BroadcastChannel', class { close = () => undefined })
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('window', { ...globalThis, addEventListener: () => undefined, removeEventListener: () => undefined, setTimeout, setInterval })
  const unlisten = listen(() => undefined)
  const tried = (): number => {
    wakeStream()
    return sources.length
  }
  expect(tried()).toBe(1)
  sources[0]?.onerror()
  expect(liveState.value).toBe('lost')
  expect([tried(), tried()]).toEqual([2, 2])
  sources[1]?.onopen()
  expect([liveState.value, tried()]).toEqual(['live', 2])
  unlisten()
  expect(tried()).toBe(2)
  vi.useRealTimers()
})

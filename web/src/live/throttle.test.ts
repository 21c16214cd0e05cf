// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { throttle } from './throttle'

function handClock() {
  let now = 0
  let due: { at: number; run: () => void } | null = null
  return {
    now: () => now,
    later: (run: () => void, ms: number) => (due = { at: now + ms, run }),
    cancel: () => (due = null),
    advance(ms: number) {
      now += ms
      const ready = due && due.at <= now ? due.run : null
      if (ready) due = null
      ready?.()
    },
  }
}

it('runs the first at once and gathers the rest into one run per span', () => {
  const clock = handClock()
  let runs = 0
  const refetch = throttle(() => (runs += 1), 2000, clock)
  refetch.call()
  expect(runs).toBe(1)
  for (let i = 0; i < 50; i++) refetch.call()
  clock.advance(1999)
  expect(runs).toBe(1)
  clock.advance(1)
  expect(runs).toBe(2)
  clock.advance(5000)
  expect(runs).toBe(2)
})

it('forgets what waits when stopped', () => {
  const clock = handClock()
  let runs = 0
  const refetch = throttle(() => (runs += 1), 2000, clock)
  refetch.call()
  refetch.call()
  refetch.stop()
  clock.advance(9000)
  expect(runs).toBe(1)
})

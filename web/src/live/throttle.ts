// SPDX-License-Identifier: Apache-2.0
export interface Timer {
  now(): number
  later(run: () => void, ms: number): unknown
  cancel(handle: unknown): void
}

const browserTimer: Timer = {
  now: () => Date.now(),
  later: (run, ms) => setTimeout(run, ms),
  cancel: (handle) => clearTimeout(handle as number),
}

/** Runs at once, then at most every `ms`; calls in between end in one run at the end of the span. */
export function throttle(run: () => void, ms: number, timer: Timer = browserTimer) {
  let last = -Infinity
  let waiting: unknown = null
  const fire = () => {
    waiting = null
    last = timer.now()
    run()
  }
  const call = () => {
    if (waiting !== null) return
    const wait = last + ms - timer.now()
    if (wait <= 0) fire()
    else waiting = timer.later(fire, wait)
  }
  const stop = () => {
    if (waiting !== null) timer.cancel(waiting)
    waiting = null
  }
  return { call, stop }
}

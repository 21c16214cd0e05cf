// SPDX-License-Identifier: Apache-2.0
import { errorFromThrown, type ApiError } from '@/api/errors'

/** A reading that may be asked for again before it is answered: no answer takes the place of one that was asked for later. */
export function newest<T, W extends unknown[] = []>(fetch: (...wanted: W) => Promise<T>, take: (found: T, ...wanted: W) => void, miss: (error: ApiError) => void): (...wanted: W) => Promise<void> {
  let asked = 0
  let answered = 0

  function isNewest(mine: number): boolean {
    answered = Math.max(answered, mine)
    return answered === mine
  }

  return async (...wanted) => {
    const mine = ++asked
    try {
      const found = await fetch(...wanted)
      if (isNewest(mine)) take(found, ...wanted)
    } catch (thrown) {
      if (isNewest(mine)) miss(errorFromThrown(thrown))
    }
  }
}

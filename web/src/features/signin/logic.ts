// SPDX-License-Identifier: Apache-2.0
export const PIN_SHORTEST = 4
export const PIN_LONGEST = 6

export function pinPressed(pin: string, key: string): string {
  if (key === 'back') return pin.slice(0, -1)
  return pin.length < PIN_LONGEST && /^\d$/.test(key) ? pin + key : pin
}

/** Four rings, and one more for each digit of a longer PIN. */
export function pinDots(pin: string): boolean[] {
  return Array.from({ length: Math.max(PIN_SHORTEST, pin.length) }, (_, index) => index < pin.length)
}

export const pinReady = (pin: string) => pin.length >= PIN_SHORTEST

/** Few people stand as buttons; the rest waits behind "somebody else". */
export function rosterShown<P>(people: readonly P[], all: boolean, room = 3): P[] {
  return all || people.length <= room + 1 ? [...people] : people.slice(0, room)
}

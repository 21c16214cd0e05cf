// SPDX-License-Identifier: Apache-2.0
import { takeEarly } from './early'

const TIMEOUT_MS = 12_000
let onSignedOut: () => void = () => undefined

export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}

export function signedOut(): void {
  onSignedOut()
}

let onForbidden: (permission: string) => void = () => undefined

export function whenForbidden(handler: (permission: string) => void): void {
  onForbidden = handler
}

export function forbidden(permission: string): void {
  onForbidden(permission)
}

export function csrfToken(cookies: string): string {
  const found = cookies.split('; ').find((cookie) => cookie.startsWith('lockstep_csrf='))
  return found ? decodeURIComponent(found.slice('lockstep_csrf='.length)) : ''
}

let key = ''

/** A screen that nobody signs in at brings a key of its own instead of a session. */
export function useKey(given: string): void {
  key = given
}

/** Without a limit of time one lost answer would hold a station for good. */
export async function guardedFetch(input: Request, limitMs = TIMEOUT_MS): Promise<Response> {
  const early = takeEarly(input)
  if (early) return early
  const headers = new Headers(input.headers)
  const session = csrfToken(document.cookie)
  if (key) headers.set('Authorization', `Bearer ${key}`)
  if (input.method !== 'GET') headers.set('X-CSRF-Token', session)
  const response = await fetch(new Request(input, { headers, credentials: 'same-origin', signal: AbortSignal.timeout(limitMs) }))
  const since = csrfToken(document.cookie)
  // That a session is over says nothing of the one that somebody has begun meanwhile.
  if (response.status === 401 && since && since !== session) throw new TypeError('asked in a session that is over')
  return response
}

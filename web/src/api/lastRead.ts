// SPDX-License-Identifier: Apache-2.0
import { csrfToken } from './http'

/**
 * What a station read last is kept on its device and shown at once when it is opened again, until it has been read anew.
 * It is for the very session that read it, and for the very scripts that wrote it: their next version may ask for more.
 */
const PREFIX = 'lockstep.kept.'
/** Enough of the token to know the session again; the whole of it belongs into the cookie. */
const KNOWN_BY = 8
let scripts = ''

export function readBy(version: string): void {
  scripts = version
}

function session(): string | null {
  const token = csrfToken(document.cookie)
  return token ? `${token.slice(0, KNOWN_BY)} ${scripts}` : null
}

export function keepRead(name: string, value: unknown): void {
  const whose = session()
  try {
    if (whose) localStorage.setItem(PREFIX + name, JSON.stringify({ whose, value }))
  } catch {
    // Without room for the new, the old would be older than it says.
    localStorage.removeItem(PREFIX + name)
  }
}

export function lastRead<T>(name: string): T | null {
  try {
    const found = JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as { whose: string; value: T } | null
    return found !== null && found.whose === session() ? found.value : null
  } catch {
    return null
  }
}

export function forgetReads(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}

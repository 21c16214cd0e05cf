// SPDX-License-Identifier: Apache-2.0
/**
 * A hardware scanner types: keys less than 40 ms apart, ended by Enter or Tab. It is heard on every page,
 * even with the focus elsewhere, except inside a field marked data-scan-here. Its Enter never reaches a
 * button, and what it typed into another field is taken out again.
 */
const KEY_GAP_MS = 40
const SHORTEST_CODE = 3

export class WedgeReader {
  private buffer = ''
  private last = -Infinity

  /** Feeds one key; returns the code when this key ended a scan. */
  key(key: string, at: number): string | null {
    const quick = at - this.last < KEY_GAP_MS
    this.last = at
    if (key === 'Enter' || key === 'Tab') {
      const code = quick && this.buffer.length >= SHORTEST_CODE ? this.buffer : null
      this.buffer = ''
      return code
    }
    if (key.length !== 1) return null
    this.buffer = quick ? this.buffer + key : key
    return null
  }

  /** Whether the last key went on with the one before it. */
  get burst(): boolean {
    return this.buffer.length > 1
  }

  /** Whether a key at this moment goes on with what came before it. */
  goesOn(at: number): boolean {
    return this.buffer !== '' && at - this.last < KEY_GAP_MS
  }
}

/** `false` passes the scan on to the page below. */
type ScanHandler = (code: string) => boolean | void
const handlers: ScanHandler[] = []
let reader: WedgeReader | null = null
let before: { field: HTMLInputElement | HTMLTextAreaElement; value: string } | null = null

/** Whether the key that was just pressed is one of a scan: a slash in a code is no key of its own. */
export const scanning = (): boolean => reader?.burst ?? false

function remember(event: KeyboardEvent): void {
  const field = event.target
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) before = null
  else if (before?.field !== field || !reader?.goesOn(event.timeStamp)) before = { field, value: field.value }
}

function takeBack(): void {
  if (!before) return
  before.field.value = before.value
  before.field.dispatchEvent(new Event('input', { bubbles: true }))
  before = null
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || !reader) return
  if ((event.target as HTMLElement | null)?.closest?.('[data-scan-here]')) return
  if (event.key.length === 1) remember(event)
  const code = reader.key(event.key, event.timeStamp)
  if (code === null) return
  event.preventDefault()
  event.stopPropagation()
  takeBack()
  heard(code)
}

let awaited: Promise<void> | null = null

/** What is read while somebody signs in is for the pages that they come to: it waits, in its order. */
export function scansWait(until: Promise<unknown>): void {
  const mine: Promise<void> = until.then(() => {
    if (awaited === mine) awaited = null
  })
  awaited = mine
}

/** A code that was read, by whatever means: the page that began to listen last is asked first. */
export function heard(code: string): void {
  if (awaited) {
    void awaited.then(() => heard(code))
    return
  }
  const scanned = bareCode(code)
  for (const handler of [...handlers].reverse()) if (handler(scanned) !== false) return
}

/** Labels carry `<public url>/c/<code>`; scanners accept the address or the bare code. */
export function bareCode(scanned: string): string {
  const found = /^https?:\/\/[^/]+\/c\/(.+)$/i.exec(scanned.trim())
  return found?.[1] ? decodeURIComponent(found[1]) : scanned.trim()
}

/** A badge says so in its first letters, so it is told from an order, a lot or a station. */
export const isBadge = (code: string) => /^LB[A-Z0-9]{20,}$/i.test(code)

export function onScan(handler: ScanHandler): () => void {
  if (!reader) {
    reader = new WedgeReader()
    window.addEventListener('keydown', onKey, true)
  }
  handlers.push(handler)
  return () => {
    const index = handlers.lastIndexOf(handler)
    if (index >= 0) handlers.splice(index, 1)
  }
}

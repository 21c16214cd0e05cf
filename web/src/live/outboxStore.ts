// SPDX-License-Identifier: Apache-2.0
import { inOrder, type Item } from './outboxState'

const PREFIX = 'lockstep.outbox.'

/** Each item under a key of its own: two tabs never write over each other's. Whether the browser took it. */
export function keep(item: Item): boolean {
  try {
    localStorage.setItem(PREFIX + item.body.id, JSON.stringify(item))
    return true
  } catch {
    return false
  }
}

export function forget(id: string): void {
  localStorage.removeItem(PREFIX + id)
}

export const isKept = (id: string): boolean => localStorage.getItem(PREFIX + id) !== null

function read(key: string): Item | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Item | null
  } catch {
    return null
  }
}

export function keptItems(): Item[] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  return inOrder(keys.map(read).filter((item) => item !== null))
}

const SIGNED_IN = 'lockstep.outbox_account'

export function noteAccount(account: number): void {
  try {
    localStorage.setItem(SIGNED_IN, String(account))
  } catch {
    // Without a storage there is no other tab to hear of it.
  }
}

/** Another tab has handed the station over: the browser's session is no longer this account's. */
export function handedOver(account: number | null): boolean {
  const now = localStorage.getItem(SIGNED_IN)
  return now !== null && now !== String(account)
}

export const isOutboxKey = (key: string | null): boolean => key === null || key.startsWith(PREFIX)

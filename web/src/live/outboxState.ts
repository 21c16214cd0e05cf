// SPDX-License-Identifier: Apache-2.0
import type { ApiError } from '@/api/errors'
import type { Params } from '@/i18n'

/** What a page hands over to be sent. The id of the command makes it safe to send it again. */
export interface Act {
  kind: string
  path: string
  body: Readonly<Record<string, unknown>> & { id: string }
  /** What stands in its words, `outbox.did.<kind>`: the reader may speak another language by then. */
  says?: Params
  /** Which order, operation and place, as they are called. */
  about: string
  operationId?: number | null
}

export interface Refusal {
  code: string
  params: Params
  status: number
  message: string
}

export interface Item extends Act {
  /** When the person did it. */
  at: string
  /** Items go out one after another in this order. */
  order: number
  account: number
  who: string
  /** Answers that said the server has a fault. */
  faults: number
  refused: Refusal | null
}

export type Verdict = 'later' | 'signed_out' | 'refused'
const MOST_FAULTS = 5
const AWAY = new Set([429, 502, 503, 504])

/** What an error says about sending again. A server that is away is waited for; a fault that stays is shown. */
export function verdict(error: Pick<ApiError, 'kind' | 'status'>, faults: number): Verdict {
  if (error.kind === 'network' || error.kind === 'timeout' || AWAY.has(error.status)) return 'later'
  if (error.kind === 'signed_out') return 'signed_out'
  return error.kind === 'fault' && faults + 1 < MOST_FAULTS ? 'later' : 'refused'
}

export const inOrder = (items: readonly Item[]): Item[] => [...items].sort((a, b) => a.order - b.order || (a.body.id < b.body.id ? -1 : 1))

/** The same id takes the place it had: a refused report that was mended is sent anew. */
export function put(items: readonly Item[], item: Item): Item[] {
  return inOrder([...items.filter((one) => one.body.id !== item.body.id), item])
}

export const without = (items: readonly Item[], id: string): Item[] => items.filter((one) => one.body.id !== id)

export function place(items: readonly Item[], now: number): number {
  return Math.max(now, ...items.map((one) => one.order + 1))
}

/** The next one to go out: only while the person who made it is the one who is signed in. */
export const next = (items: readonly Item[], account: number | null): Item | undefined => items.find((one) => one.refused === null && one.account === account)

export interface Unsent {
  refused: Item[]
  waiting: Item[]
  /** What others made here and who has to sign in for it. */
  others: { who: string; count: number }[]
}

export function unsentOf(items: readonly Item[], account: number | null): Unsent {
  const mine = items.filter((one) => one.account === account)
  const others = new Map<string, number>()
  for (const one of items) if (one.account !== account) others.set(one.who, (others.get(one.who) ?? 0) + 1)
  return {
    refused: mine.filter((one) => one.refused !== null),
    waiting: mine.filter((one) => one.refused === null),
    others: [...others].map(([who, count]) => ({ who, count })),
  }
}

const DELAYS_MS = [300, 1000, 2000, 5000, 10_000, 30_000]
export const delay = (failures: number): number => DELAYS_MS[Math.min(failures, DELAYS_MS.length) - 1] ?? 0

// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount } from 'vue'
import { me } from '@/api/session'
import type { Values } from './api'

/**
 * What somebody typed and did not save, while the page lives: a change of language or the end of a session takes
 * the form away, and it comes back with everything in it.
 */
export interface Kept {
  base: Values
  typed: Values
  version: number
  reason: string
}

const kept = new Map<string, unknown>()

export class Keeper<What> {
  private readonly name: string

  /** The owner is known when the form opens: at the end of a session nobody is signed in any more. */
  constructor(entity: string, record: number | 'new' | 'import') {
    this.name = `${me.value?.account_id}/${entity}/${record}`
  }

  take(): What | null {
    return (kept.get(this.name) as What | undefined) ?? null
  }

  keep(what: What): void {
    kept.set(this.name, what)
  }

  drop(): void {
    kept.delete(this.name)
  }
}

/** For a dialog: what the end of a session takes away is in it when it is opened for the same again; `done` forgets it. */
export function useKept<What>(entity: string, record: number | 'new', typed: () => What): { kept: What | null; done(): void } {
  const keeper = new Keeper<What>(entity, record)
  let ended = false
  onBeforeUnmount(() => (ended ? keeper.drop() : keeper.keep(typed())))
  return { kept: keeper.take(), done: () => void (ended = true) }
}

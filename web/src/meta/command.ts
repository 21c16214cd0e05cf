// SPDX-License-Identifier: Apache-2.0
import { uuid } from '@/api/uuid'

/**
 * One id as long as the content stays the same, so that a double click and a retry after a lost answer are
 * the very same command and are taken once.
 */
export class CommandIds {
  private readonly known = new Map<string, string>()

  constructor(private readonly makeId: () => string = uuid) {}

  idFor(content: unknown): string {
    const key = JSON.stringify(content)
    const id = this.known.get(key) ?? this.makeId()
    this.known.set(key, id)
    return id
  }
}

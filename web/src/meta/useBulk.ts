// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'
import { errorFromThrown, errorText } from '@/api/errors'
import { changeStatus, fetchRecord, saveRecord, type Entity, type Row, type Values } from './api'
import { CommandIds } from './command'
import { leastValues } from './logic'

export type Change = { what: 'field'; key: string; value: unknown; reason: string } | { what: 'retire'; reason: string }
export interface Refused {
  row: Row
  why: string
}

/** The same change for many records, one command each: each is taken or refused on its own. */
export function useBulk(entity: Entity) {
  const ids = new CommandIds()
  const total = ref(0)
  const done = ref(0)
  const running = ref(false)
  const stopping = ref(false)
  const refused = shallowRef<Refused[]>([])
  const hasLines = entity.fields.some((field) => field.kind === 'lines' && field.required)

  async function send(row: Row, change: Change): Promise<void> {
    const { reason } = change
    if (change.what === 'retire') {
      const said = { entity: entity.key, record_id: row.id, expected_version: row.version, to: 'retired' as const, reason }
      await changeStatus({ ...said, id: ids.idFor(said) })
      return
    }
    // A page of the list carries no lines, and a command may not leave out what it must name.
    const values: Values = hasLines ? (await fetchRecord(entity.key, row.id)).values : row.values
    const said = { ...leastValues(entity, values), [change.key]: change.value, expected_version: row.version, reason }
    await saveRecord(entity.key, { ...said, id: ids.idFor([row.id, said]) })
  }

  /** Answers the records that were not changed: refused, or not reached before it was stopped. */
  async function run(rows: readonly Row[], change: Change): Promise<Row[]> {
    total.value = rows.length
    done.value = 0
    refused.value = []
    stopping.value = false
    running.value = true
    const left = [...rows]
    const kept: Row[] = []
    while (left.length && !stopping.value) {
      const row = left.shift() as Row
      try {
        await send(row, change)
      } catch (thrown) {
        const error = errorFromThrown(thrown)
        refused.value = [...refused.value, { row, why: errorText(error) }]
        kept.push(row)
        // Without a line, without a session or without the right the next ones fare no better.
        if (error.kind !== 'refused' || error.code === 'forbidden') stopping.value = true
      }
      done.value += 1
    }
    running.value = false
    return [...kept, ...left]
  }

  const stop = () => (stopping.value = true)
  return { total, done, running, stopping, refused, run, stop }
}

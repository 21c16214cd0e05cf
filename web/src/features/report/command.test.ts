// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Sheet } from '@/api/types'
import { toQty } from '@/kit/qty'
import { SheetCommand } from './command'
import { newDraft, setTotal } from './logic'

const sheet = { job: { operation_id: 7, assignment_id: 9 }} as unknown as Sheet
const since = '2026-11-20T05:50:00Z'
const crew = [{ person_id: 5, share: 60 }, { person_id: 6, share: 40 }]
const make = () => {
  let sequence = 0
  return new SheetCommand(sheet, 3, () => 'id-1', () => ++sequence)
}

it('is the same command on a second tap, later by the clock', () => {
  const command = make()
  const said = { draft: newDraft(toQty(50)), lot: null, crew, since, mode: 'ask' as const }
  const first = command.build(said, new Date('2026-11-20T06:32:00Z'))
  const again = command.build({ ...said }, new Date('2026-11-20T06:32:09Z'))
  expect(again).toBe(first)
  expect(first).toMatchObject({ id: 'id-1', good: 50, ng: 0, device_sequence: 1, people: crew })
})

it('says no start that lies after its end', () => {
  const said = { draft: newDraft(toQty(50)), lot: null, crew, since, mode: 'ask' as const }
  expect(make().build(said, new Date('2026-11-20T06:32:00Z')).started_at).toBe('2026-11-20T05:50:00Z')
  expect(make().build(said, new Date('2026-11-20T05:49:59Z')).started_at).toBeNull()
})

it('keeps id and sequence when the person changes the quantity', () => {
  const command = make()
  const draft = newDraft(toQty(50))
  command.build({ draft, lot: null, crew, since, mode: 'ask' })
  const changed = command.build({ draft: setTotal(draft, toQty(49)), lot: null, crew, since, mode: 'ask' })
  expect(changed).toMatchObject({ id: 'id-1', device_sequence: 1, good: 49 })
})

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { MorningRow } from './api'
import { aboutRow, besides } from './logic'

const row = { order_id: 1, order_number: 'WO-1', operation_id: 2, operation_name: 'Grinding', owner_id: null, progress_owner: null, quality_owner_id: null, quality_owner: null } as MorningRow

it('gives an action to who drives the operation, else to who answers for its quality, else to nobody', () => {
  expect(aboutRow({ ...row, owner_id: 7, progress_owner: 'Zhao', quality_owner_id: 8, quality_owner: 'Sun' })).toEqual({ order_id: 1, operation_id: 2, label: 'WO-1 Grinding', owner: { id: 7, name: 'Zhao' } })
  expect(aboutRow({ ...row, quality_owner_id: 8, quality_owner: 'Sun' }).owner).toEqual({ id: 8, name: 'Sun' })
  expect(aboutRow(row).owner).toBeNull()
})

it('steps over the end of a month', () => {
  expect([besides('2026-12-01', -1), besides('2026-11-30', 1)]).toEqual(['2026-11-30', '2026-12-01'])
})

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { PersonFigures } from '@/api/types'
import { columnsOf, nextOrder, sortRows, stepDay, totals } from './logic'

const row = (name: string, good: number, good_rate: number | null = null): PersonFigures => ({
  person_id: good, code: name, name, team: null, reports: 1, made: good, good, ng: 0, scrap: 0, rework: 0, pending: 0, kept: 0, undecided: 0.1, good_rate, seconds: 0, pay: null,
})
const rows = [row('b', 10, 90), row('c', 30), row('a', 10, 80)]
const names = (found: PersonFigures[]) => found.map((one) => one.name).join('')

describe('team figures', () => {
  it('sorts by a column, equal ones by name, those without a value last', () => {
    expect(names(sortRows(rows, { column: 'good', down: true }))).toBe('cab')
    expect(names(sortRows(rows, { column: 'good_rate', down: true }))).toBe('bac')
    expect(names(sortRows(rows, { column: 'good_rate', down: false }))).toBe('abc')
    expect(names(sortRows(rows, { column: 'name', down: false }))).toBe('abc')
  })

  it('turns the order round at the second click', () => {
    const once = nextOrder({ column: 'name', down: false }, 'good')
    expect(once).toEqual({ column: 'good', down: true })
    expect(nextOrder(once, 'good').down).toBe(false)
  })

  it('adds up without the noise of floating point', () => {
    expect(totals(rows)).toEqual({ made: 50, good: 50, undecided: 0.3 })
  })

  it('has columns of pay only for who sees it', () => {
    expect(columnsOf(false)).not.toContain('pay')
    expect(columnsOf(true)).toContain('deducted')
  })

  it('steps by day, week and month', () => {
    expect(stepDay('2026-11-30', 'day', 1)).toBe('2026-12-01')
    expect(stepDay('2026-11-20', 'week', -1)).toBe('2026-11-13')
    expect(stepDay('2026-03-31', 'month', -1)).toBe('2026-02-01')
  })
})

// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sheet, SheetPerson } from '@/api/types'
import { crewOf, equalShares, keepCrew, stepShare, toggle, type Mate } from './crew'

const shares = (crew: readonly Mate[]) => crew.map((mate) => mate.share)
const person = (id: number, skilled = true) => ({ id, name: `P${id}`, skilled }) as SheetPerson
const sheet = (date: string, more: Partial<Sheet> = {}) =>
  ({ job: { operation_id: 7 }, shift: { date, starts_at: null }, people: [1, 2, 3].map((id) => person(id)), skill_asked: null, ...more }) as unknown as Sheet

describe('shares', () => {
  it('are equal, what is left over goes to the first', () => {
    expect(shares(equalShares([1]))).toEqual([100])
    expect(shares(equalShares([1, 2, 3]))).toEqual([34, 33, 33])
    expect(shares(equalShares([1, 2, 3, 4, 5, 6, 7]))).toEqual([16, 14, 14, 14, 14, 14, 14])
  })

  it('stay whole when somebody comes or goes, and somebody always made it', () => {
    const two = toggle(equalShares([1]), 2)
    expect(two).toEqual([{ person_id: 1, share: 50 }, { person_id: 2, share: 50 }])
    expect(toggle(two, 1)).toEqual([{ person_id: 2, share: 100 }])
    expect(toggle(equalShares([1]), 1)).toEqual(equalShares([1]))
  })

  it('move in steps of five between the one and the others, never to nothing', () => {
    expect(shares(stepShare(equalShares([1, 2]), 1, 1))).toEqual([55, 45])
    expect(shares(stepShare(equalShares([1, 2, 3]), 2, 1))).toEqual([29, 38, 33])
    expect(shares(stepShare([{ person_id: 1, share: 60 }, { person_id: 2, share: 30 }, { person_id: 3, share: 10 }], 1, -1))).toEqual([55, 30, 15])
    expect(shares(stepShare([{ person_id: 1, share: 97 }, { person_id: 2, share: 3 }], 1, 1))).toEqual([99, 1])
    expect(shares(stepShare([{ person_id: 1, share: 99 }, { person_id: 2, share: 1 }], 1, 1))).toEqual([99, 1])
    expect(shares(stepShare(equalShares([1]), 1, -1))).toEqual([100])
  })
})

describe('a crew', () => {
  const three = equalShares([1, 2, 3])
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) })
  beforeEach(() => kept.clear())

  it('stays for its operation and shift date, for those who are in it and who chose it', () => {
    keepCrew(sheet('2026-11-20'), 9, three)
    expect(crewOf(sheet('2026-11-20'), 9)).toEqual(three)
    expect(crewOf(sheet('2026-11-20'), 2)).toEqual(three)
    expect(crewOf(sheet('2026-11-20'), 8)).toEqual(equalShares([8]))
    expect(crewOf({ ...sheet('2026-11-20'), job: { operation_id: 8 } } as Sheet, 2)).toEqual(equalShares([2]))
    expect(crewOf(sheet('2026-11-21'), 2)).toEqual(equalShares([2]))
    keepCrew(sheet('2026-11-21'), 2, equalShares([2, 3]))
    expect(crewOf(sheet('2026-11-20'), 2)).toEqual(equalShares([2]))
  })

  it('loses whom the terminal no longer offers, or the rule refuses', () => {
    keepCrew(sheet('2026-11-20'), 1, three)
    expect(crewOf(sheet('2026-11-20', { people: [person(1), person(2)] }), 1)).toEqual(equalShares([1, 2]))
    const skill_asked = { name: '磨削', strength: 'block' as const }
    expect(crewOf(sheet('2026-11-20', { people: [person(1), person(2, false), person(3)], skill_asked }), 1)).toEqual(equalShares([1, 3]))
    expect(crewOf(sheet('2026-11-20', { people: [person(5)] }), 1)).toEqual(equalShares([1]))
    localStorage.setItem('lockstep.crew', 'x')
    expect(crewOf(sheet('2026-11-20'), null)).toEqual([])
  })
})

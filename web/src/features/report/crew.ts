// SPDX-License-Identifier: Apache-2.0
import type { Sheet, SheetPerson } from '@/api/types'

/** Who made it together, each with a share in per cent. */
export interface Mate {
  person_id: number
  share: number
}

const WHOLE = 100
const STEP = 5
export const MOST_MATES = 20
const STORED = 'lockstep.crew'

/** Equal parts; what is left over goes to the first. */
export function equalShares(people: readonly number[]): Mate[] {
  const share = Math.floor(WHOLE / Math.max(1, people.length))
  return people.map((person_id, index) => ({ person_id, share: index ? share : WHOLE - share * (people.length - 1) }))
}

/** One comes or goes, and all have equal parts again. Somebody always made it. */
export function toggle(crew: readonly Mate[], person_id: number): Mate[] {
  const ids = crew.map((mate) => mate.person_id)
  if (!ids.includes(person_id)) return ids.length < MOST_MATES ? equalShares([...ids, person_id]) : [...crew]
  return ids.length > 1 ? equalShares(ids.filter((id) => id !== person_id)) : [...crew]
}

/** Five per cent more or less for one: whoever has most gives them, whoever has least gets them. */
export function stepShare(crew: readonly Mate[], person_id: number, way: 1 | -1): Mate[] {
  const others = crew.filter((mate) => mate.person_id !== person_id).sort((a, b) => way * (b.share - a.share))
  const [giver, taker] = way > 0 ? [others[0], crew.find((mate) => mate.person_id === person_id)] : [crew.find((mate) => mate.person_id === person_id), others[0]]
  const moved = Math.min(STEP, (giver?.share ?? 0) - 1)
  if (!giver || !taker || moved <= 0) return [...crew]
  const by = new Map([[giver.person_id, -moved], [taker.person_id, moved]])
  return crew.map((mate) => ({ ...mate, share: mate.share + (by.get(mate.person_id) ?? 0) }))
}

/** Whom the rule of the plant does not let report here. */
export const refusedFor = (sheet: Pick<Sheet, 'skill_asked'>, person: SheetPerson): boolean => sheet.skill_asked?.strength === 'block' && !person.skilled

interface Stored {
  date: string
  /** By operation: who chose it, and whom. */
  crews: Record<string, { by: number | null; mates: Mate[] }>
}

function stored(date: string): Stored {
  try {
    const found = JSON.parse(localStorage.getItem(STORED) ?? '') as Stored
    if (found.date === date) return found
  } catch {
    // Nothing is kept yet, or what is kept cannot be read: both begin anew.
  }
  return { date, crews: {} }
}

/** Who worked together on this operation at this terminal stays together for the shift date, unless a stranger to them signs in. */
export function crewOf(sheet: Sheet, me: number | null): Mate[] {
  const alone = me === null ? [] : equalShares([me])
  const kept = stored(sheet.shift.date).crews[sheet.job.operation_id]
  if (!kept || (kept.by !== me && !kept.mates.some((mate) => mate.person_id === me))) return alone
  const known = new Set(sheet.people.filter((person) => !refusedFor(sheet, person)).map((person) => person.id))
  const mates = kept.mates.filter((mate) => known.has(mate.person_id))
  if (!mates.length) return alone
  return mates.length === kept.mates.length ? mates : equalShares(mates.map((mate) => mate.person_id))
}

export function keepCrew(sheet: Sheet, me: number | null, mates: Mate[]): void {
  const all = stored(sheet.shift.date)
  all.crews[sheet.job.operation_id] = { by: me, mates }
  try {
    localStorage.setItem(STORED, JSON.stringify(all))
  } catch {
    // Without room the choice lasts as long as the sheet.
  }
}

// SPDX-License-Identifier: Apache-2.0
import type { Acceptance, Bar, DetailRule, Disposition, ReportDefect, Sheet, SheetDefect, Strength } from '@/api/types'
import { ONE, fromQty, toQty, type Qty } from '@/kit/qty'
import { madeQty, type BarData } from '@/kit/bar/geometry'

export interface DefectLine {
  code: string
  quantity: Qty
  disposition: Disposition
  cause: string
  photoIds: string[]
}

/** What the person has said so far. Always: lines <= ng <= total. */
export interface Draft {
  total: Qty
  ng: Qty
  lines: DefectLine[]
}

const MOST_CHIPS = 7

export const newDraft = (total: Qty): Draft => ({ total, ng: 0, lines: [] })
export const explained = (draft: Draft): Qty => draft.lines.reduce((sum, line) => sum + line.quantity, 0)
export const unexplained = (draft: Draft): Qty => draft.ng - explained(draft)
export const good = (draft: Draft): Qty => draft.total - draft.ng

/** A tray or counter prefills the sheet, never more than can be reported. */
export function firstQuantity(tray: Qty, available: Qty, strict: boolean): Qty {
  const wish = tray || ONE
  return available > 0 || strict ? Math.max(0, Math.min(wish, available)) : wish
}

export function setTotal(draft: Draft, total: Qty): Draft {
  const kept = { ...draft, total: Math.max(0, total) }
  return kept.ng > kept.total ? setNg(kept, kept.total) : kept
}

/** NG up means good down: the total is kept. Lines give way from the last one. */
export function setNg(draft: Draft, wish: Qty): Draft {
  const ng = Math.max(0, Math.min(wish, draft.total))
  let over = explained(draft) - ng
  const lines: DefectLine[] = []
  for (const line of [...draft.lines].reverse()) {
    const cut = Math.min(Math.max(over, 0), line.quantity)
    over -= cut
    if (line.quantity > cut) lines.unshift({ ...line, quantity: line.quantity - cut })
  }
  return { ...draft, ng, lines }
}

/** One piece more with this code; where all NG was explained already, NG grows with it. */
export function addDefect(draft: Draft, defect: SheetDefect, step: Qty = ONE): Draft {
  const found = draft.lines.find((line) => line.code === defect.code)
  const line = found ?? { code: defect.code, quantity: 0, disposition: defect.default_disposition, cause: '', photoIds: [] }
  return setLine(draft, { ...line, quantity: line.quantity + step })
}

export function lessDefect(draft: Draft, code: string, step: Qty = ONE): Draft {
  const line = draft.lines.find((item) => item.code === code)
  return line ? setLine(draft, { ...line, quantity: line.quantity - step }) : draft
}

export function setLine(draft: Draft, line: DefectLine): Draft {
  const balanced = unexplained(draft) === 0
  const others = draft.lines.filter((item) => item.code !== line.code)
  const room = draft.total - others.reduce((sum, item) => sum + item.quantity, 0)
  const quantity = Math.max(0, Math.min(line.quantity, room))
  const known = draft.lines.some((item) => item.code === line.code)
  const placed = known
    ? draft.lines.map((item) => (item.code === line.code ? { ...line, quantity } : item))
    : [...draft.lines, { ...line, quantity }]
  const next = { ...draft, lines: placed.filter((item) => item.quantity > 0) }
  const sum = explained(next)
  return { ...next, ng: balanced ? sum : Math.max(next.ng, sum) }
}

/** How strongly a detail is asked for: `warn` may be left out, `block` may not. */
export interface Asked {
  cause: Strength | null
  photo: Strength | null
}

const SEVERITIES = ['minor', 'major', 'critical']

function strictest(rules: readonly DetailRule[]): Strength | null {
  if (!rules.length) return null
  return rules.some((rule) => rule.strength === 'block') ? 'block' : 'warn'
}

/** The plant's three settings: from a severity on, from a quantity on, and when the code is new at this operation. */
export function askedFor(rules: readonly DetailRule[], defect: SheetDefect, quantity: Qty): Asked {
  const fits = rules.filter(
    (rule) =>
      (rule.severity === null || SEVERITIES.indexOf(defect.severity) >= SEVERITIES.indexOf(rule.severity)) &&
      (rule.quantity === null || quantity >= toQty(rule.quantity)) &&
      (!rule.first_time || defect.recent_count === 0),
  )
  return { cause: strictest(fits.filter((rule) => rule.ask_cause)), photo: strictest(fits.filter((rule) => rule.ask_photo)) }
}

export type Missing = { kind: 'explain'; quantity: Qty } | { kind: 'cause' | 'photo'; code: string } | { kind: 'nothing' } | null

/** Why the sheet cannot be sent yet; null when it can. */
export function missing(draft: Draft, defects: readonly SheetDefect[], rules: readonly DetailRule[]): Missing {
  if (draft.total <= 0) return { kind: 'nothing' }
  if (unexplained(draft) > 0) return { kind: 'explain', quantity: unexplained(draft) }
  for (const line of draft.lines) {
    const defect = defects.find((item) => item.code === line.code)
    if (!defect) continue
    const asked = askedFor(rules, defect, line.quantity)
    if (asked.cause === 'block' && !line.cause.trim()) return { kind: 'cause', code: line.code }
    if (asked.photo === 'block' && line.photoIds.length === 0) return { kind: 'photo', code: line.code }
  }
  return null
}

export const excess = (total: Qty, available: Qty): Qty => Math.max(0, total - available)

/** Where nothing is left, more may be made than was given: how much was handed over is then not known here. */
export const handedOver = (made: Qty, available: Qty): Qty | null => (available > 0 ? made + available : null)

/** Somebody else has reported here meanwhile: what they made can no longer be reported. */
export function withBar(sheet: Sheet, bar: Bar): Sheet {
  const given = handedOver(madeQty(sheet.job.bar), toQty(sheet.available))
  const available = given === null ? 0 : Math.max(0, given - madeQty(bar))
  return { ...sheet, available: fromQty(available), job: { ...sheet.job, bar } }
}

/** Favourites of the operation first, then by frequency of the last 30 days. */
export function sortDefects(defects: readonly SheetDefect[]): SheetDefect[] {
  return [...defects].sort(
    (a, b) => Number(b.favourite) - Number(a.favourite) || b.recent_count - a.recent_count || a.code.localeCompare(b.code),
  )
}

/** Those chosen already stand as lines; the chips offer the rest, up to seven in all. */
export function chips(defects: readonly SheetDefect[], lines: readonly DefectLine[]): SheetDefect[] {
  const chosen = new Set(lines.map((line) => line.code))
  // Rows of four with "all" as the last: seven at first, three once two codes are chosen.
  const room = chosen.size < 2 ? MOST_CHIPS : 3
  return sortDefects(defects)
    .filter((defect) => !chosen.has(defect.code))
    .slice(0, room)
}

export function searchDefects(defects: readonly SheetDefect[], text: string): SheetDefect[] {
  const wanted = text.trim().toLowerCase()
  const sorted = sortDefects(defects)
  if (!wanted) return sorted
  return sorted.filter((defect) =>
    [defect.code, defect.name, defect.search ?? ''].some((field) => field.toLowerCase().includes(wanted)),
  )
}

/** What the bar will look like once this is booked. */
export function previewBar<B extends BarData>(bar: B, draft: Draft, acceptance: Acceptance): B {
  const into = { good: 0, waiting: 0, hold: 0, rework: 0, scrap: 0 }
  into[bar.blocked ? 'hold' : acceptance === 'none' ? 'good' : 'waiting'] += good(draft)
  for (const line of draft.lines) into[line.disposition === 'pending' ? 'hold' : line.disposition] += line.quantity
  into.hold += unexplained(draft)
  const keys = Object.keys(into) as (keyof typeof into)[]
  const sums = Object.fromEntries(keys.map((key) => [key, fromQty(toQty(bar[key]) + into[key])]))
  return { ...bar, ...sums }
}

export function defectsOf(draft: Draft): ReportDefect[] {
  return draft.lines.map((line) => ({
    defect_code: line.code,
    quantity: fromQty(line.quantity),
    disposition: line.disposition,
    note: null,
    cause: line.cause.trim() || null,
    photo_ids: line.photoIds,
  }))
}

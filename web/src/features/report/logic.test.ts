// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Bar, Sheet, SheetDefect } from '@/api/types'
import { ONE, toQty } from '@/kit/qty'
import * as sheet from './logic'

const defect = (code: string, more: Partial<SheetDefect> = {}): SheetDefect => ({
  id: 1, code, name: code, severity: 'minor', default_disposition: 'pending', favourite: false, recent_count: 1, ...more,
} as SheetDefect)
const od = defect('OD', { name: '外径偏大', search: 'wjpd' })
const chatter = defect('CH', { name: '振纹', default_disposition: 'rework' })
const dent = defect('DE', { name: '磕碰', default_disposition: 'scrap' })

describe('quantities', () => {
  it('prefill the tray, but never more than is there', () => {
    expect(sheet.firstQuantity(toQty(50), toQty(86), true)).toBe(toQty(50))
    expect(sheet.firstQuantity(toQty(50), toQty(36), false)).toBe(toQty(36))
    expect(sheet.firstQuantity(0, toQty(86), true)).toBe(ONE)
    expect(sheet.firstQuantity(toQty(50), -ONE, true)).toBe(0)
    expect(sheet.firstQuantity(toQty(50), -ONE, false)).toBe(toQty(50))
  })

  it('keep the total: NG up, good down', () => {
    const draft = sheet.setNg(sheet.newDraft(toQty(50)), toQty(4))
    expect([draft.total, sheet.good(draft)]).toEqual([toQty(50), toQty(46)])
    expect(sheet.setNg(draft, toQty(80)).ng).toBe(toQty(50))
    expect(sheet.setNg(draft, -ONE).ng).toBe(0)
  })

  it('lower NG with the total', () => {
    const draft = sheet.setTotal(sheet.setNg(sheet.newDraft(toQty(50)), toQty(4)), toQty(3))
    expect([draft.total, draft.ng]).toEqual([toQty(3), toQty(3)])
  })

  it('stay exact with fractions', () => {
    let draft = sheet.newDraft(toQty(0.3))
    draft = sheet.addDefect(draft, od, toQty(0.1))
    draft = sheet.addDefect(draft, od, toQty(0.2))
    expect([draft.ng, sheet.good(draft), sheet.unexplained(draft)]).toEqual([3000, 0, 0])
  })
})

describe('what the operation before has handed over', () => {
  const bar = (good: number) => ({ ordered: 1200, n: 1200, good, waiting: 60, hold: 0, rework: 0, scrap: 8 }) as Bar
  const read = { available: 86, job: { bar: bar(1046) } } as Sheet

  it('is what was made and what is left, and unknown once nothing is left', () => {
    expect(sheet.handedOver(toQty(1114), toQty(86))).toBe(toQty(1200))
    expect(sheet.handedOver(toQty(1300), 0)).toBeNull()
  })

  it('does not grow when somebody else reports meanwhile', () => {
    expect(sheet.withBar(read, bar(1096))).toMatchObject({ available: 36, job: { bar: { good: 1096 } } })
    expect(sheet.withBar(read, bar(1246)).available).toBe(0)
    expect(sheet.withBar({ ...read, available: 0 }, bar(1000)).available).toBe(0)
  })
})

describe('defect lines', () => {
  it('raise NG when all was explained, so one tap says one bad piece', () => {
    let draft = sheet.newDraft(toQty(50))
    draft = sheet.addDefect(draft, od)
    draft = sheet.addDefect(draft, dent)
    expect(draft.ng).toBe(toQty(2))
    expect(draft.lines.map((line) => line.disposition)).toEqual(['pending', 'scrap'])
    expect(sheet.missing(draft, [od, dent], [])).toBeNull()
  })

  it('fill up an NG that was counted first', () => {
    let draft = sheet.setNg(sheet.newDraft(toQty(50)), toQty(4))
    draft = sheet.addDefect(sheet.addDefect(draft, od), od)
    draft = sheet.addDefect(draft, chatter)
    expect(sheet.missing(draft, [od, chatter], [])).toEqual({ kind: 'explain', quantity: ONE })
    expect(draft.ng).toBe(toQty(4))
    expect(sheet.missing(sheet.addDefect(draft, dent), [od, chatter, dent], [])).toBeNull()
  })

  it('go with NG when it is lowered, from the last line', () => {
    let draft = sheet.newDraft(toQty(50))
    for (const item of [od, od, chatter, dent]) draft = sheet.addDefect(draft, item)
    draft = sheet.setNg(draft, toQty(2))
    expect(draft.lines.map((line) => [line.code, line.quantity / ONE])).toEqual([['OD', 2]])
  })

  it('disappear at zero and take their NG along', () => {
    const draft = sheet.lessDefect(sheet.addDefect(sheet.newDraft(toQty(5)), od), 'OD')
    expect([draft.lines.length, draft.ng]).toEqual([0, 0])
  })

  it('never exceed the total', () => {
    let draft = sheet.newDraft(toQty(1))
    draft = sheet.addDefect(sheet.addDefect(draft, od), dent)
    expect([draft.ng, sheet.good(draft), draft.lines.length]).toEqual([ONE, 0, 1])
  })
})

describe('asked details', () => {
  const rule = { severity: null, quantity: null, first_time: false, ask_cause: false, ask_photo: false, strength: 'block' as const }

  it('follow severity from a grade on, quantity and first time', () => {
    const severe = [{ ...rule, severity: 'major', ask_photo: true }]
    expect(sheet.askedFor(severe, defect('X', { severity: 'critical' }), ONE).photo).toBe('block')
    expect(sheet.askedFor(severe, defect('Y', { severity: 'major' }), ONE).photo).toBe('block')
    expect(sheet.askedFor(severe, od, ONE).photo).toBeNull()
    const many = [{ ...rule, quantity: 3, ask_cause: true }]
    expect(sheet.askedFor(many, od, toQty(2)).cause).toBeNull()
    expect(sheet.askedFor(many, od, toQty(3)).cause).toBe('block')
    const fresh = [{ ...rule, first_time: true, ask_photo: true }]
    expect(sheet.askedFor(fresh, defect('N', { recent_count: 0 }), ONE).photo).toBe('block')
    expect(sheet.askedFor(fresh, od, ONE).photo).toBeNull()
  })

  it('hold the sheet back until they are given', () => {
    const rules = [{ ...rule, ask_cause: true, ask_photo: true }]
    let draft = sheet.addDefect(sheet.newDraft(toQty(5)), od)
    expect(sheet.missing(draft, [od], rules)).toEqual({ kind: 'cause', code: 'OD' })
    draft = sheet.setLine(draft, { ...draft.lines[0]!, cause: '砂轮钝' })
    expect(sheet.missing(draft, [od], rules)).toEqual({ kind: 'photo', code: 'OD' })
    draft = sheet.setLine(draft, { ...draft.lines[0]!, photoIds: ['p1'] })
    expect(sheet.missing(draft, [od], rules)).toBeNull()
  })

  it('only remind where the rule is a reminder', () => {
    const rules = [{ ...rule, ask_cause: true, strength: 'warn' as const }]
    const draft = sheet.addDefect(sheet.newDraft(toQty(5)), od)
    expect(sheet.askedFor(rules, od, ONE).cause).toBe('warn')
    expect(sheet.missing(draft, [od], rules)).toBeNull()
    expect(sheet.askedFor([...rules, { ...rule, ask_cause: true }], od, ONE).cause).toBe('block')
  })
})

describe('chips', () => {
  const many = Array.from({ length: 14 }, (_, i) => defect(`C${i}`, { recent_count: i, favourite: i === 2 }))

  it('offer favourites first, then the frequent, seven in all', () => {
    expect(sheet.chips(many, []).map((item) => item.code)).toEqual(['C2', 'C13', 'C12', 'C11', 'C10', 'C9', 'C8'])
    const draft = sheet.addDefect(sheet.newDraft(toQty(9)), many[2]!)
    expect(sheet.chips(many, draft.lines).map((item) => item.code)).not.toContain('C2')
    expect(sheet.chips(many, sheet.addDefect(draft, many[3]!).lines)).toHaveLength(3)
  })

  it('are found by name, code or pinyin initials', () => {
    expect(sheet.searchDefects([od, dent], 'WJ').map((item) => item.code)).toEqual(['OD'])
    expect(sheet.searchDefects([od, dent], '磕').map((item) => item.code)).toEqual(['DE'])
    expect(sheet.searchDefects([od, dent], 'zz')).toEqual([])
  })
})

describe('preview', () => {
  const bar = { ordered: 1200, n: 1200, good: 1046, waiting: 60, hold: 0, rework: 0, scrap: 8, blocked: null }

  it('puts good where acceptance says', () => {
    const draft = sheet.newDraft(toQty(50))
    expect(sheet.previewBar(bar, draft, 'before_transfer')).toMatchObject({ good: 1046, waiting: 110 })
    expect(sheet.previewBar(bar, draft, 'none')).toMatchObject({ good: 1096, waiting: 60 })
  })

  it('puts NG by disposition, and into hold while undecided or blocked', () => {
    let draft = sheet.setNg(sheet.newDraft(toQty(50)), toQty(4))
    for (const item of [od, chatter, dent]) draft = sheet.addDefect(draft, item)
    expect(sheet.previewBar(bar, draft, 'none')).toMatchObject({ good: 1092, hold: 2, rework: 1, scrap: 9 })
    const blocked = { ...bar, blocked: { reason_code: 'hold' } }
    expect(sheet.previewBar(blocked, sheet.newDraft(ONE), 'none')).toMatchObject({ good: 1046, hold: 1 })
  })
})

it('sends each line as the person said it', () => {
  const draft = sheet.addDefect(sheet.newDraft(toQty(50)), chatter)
  expect(sheet.defectsOf(draft)).toEqual([
    { defect_code: 'CH', quantity: 1, disposition: 'rework', note: null, cause: null, photo_ids: [] },
  ])
})

// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest'
import { setMessages } from '@/i18n'
import common from '@/i18n/locales/zh-CN/common.json'
import office from '@/i18n/locales/zh-CN/office.json'
import type { Account, Places, Reviewed, Role } from './api'
import { changesOf, chosen, csv, dayAfter, ofSites, withSites, without } from './logic'
import { scopeWords } from './words'

const role = (code: string, permissions: string[]) => ({ code, permissions }) as Role
const places = {
  sites: [{ id: 1, code: 'N', name: 'North' }, { id: 2, code: 'S', name: 'South' }],
  lines: [{ id: 11, code: 'N1', name: 'N1', site_id: 1 }, { id: 21, code: 'S1', name: 'S1', site_id: 2 }],
  stations: [],
  teams: [{ id: 12, code: 'NA', name: 'North A', site_id: 1 }, { id: 22, code: 'SA', name: 'South A', site_id: 2 }],
} as Places

beforeAll(() => setMessages('zh-CN', { ...common, ...office }))

describe('the matrix', () => {
  it('tells only what was ticked otherwise', () => {
    const roles = [role('a', ['x', 'y']), role('b', ['x'])]
    const ticked = new Map([['a', new Set(['x', 'z'])], ['b', new Set(['x'])]])
    expect(changesOf(roles, ticked)).toEqual([{ role: roles[0], added: ['z'], removed: ['y'] }])
    expect(changesOf(roles, new Map())).toEqual([])
  })
})

describe('scopes', () => {
  it('offer the lines and teams of the chosen sites', () => {
    expect(ofSites(places.lines, [2]).map((line) => line.id)).toEqual([21])
    expect(ofSites(places.teams, []).length).toBe(2)
  })

  it('lose a line and a team with their site', () => {
    expect(withSites(places, { site_ids: [1, 2], line_ids: [11, 21], team_ids: [12, 22] }, [2])).toEqual({ site_ids: [2], line_ids: [21], team_ids: [22] })
    expect(withSites(places, { site_ids: [1], line_ids: [11], team_ids: [12] }, [])).toEqual({ site_ids: [], line_ids: [11], team_ids: [12] })
  })

  it('are told in words', () => {
    expect(scopeWords(places, { site_ids: [1], line_ids: [11], team_ids: [12] })).toBe('North · N1 · 人员限North A')
    expect(scopeWords(places, { site_ids: [], line_ids: [], team_ids: [12, 22] })).toBe('所有工厂 · 人员限North A、South A')
    expect(scopeWords(places, { site_ids: [], line_ids: [], team_ids: [] })).toBe('所有工厂')
  })
})

describe('the review', () => {
  it('takes one role away and nothing else', () => {
    const account = { account_id: 3, version: 7, roles: ['a', 'b'], site_ids: [1], line_ids: [], team_ids: [9], display_name: 'Li', person_id: 5, locale: 'en' } as unknown as Account
    expect(without(account, 'a')).toEqual({ account_id: 3, expected_version: 7, roles: ['b'], site_ids: [1], line_ids: [], team_ids: [9], display_name: 'Li', person_id: 5, locale: 'en' })
  })

  it('narrows to who has not signed in and to rights that nobody used', () => {
    const rows = [{ name: 'a', idle: true, unused: [] }, { name: 'b', idle: false, unused: ['x'] }] as unknown as Reviewed[]
    expect([chosen(rows, 'idle'), chosen(rows, 'unused'), chosen(rows, 'all')].map((found) => found.map((row) => row.name))).toEqual([['a'], ['b'], ['a', 'b']])
  })

  it('is written so that a spreadsheet runs nothing', () => {
    expect(csv([['Name', 'a "b"'], ['=1+1', '-']])).toBe('\uFEFF"Name","a ""b"""\r\n"\'=1+1","\'-"\r\n')
  })
})

it('knows the day after, over the ends of months and years', () => {
  expect([dayAfter('2026-11-20'), dayAfter('2026-12-31'), dayAfter('2028-02-28')]).toEqual(['2026-11-21', '2027-01-01', '2028-02-29'])
})

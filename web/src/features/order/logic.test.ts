// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest'
import type { Bar, LiveChange, OrderPage } from '@/api/types'
import { setMessages } from '@/i18n'
import common from '@/i18n/locales/zh-CN/common.json'
import office from '@/i18n/locales/zh-CN/office.json'
import type { Case, Happened, Operation } from './api'
import { caseRows, frameOf, ownersOf, patchPage, progressOf, ratioOf, startOf, undecided } from './logic'
import { eventWords, nextStep, qualityWords, setsWords, stuckSentence } from './words'

beforeAll(() => setMessages('zh-CN', { ...common, ...office }))

const bar = (part: Partial<Bar> = {}): Bar => ({
  ordered: 600, unit: 'pcs', in_route: true, n: 600, good: 0, waiting: 0, hold: 0, rework: 0, scrap: 0, plan_now: null, blocked: null,
  not_booked: 0, not_reported: 0, pins: [], due: null, quality_status: 'none', progress: 'running', ...part,
})
const operation = (id: number, name: string, part: Partial<Bar> = {}, more: Partial<Operation> = {}): Operation => ({
  operation_id: id, code: String(id), name, kind: 'normal', successor_id: null, per: 1, batch: 1, stations: [],
  progress_owner: null, quality_owner: null, started_at: null, planned_start: null, fpy: null, bar: bar(part), ...more,
})
const page = (operations: Operation[], more: Partial<OrderPage> = {}): OrderPage =>
  ({ order: { order_id: 7, unit: 'pcs' }, operations, sets: [], cases: [], lots: [], events: [], start_at: null, ...more }) as unknown as OrderPage

const failed = { reason_code: 'first_article_failed', reason_params: {}, owner: '孙颖', until: null }

describe('the word of progress', () => {
  it('says how far behind only where the bar shows it', () => {
    expect(progressOf(operation(1, '', { good: 340, plan_now: 420 }))).toEqual({ word: 'behind', by: 80 })
    expect(progressOf(operation(1, '', { good: 410, plan_now: 420 }))).toEqual({ word: 'in_step' })
    expect(progressOf(operation(1, '', { good: 500, plan_now: 420 }))).toEqual({ word: 'in_step' })
  })
  it('knows what is not begun and what is done', () => {
    expect(progressOf(operation(1, '', { progress: 'released', plan_now: 40 }))).toEqual({ word: 'not_started' })
    expect(progressOf(operation(1, '', { progress: 'completed', good: 600 }))).toEqual({ word: 'complete' })
  })
})

describe('the word of quality', () => {
  it('counts what is held or waits, else names the yield', () => {
    expect(qualityWords(operation(1, '', { quality_status: 'on_hold', hold: 36 }))).toBe('隔离 36')
    expect(qualityWords(operation(1, '', { quality_status: 'due', waiting: 12 }))).toBe('待检 12')
    expect(qualityWords(operation(1, '', {}, { fpy: 98.1 }))).toBe('直通 98.1%')
    expect(qualityWords(operation(1, ''))).toBe('–')
  })
})

describe('what stops the order', () => {
  it('is said from blocks and holds alone', () => {
    const operations = [operation(1, '轴精车'), operation(2, '轴磨削', { blocked: failed }), operation(3, '转子压装', { hold: 36 })]
    expect(stuckSentence(page(operations))).toBe('卡在<b>轴磨削</b>：首检未过，孙颖在处理；隔离着 <b>转子压装 36 件</b>')
    expect(operations.map(frameOf)).toEqual(['', 'stop', 'held'])
    expect(stuckSentence(page([operation(1, '轴精车', { plan_now: 400 })]))).toBe('')
  })
  it('names once what stops several operations', () => {
    expect(stuckSentence(page([operation(1, '车', { blocked: failed }), operation(2, '磨', { blocked: failed })]))).toBe('卡在<b>车，磨</b>：首检未过，孙颖在处理')
  })
})

it('says how many sets are complete and which branch is short', () => {
  const sets = { operation_id: 3, complete: 168, possible: 42, branches: [{ operation_id: 1, covers: 168, short: true }, { operation_id: 2, covers: 380, short: false }] }
  const words = setsWords(sets, page([operation(1, '转子'), operation(2, '定子'), operation(3, '总装')]))
  expect(words).toEqual({ title: '2 路齐套才能总装', now: '现在齐套 <b>168</b> 件：转子 168 · 定子 380', short: '还能接着做 <b>42</b> 件；短在 转子' })
})

it('lists what is open, the largest first, then what is in rework', () => {
  const one = (id: number, open: number) => ({ id, open, operation_id: 1, origin: 'ng' }) as Case
  const shown = page([operation(1, '', { hold: 7, rework: 2 })], { cases: [one(5, 3), one(6, 4)] })
  expect(caseRows(shown).map((row) => row.key)).toEqual(['case-6', 'case-5', 'rework-1'])
  expect(undecided(shown.operations)).toBe(9)
})

it('names who decides next', () => {
  const held = (origin: string) => ({ origin }) as Case
  expect(nextStep(held('ng'), operation(1, '', {}, { quality_owner: '孙颖' }))).toBe('孙颖：判返工、报废或让步')
  expect(nextStep(held('ready'), undefined)).toBe('放行或处置')
})

it('tells an event with its pieces, its people and their reason', () => {
  const shown = page([operation(1, '绕线')])
  const event: Happened = { at: '', kind: 'report', operation_id: 1, target: null, who: '李秀兰', quantity: 46, ng: 2, defects: [{ name: '匝间短路', quantity: 2 }], reason: null, reason_code: null, reason_params: null }
  expect(eventWords(event, shown)).toEqual({ text: '报工：绕线 <b>46</b>，<b>不良 2</b>', small: '李秀兰 · 匝间短路 2', tone: 'ink' })
  const back = eventWords({ ...event, kind: 'reversal', defects: [], reason: 'undo' }, shown)
  expect(back).toEqual({ text: '冲销：绕线 <b>46</b>', small: '李秀兰 · 撤回', tone: 'alarm' })
  const verdict = eventWords({ ...event, kind: 'rejected', quantity: 4, ng: null, defects: [], who: '孙颖' }, shown)
  expect(verdict).toEqual({ text: '检验：绕线 <b>4</b> 不合格', small: '孙颖', tone: 'alarm' })
  const stop = eventWords({ ...event, kind: 'block', operation_id: null, target: 'WD-02', reason_code: 'machine_down', reason_params: { station: 'WD-02' }, defects: [] }, shown)
  expect(stop.text).toContain('停：WD-02')
})

it('follows the changes of its own order', () => {
  const before = page([operation(1, '车'), operation(2, '磨')])
  const change = { order_id: 7, entity: 'operation', entity_id: '2', event: 'production_reported', bar: bar({ good: 9 }), order_bar: null } as LiveChange
  expect(patchPage(before, change).operations.map((one) => one.bar.good)).toEqual([0, 9])
  expect(patchPage(before, { ...change, order_id: 8 })).toBe(before)
})

it('knows the begin, those who answer for it, and how many go into one', () => {
  const operations = [operation(1, '', {}, { planned_start: '2026-11-16T00:00:00Z', quality_owner: '孙颖' }), operation(2, '', {}, { quality_owner: '孙颖', planned_start: '2026-11-17T00:00:00Z' })]
  expect(startOf(page(operations))).toEqual({ at: '2026-11-16T00:00:00Z', planned: true })
  const begun = [...operations, operation(3, '', {}, { started_at: '2026-11-18T00:00:00Z' })]
  expect(startOf(page(begun))).toEqual({ at: '2026-11-18T00:00:00Z', planned: false })
  expect(ownersOf(page(operations), 'quality_owner')).toEqual(['孙颖'])
  expect([ratioOf({ per: 2, batch: 1 }), ratioOf({ per: 1, batch: 1 })]).toEqual(['2:1', ''])
})

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Board } from '@/api/types'
import { linkOf, onTurn, shortNumber, stepsOf } from './logic'

const bar = (good: number) => ({ ordered: 100, n: 100, good, waiting: 5, hold: 0, rework: 0, scrap: 0, plan_now: good < 50 ? 45 : null, progress: good < 50 ? 'running' : 'completed' })
const board = (mode: string, columns: { key: string; fpy: number | null }[], cells: [string, number][][]) =>
  ({ mode, columns, rows: cells.map((row) => ({ cells: row.map(([column, good]) => ({ column, bar: bar(good) })) })) }) as unknown as Board

it('reads key and line behind the #, and nothing where nothing is', () => {
  expect(linkOf('#key=lk_abc&line=3')).toEqual({ key: 'lk_abc', line: 3 })
  expect(linkOf('')).toEqual({ key: '', line: null })
  expect(linkOf('#line=x')).toEqual({ key: '', line: null })
})

it.each([
  [[1, 2], 0, [1, 2]],
  [[1, 2, 3, 4, 5], 0, [1, 2, 3]],
  [[1, 2, 3, 4, 5], 1, [4, 5, 1]],
  [[1, 2, 3, 4, 5], 2, [2, 3, 4]],
])('%j shows at turn %i %j', (all, turn, shown) => expect(onTurn(all, 3, turn)).toEqual(shown))

it('calls an order by the end of its number', () => {
  expect([shortNumber('WO-2611-0187'), shortNumber('A7')]).toEqual(['0187', 'A7'])
})

it('sums an operation over all orders', () => {
  const steps = stepsOf(board('operation', [{ key: '10', fpy: 99 }, { key: '20', fpy: null }], [[['10', 40], ['20', 1]], [['10', 60]]]))
  expect(steps.map(({ key, bar }) => [key, bar.good, bar.ordered, bar.plan_now])).toEqual([['10', 100, 200, 145], ['20', 1, 100, 45]])
  expect(stepsOf(board('position', [{ key: '1', fpy: 99 }], []))).toEqual([])
})

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Component } from './api'
import { branches, followers, layout, ratio } from './logic'

const component = (level: number, code: string): Component => ({ level, code, name: code, unit: 'pcs', tracking: 'none', quantity: 1, operation: null })
const TREE = [component(0, 'EPS'), component(1, 'ROT'), component(2, 'SHAFT'), component(3, 'STEEL'), component(2, 'CORE'), component(1, 'CASE')]
const shown = (...opened: number[]) => branches(TREE, new Set(opened)).map((branch) => branch.part.code)

describe('the tree of a product', () => {
  it('shows what goes into it, and deeper where it is opened', () => {
    expect(shown()).toEqual(['ROT', 'CASE'])
    expect(shown(1)).toEqual(['ROT', 'SHAFT', 'CORE', 'CASE'])
    expect(shown(1, 2)).toEqual(['ROT', 'SHAFT', 'STEEL', 'CORE', 'CASE'])
    expect(shown(2)).toEqual(['ROT', 'CASE'])
    expect(branches(TREE, new Set()).map((branch) => branch.parent)).toEqual([true, false])
  })
})

describe('the network of a routing', () => {
  it('follows the list unless a step says otherwise', () => {
    const steps = [{ code: '10' }, { code: '20', successor: '40' }, { code: '30' }, { code: '40' }]
    expect([...followers(steps)]).toEqual([['10', '20'], ['20', '40'], ['30', '40'], ['40', null]])
    const spots = layout(steps)
    expect(['10', '20', '30', '40'].map((code) => spots.get(code)?.column)).toEqual([0, 1, 1, 2])
    expect(spots.get('20')?.row).not.toBe(spots.get('30')?.row)
    expect(spots.get('40')?.row).toBe(0.5)
  })

  it('draws what it can of a network that leads in a circle', () => {
    expect([...layout([{ code: '10', successor: '20' }, { code: '20', successor: '10' }])]).toEqual([])
    expect(layout([{ code: '10', successor: '99' }]).get('10')).toEqual({ column: 0, row: 0 })
  })

  it('names the ratio where it is not one to one', () => {
    expect([ratio({ code: 'a' }), ratio({ code: 'a', per: 2 }), ratio({ code: 'a', per: 3, batch: 3 }), ratio({ code: 'a', per: 1, batch: 500 })]).toEqual(['', '2:1', '', '1:500'])
  })
})

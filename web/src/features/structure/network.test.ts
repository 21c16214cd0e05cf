// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { followers, layout, networkProblem, placed, ratio, type Step } from './network'

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

describe('what is no routing', () => {
  const problem = (...steps: Step[]) => {
    const found = networkProblem(steps)
    return found && [found.kind, found.params?.operation]
  }

  it('is said as the server says it', () => {
    expect(problem({ code: '10' }, { code: '20', successor: '40' }, { code: '30' }, { code: '40' })).toBeNull()
    expect(problem({ code: '10' }, { code: '20' }, { code: '30', successor: '20' })).toEqual(['operation_circle', '20'])
    expect(problem({ code: '10', successor: '10' }, { code: '20' })).toEqual(['operation_circle', '10'])
    expect(problem({ code: '10', successor: '99' }, { code: '20' })).toEqual(['operation_unknown', '99'])
    expect(problem({ code: '10' }, { code: '10' })).toEqual(['operation_twice', '10'])
    expect(problem({ code: '10' }, { code: '20', successor: '10' })).toEqual(['operation_circle', '10'])
  })

  it('is drawn all the same, so that it can be mended', () => {
    const spots = placed([{ code: '10', successor: '20' }, { code: '20', successor: '10' }, { code: '30' }])
    expect([...spots]).toEqual([['30', { column: 0, row: 0 }], ['10', { column: 0, row: 1 }], ['20', { column: 1, row: 1 }]])
  })
})

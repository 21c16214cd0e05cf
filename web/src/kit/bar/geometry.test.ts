// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { barShape, scaleQty, worstPin, type BarData } from './geometry'

const bar = (part: Partial<BarData>): BarData => ({
  ordered: 600, n: 600, good: 0, waiting: 0, hold: 0, rework: 0, scrap: 0, ...part,
})

describe('segments', () => {
  it('stand in the fixed order and add up to n', () => {
    const shape = barShape(bar({ scrap: 18, good: 252, hold: 48, rework: 34, waiting: 78 }))
    expect(shape.segments.map((segment) => segment.key)).toEqual(['good', 'waiting', 'hold', 'rework', 'scrap', 'rest'])
    expect(shape.segments.reduce((sum, segment) => sum + segment.share, 0)).toBeCloseTo(1, 10)
  })

  it('take minimum widths from the widest only', () => {
    const shape = barShape(bar({ ordered: 5000, n: 5000, good: 4900, scrap: 1 }))
    expect(shape.segments.filter((segment) => segment.absorbs).map((segment) => segment.key)).toEqual(['good'])
    expect(shape.segments.find((segment) => segment.key === 'scrap')?.share).toBeCloseTo(1 / 5000, 10)
  })

  it('let the rest give when the rest is widest', () => {
    const shape = barShape(bar({ scrap: 1 }))
    expect(shape.segments.find((segment) => segment.absorbs)?.key).toBe('rest')
  })

  it('add fractions without drift', () => {
    expect(scaleQty(bar({ ordered: 0.3, n: 0.3, good: 0.1, waiting: 0.2 }))).toBe(3000)
    expect(barShape(bar({ ordered: 0.3, n: 0.3, good: 0.1, waiting: 0.2 })).segments).toHaveLength(2)
  })
})

describe('scale', () => {
  it('grows with over-production and stands a goal line at the ordered quantity', () => {
    const shape = barShape(bar({ ordered: 600, n: 600, good: 640 }))
    expect(shape.goal).toBeCloseTo(600 / 640, 10)
    expect(shape.segments).toHaveLength(1)
  })

  it('has no goal line within the order', () => {
    expect(barShape(bar({ good: 600 })).goal).toBeNull()
  })

  it('draws nothing when the operation is not in the route', () => {
    expect(barShape(bar({ in_route: false, plan_now: 20 }))).toMatchObject({ inRoute: false, segments: [], plan: null })
  })
})

describe('plan tick', () => {
  it('is in step up to four percent of n, both ways', () => {
    expect(barShape(bar({ good: 300, plan_now: 324 })).plan).toMatchObject({ inStep: true, behind: null })
    expect(barShape(bar({ good: 300, plan_now: 276 })).plan).toMatchObject({ inStep: true, behind: null })
    expect(barShape(bar({ good: 300, plan_now: 325 })).plan?.inStep).toBe(false)
    expect(barShape(bar({ good: 300, plan_now: 275 })).plan?.inStep).toBe(false)
  })

  it('forgives at least one piece on small orders', () => {
    expect(barShape(bar({ ordered: 10, n: 10, good: 4, plan_now: 5 })).plan?.inStep).toBe(true)
    expect(barShape(bar({ ordered: 10, n: 10, good: 4, plan_now: 6 })).plan?.inStep).toBe(false)
  })

  it('draws the dotted line from the made edge to the tick when behind, none when ahead', () => {
    const behind = barShape(bar({ good: 200, waiting: 40, plan_now: 460 })).plan
    expect(behind?.behind?.from).toBeCloseTo(0.4, 10)
    expect(behind?.behind?.width).toBeCloseTo(220 / 600, 10)
    expect(barShape(bar({ good: 500, plan_now: 100 })).plan?.behind).toBeNull()
  })

  it('is absent without plan, at plan 0 and when complete', () => {
    expect(barShape(bar({ good: 10 })).plan).toBeNull()
    expect(barShape(bar({ good: 10, plan_now: 0 })).plan).toBeNull()
    expect(barShape(bar({ good: 600, plan_now: 500 })).plan).toBeNull()
  })
})

it('shows one pin, the worst stage, at the quantity where it was raised', () => {
  const pins = [{ kind: 'material', stage: 'contained', at_qty: 30 }, { kind: 'equipment', stage: 'unanswered', at_qty: 60 }]
  expect(worstPin(pins)?.kind).toBe('equipment')
  expect(barShape(bar({ good: 100, pins })).pin?.at).toBeCloseTo(0.1, 10)
})

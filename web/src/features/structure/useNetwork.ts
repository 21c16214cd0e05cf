// SPDX-License-Identifier: Apache-2.0
import { computed } from 'vue'
import { followers, placed, ratio, type Step } from './network'

export const [WIDTH, HEIGHT] = [150, 66]
const [GAP, SPACE, EDGE] = [46, 14, 2]

export interface Point {
  x: number
  y: number
}

export interface Operation extends Step {
  name?: unknown
  station_codes?: string[] | null
  station_group?: string | null
  setup_seconds?: number | null
  piece_seconds?: number | null
}

/** Where everything of a routing's picture stands. */
export function useNetwork(steps: () => readonly Operation[]) {
  const spots = computed(() => placed(steps()))
  const nodes = computed(() => [...new Map(steps().map((step) => [step.code, step])).values()])
  const at = (code: string): Point => {
    const { column, row } = spots.value.get(code) ?? { column: 0, row: 0 }
    return { x: EDGE + column * (WIDTH + GAP), y: EDGE + row * (HEIGHT + SPACE) }
  }
  const most = (of: 'column' | 'row') => Math.max(0, ...[...spots.value.values()].map((spot) => spot[of]))
  const width = computed(() => most('column') * (WIDTH + GAP) + WIDTH + 2 * EDGE)
  const height = computed(() => most('row') * (HEIGHT + SPACE) + HEIGHT + 2 * EDGE)

  const edges = computed(() => {
    const after = followers(steps())
    return nodes.value.flatMap((step) => {
      const next = after.get(step.code)
      if (!next || !spots.value.has(next)) return []
      const [from, to] = [leaves(step.code), { x: at(next).x, y: at(next).y + HEIGHT / 2 }]
      return [{ key: step.code, next, said: Boolean(step.successor), path: way(from, to), at: { x: from.x + GAP / 2, y: from.y - 5 }, ratio: ratio(step) }]
    })
  })

  /** Where the line of an operation begins. */
  function leaves(code: string): Point {
    const { x, y } = at(code)
    return { x: x + WIDTH, y: y + HEIGHT / 2 }
  }

  /** Straight and square; a line that leads back goes round below. */
  function way(from: Point, to: Point): string {
    if (to.x > from.x) return `M${from.x} ${from.y}H${to.x - GAP / 2}V${to.y}H${to.x}`
    const below = Math.max(from.y, to.y) + (HEIGHT + SPACE) / 2
    return `M${from.x} ${from.y}h${GAP / 3}V${below}H${to.x - GAP / 3}V${to.y}H${to.x}`
  }

  /** The operation whose box holds the point. */
  function hit(point: Point): string | null {
    const found = nodes.value.find(({ code }) => {
      const { x, y } = at(code)
      return point.x >= x && point.x <= x + WIDTH && point.y >= y && point.y <= y + HEIGHT
    })
    return found?.code ?? null
  }

  return { nodes, edges, width, height, at, leaves, hit }
}

// SPDX-License-Identifier: Apache-2.0
import { ref, type Ref } from 'vue'
import type { Point } from './useNetwork'

const STILL = 4
const [NEAR_EDGE, SCROLLED] = [36, 14]

interface Drag {
  from: string
  start: Point
  to: Point
  /** What a finger or a mouse that trembles does is a click. */
  moved: boolean
}

/** A line drawn from one operation to another, by mouse, pen or finger. */
export function useDrawing(canvas: Ref<SVGSVGElement | null>, scroller: Ref<HTMLElement | null>, done: (from: string, to: Point) => void) {
  const drag = ref<Drag | null>(null)
  let justDrawn = false

  function pointOf(event: PointerEvent): Point {
    const box = canvas.value?.getBoundingClientRect()
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) }
  }

  /** A finger draws from the grip only: everywhere else it scrolls. */
  function begin(event: PointerEvent, from: string): void {
    const target = event.target as HTMLElement
    justDrawn = false
    if (event.button !== 0 || (event.pointerType === 'touch' && !target.closest('.grip'))) return
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    const start = pointOf(event)
    drag.value = { from, start, to: start, moved: false }
  }

  function move(event: PointerEvent): void {
    if (!drag.value) return
    const to = pointOf(event)
    const { start, moved } = drag.value
    drag.value = { ...drag.value, to, moved: moved || Math.hypot(to.x - start.x, to.y - start.y) > STILL }
    if (drag.value.moved) follow(event)
  }

  /** Near an edge the picture moves on under the pointer. */
  function follow(event: PointerEvent): void {
    const box = scroller.value?.getBoundingClientRect()
    if (!box || !scroller.value) return
    if (event.clientX > box.right - NEAR_EDGE) scroller.value.scrollLeft += SCROLLED
    if (event.clientX < box.left + NEAR_EDGE) scroller.value.scrollLeft -= SCROLLED
  }

  function end(event: PointerEvent): void {
    const ended = drag.value
    drag.value = null
    if (!ended?.moved) return
    justDrawn = true
    done(ended.from, pointOf(event))
  }

  const cancel = () => (drag.value = null)
  /** The click that ends a line is none of its own; one by keyboard always is. */
  const isClick = (event: MouseEvent) => event.detail === 0 || !justDrawn

  return { drag, begin, move, end, cancel, isClick }
}

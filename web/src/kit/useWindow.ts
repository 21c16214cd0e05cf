// SPDX-License-Identifier: Apache-2.0
import { computed, onBeforeUnmount, ref, type Ref } from 'vue'
import { windowOf } from './window'

/** Draws only the rows in sight once there are more than `from`; fixed heights make it exact. */
export function useWindow(scroller: Ref<HTMLElement | null>, heights: Ref<number[]>, from = 100) {
  const top = ref(0)
  const height = ref(900)
  const measure = () => {
    top.value = scroller.value?.scrollTop ?? 0
    height.value = scroller.value?.clientHeight || 900
  }
  window.addEventListener('resize', measure)
  onBeforeUnmount(() => window.removeEventListener('resize', measure))
  const shown = computed(() =>
    heights.value.length > from
      ? windowOf(heights.value, top.value, height.value)
      : { start: 0, end: heights.value.length, before: 0, after: 0 },
  )

  function reveal(index: number, head: number): void {
    const element = scroller.value
    if (!element) return
    const start = heights.value.slice(0, index).reduce((sum, item) => sum + item, 0)
    const size = heights.value[index] ?? 0
    if (start < element.scrollTop) element.scrollTop = start
    else if (start + size + head > element.scrollTop + element.clientHeight) {
      element.scrollTop = start + size + head - element.clientHeight
    }
    measure()
  }
  return { shown, measure, reveal }
}

// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue'

export interface Toast {
  id: number
  text: string
  tone: 'done' | 'alarm'
  undo: (() => Promise<void>) | null
  /** The id of what `undo` takes back. */
  undoes: string | null
  /** What can be done next, in a word. */
  next: { label: string; go: () => void } | null
  secondsLeft: number
}

const UNDO_SECONDS = 10
const PLAIN_SECONDS = 5
let nextId = 1
const timers = new Map<number, number>()
export const toasts = ref<Toast[]>([])

export function dismiss(id: number): void {
  clearInterval(timers.get(id))
  timers.delete(id)
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** What one person could undo is not the next one's to undo. */
export function dismissAll(): void {
  toasts.value.forEach((item) => dismiss(item.id))
}

/** What was taken back elsewhere is not offered to be taken back once more. */
export function dismissUndo(of: string): void {
  toasts.value.filter((item) => item.undoes === of).forEach((item) => dismiss(item.id))
}

function countDown(id: number): void {
  const toast = toasts.value.find((item) => item.id === id)
  if (!toast) return
  toast.secondsLeft -= 1
  if (toast.secondsLeft <= 0) dismiss(id)
}

/** A reversible act asks nothing before; it leaves ten seconds to take it back. */
export function toast(text: string, options: Partial<Pick<Toast, 'tone' | 'undo' | 'undoes' | 'next'>> = {}): number {
  const id = nextId++
  const secondsLeft = options.undo ? UNDO_SECONDS : PLAIN_SECONDS
  toasts.value = [...toasts.value.slice(-1), { id, text, tone: options.tone ?? 'done', undo: options.undo ?? null, undoes: options.undoes ?? null, next: options.next ?? null, secondsLeft }]
  timers.set(id, window.setInterval(() => countDown(id), 1000))
  return id
}

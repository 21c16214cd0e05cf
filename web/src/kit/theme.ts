// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue'

export type Theme = 'light' | 'dark'
const STORED = 'lockstep.theme'
export const theme = ref<Theme>('light')

function show(wish: Theme): void {
  theme.value = wish
  document.documentElement.dataset.theme = wish
}

export function restoreTheme(): void {
  const stored = localStorage.getItem(STORED)
  const dark = stored ? stored === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches
  show(dark ? 'dark' : 'light')
}

export function toggleTheme(): void {
  const next = theme.value === 'dark' ? 'light' : 'dark'
  localStorage.setItem(STORED, next)
  show(next)
}

// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef } from 'vue'

export type Locale = 'zh-CN' | 'zh-TW' | 'en'
export type Params = Record<string, unknown>
type Messages = Record<string, string>

export const locales: readonly Locale[] = ['zh-CN', 'zh-TW', 'en']
const STORED = 'lockstep.locale'
const files = import.meta.glob<Messages>('./locales/*/*.json', { import: 'default' })
const messages = shallowRef<Messages>({})
export const locale = ref<Locale>('zh-CN')
let loadedParts: string[] = []
/** What was wished for last: loaded, or on its way. */
let wished: Locale | null = null

export function preferredLocale(stored = localStorage.getItem(STORED), browser = navigator.language): Locale {
  const wish = stored ?? browser
  if (locales.includes(wish as Locale)) return wish as Locale
  if (/^zh-(tw|hk|mo|hant)/i.test(wish)) return 'zh-TW'
  return /^zh/i.test(wish) ? 'zh-CN' : 'en'
}

/**
 * Loads the named parts of a locale (each door asks only for its own) and switches to it, unless another was wished for
 * meanwhile: the first words and those of the account are fetched side by side.
 */
export async function loadLocale(wish: Locale, parts: string[] = loadedParts): Promise<void> {
  loadedParts = parts
  wished = wish
  const loaded = await Promise.all(parts.map((part) => files[`./locales/${wish}/${part}.json`]?.() ?? {}))
  if (wished === wish) setMessages(wish, Object.assign({}, ...loaded) as Messages)
}

/** The language of the account, if it is another than the one that is there or on its way. */
export async function followLocale(own: Locale): Promise<void> {
  if (own !== wished) await loadLocale(own)
}

export function setMessages(wish: Locale, table: Messages): void {
  messages.value = table
  locale.value = wish
  if (typeof document !== 'undefined') document.documentElement.lang = wish
}

/** True once somebody has chosen on this page; else the account's own language wins at sign-in. */
export const choseHere = ref(false)

export async function switchLocale(wish: Locale): Promise<void> {
  choseHere.value = true
  localStorage.setItem(STORED, wish)
  await loadLocale(wish)
}

const numbers = new Map<number | undefined, Intl.NumberFormat>()

/** Making a formatter costs a hundred times its use, and a board has thousands of figures. */
function numberFormat(decimals?: number): Intl.NumberFormat {
  let format = numbers.get(decimals)
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals ?? 0, maximumFractionDigits: decimals ?? 4 })
    numbers.set(decimals, format)
  }
  return format
}

/** Thousands comma and dot decimal in all three languages; a true minus. */
export function formatNumber(value: number, decimals?: number): string {
  return numberFormat(decimals).format(value).replace('-', '−')
}

function choosePlural(text: string, params: Params): string {
  const forms = text.split(' | ')
  if (forms.length === 1) return text
  return (Number(params.n) === 1 ? forms[0] : forms[1]) ?? text
}

export function has(key: string): boolean {
  return key in messages.value
}

/** `{name}` is filled from params; "one | other" is chosen by `params.n`. */
export function t(key: string, params: Params = {}): string {
  const text = choosePlural(messages.value[key] ?? key, params)
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (typeof value === 'number') return formatNumber(value)
    return value === undefined || value === null ? '' : String(value)
  })
}

export interface Piece {
  text: string
  mark: 'b' | 'a' | ''
}

/** Splits "<b>9</b> orders, <a>3 late</a>" into pieces, so that marked words stay text. */
export function pieces(text: string): Piece[] {
  return text
    .split(/(<[ab]>.*?<\/[ab]>)/)
    .filter(Boolean)
    .map((part) => {
      const found = /^<([ab])>(.*)<\/[ab]>$/.exec(part)
      return found ? { text: found[2] ?? '', mark: found[1] as 'a' | 'b' } : { text: part, mark: '' }
    })
}

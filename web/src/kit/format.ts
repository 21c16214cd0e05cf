// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'

let plantZone: string | undefined
let plantClock: Intl.DateTimeFormat | null = null

/** The clock is made with its first use, once a zone: making a formatter costs a hundred times its use. */
export function setPlantZone(zone: string | undefined): void {
  if (zone !== plantZone) plantClock = null
  plantZone = zone
}

function clockOf(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone, hourCycle: 'h23',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  })
}

function fields(iso: string): Record<string, string> {
  plantClock ??= clockOf(plantZone)
  return Object.fromEntries(plantClock.formatToParts(new Date(iso)).map((part) => [part.type, part.value]))
}

/** MM-DD in the current year, else YYYY-MM-DD, in the plant's time zone. */
export function day(iso: string | null | undefined): string {
  if (!iso) return ''
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return shortDate(iso)
  const { year, month, day: dayOfMonth } = fields(iso)
  return shortDate(`${year}-${month}-${dayOfMonth}`)
}

function shortDate(date: string): string {
  const thisYear = fields(new Date().toISOString()).year
  return date.startsWith(`${thisYear}-`) ? date.slice(5) : date
}

export function clock(iso: string | null | undefined, seconds = false): string {
  if (!iso) return ''
  const { hour, minute, second } = fields(iso)
  return seconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`
}

export function dayTime(iso: string | null | undefined): string {
  return iso ? `${day(iso)} ${clock(iso)}` : ''
}

/** The clock alone for today, the date as well for any other day. */
export function moment(iso: string | null | undefined, now = new Date()): string {
  if (!iso) return ''
  return day(iso) === day(now.toISOString()) ? clock(iso) : dayTime(iso)
}

/** Spans in words: 46 分, 5 小时 45 分, 1.5 天. */
export function span(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes))
  if (whole < 60) return t('span.minutes', { m: whole })
  if (whole >= 24 * 60) return days(whole / 60 / 24)
  const rest = whole % 60
  return rest ? t('span.hours_minutes', { h: Math.floor(whole / 60), m: rest }) : t('span.hours', { h: whole / 60 })
}

export function days(value: number): string {
  return t('span.days', { d: Math.round(Math.abs(value) * 10) / 10 })
}

/** In the currency of a site, told from others of its sign (¥ and NT$ in all three languages). Pay is shown to the cent,
 *  as its lines have to add up. */
export function money(value: number, currency: string, decimals = 2): string {
  const shown = { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: decimals } as const
  return value.toLocaleString('zh-CN', shown).replace('-', '−')
}

export function minutesBetween(from: string, to: string | number): number {
  return (new Date(to).getTime() - new Date(from).getTime()) / 60_000
}

/** What the plant's clock shows at an instant. */
export function wall(iso: string): { date: string; time: string } {
  const { year, month, day: dayOfMonth, hour, minute } = fields(iso)
  return { date: `${year}-${month}-${dayOfMonth}`, time: `${hour}:${minute}` }
}

/** Browsers read much else as a time: half of one, and words around it. */
export const isInstant = (iso: unknown): iso is string => typeof iso === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) && !Number.isNaN(Date.parse(iso))

/** The instant at which the plant's clock shows this; asked twice, as the offset may change in between. */
export function instantAt(date: string, time: string): string {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  let at = wanted
  for (let round = 0; round < 2; round += 1) {
    const shown = wall(new Date(at).toISOString())
    at += wanted - Date.parse(`${shown.date}T${shown.time}:00Z`)
  }
  return new Date(at).toISOString()
}

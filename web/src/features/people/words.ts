// SPDX-License-Identifier: Apache-2.0
import { has, locale, t } from '@/i18n'
import { day } from '@/kit/format'
import type { Places, Role, Scope } from './api'

type Names = Record<string, string>

export const localName = (names: Names) => names[locale.value] ?? names['zh-CN'] ?? names.en ?? Object.values(names)[0] ?? ''

/** A right that came with a newer server is told by its own name. */
export function rightName(right: string): string {
  const key = `right.${right}`
  return has(key) ? t(key) : right
}

export function rightAbout(right: string): string {
  const key = `right.${right}.about`
  return has(key) ? t(key) : ''
}

export function roleName(roles: readonly Role[], code: string): string {
  const role = roles.find((one) => one.code === code)
  return role ? localName(role.name) : code
}

export const roleNames = (roles: readonly Role[], codes: readonly string[]) => codes.map((code) => roleName(roles, code)).join(t('people.comma')) || '–'

const named = (list: readonly { id: number; name: string }[] | undefined, ids: readonly number[]) => ids.map((id) => list?.find((one) => one.id === id)?.name ?? `#${id}`).join(t('people.comma'))

export const teamNames = (places: Places | null, ids: readonly number[]) => named(places?.teams, ids)

/** In words where it counts: all sites, some sites, some lines of them; and for which people. */
export function scopeWords(places: Places | null, scope: Scope): string {
  const parts = [scope.site_ids.length ? named(places?.sites, scope.site_ids) : t('people.every_site')]
  if (scope.line_ids.length) parts.push(named(places?.lines, scope.line_ids))
  if (scope.team_ids.length) parts.push(t('people.of_teams', { teams: teamNames(places, scope.team_ids) }))
  return parts.join(' · ')
}

/** A post that ends at midnight ends with the day before. */
export const lastDay = (until: string) => day(new Date(Date.parse(until) - 1).toISOString())

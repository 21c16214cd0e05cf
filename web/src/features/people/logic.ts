// SPDX-License-Identifier: Apache-2.0
import type { Account, Places, Reviewed, Role, Scope } from './api'

/** What differs between the matrix as it was read and as it was ticked. */
export interface RoleChange {
  role: Role
  added: string[]
  removed: string[]
}

export function changesOf(roles: readonly Role[], ticked: ReadonlyMap<string, ReadonlySet<string>>): RoleChange[] {
  return roles.flatMap((role) => {
    const now = ticked.get(role.code)
    if (!now) return []
    const added = [...now].filter((right) => !role.permissions.includes(right)).sort()
    const removed = role.permissions.filter((right) => !now.has(right)).sort()
    return added.length || removed.length ? [{ role, added, removed }] : []
  })
}

/** A scope of one's own to change, apart from what it was read from. */
export const scopeOf = (from: Scope | null): Scope => ({ site_ids: [...(from?.site_ids ?? [])], line_ids: [...(from?.line_ids ?? [])], team_ids: [...(from?.team_ids ?? [])] })

/** Lines, or teams, of the chosen sites only: without a site, of all. */
export function ofSites<Row extends { site_id: number }>(rows: readonly Row[], siteIds: readonly number[]): Row[] {
  return rows.filter((row) => !siteIds.length || siteIds.includes(row.site_id))
}

/** A line or team whose site is not chosen any more goes with it. */
export function withSites(places: Places, scope: Scope, siteIds: number[]): Scope {
  const left = (rows: Places['lines'], ids: number[]) => {
    const known = new Set(ofSites(rows, siteIds).map((row) => row.id))
    return siteIds.length ? ids.filter((id) => known.has(id)) : ids
  }
  return { site_ids: siteIds, line_ids: left(places.lines, scope.line_ids), team_ids: left(places.teams, scope.team_ids) }
}

/** What a role is taken from stays as it is otherwise. */
export function without(account: Account, role: string) {
  const { account_id, display_name, person_id, locale } = account
  return {
    account_id, display_name, person_id, ...scopeOf(account),
    locale: locale as 'zh-CN' | 'zh-TW' | 'en',
    expected_version: account.version,
    roles: account.roles.filter((code) => code !== role),
  }
}

export type ReviewFilter = 'all' | 'idle' | 'unused'

export function chosen(accounts: readonly Reviewed[], filter: ReviewFilter): Reviewed[] {
  if (filter === 'idle') return accounts.filter((account) => account.idle)
  return filter === 'unused' ? accounts.filter((account) => account.unused.length > 0) : [...accounts]
}

/** A spreadsheet reads `=`, `+`, `-` and `@` at the start of a cell as a formula. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${plain.replaceAll('"', '""')}"`
}

/** With a mark by which spreadsheets know that it is UTF-8. */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** The date after a date as YYYY-MM-DD. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 24 * 3600 * 1000).toISOString().slice(0, 10)
}

// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import { locale } from '@/i18n'

export const signInOffice = (name: string, password: string) => answer(api.POST('/api/auth/sign-in', { body: { name, password } }))
export const signInBadge = (badge: string) => answer(api.POST('/api/auth/station-sign-in', { body: { badge } }))
export const signInPin = (person_id: number, pin: string) => answer(api.POST('/api/auth/station-sign-in', { body: { person_id, pin } }))
/** Before signing in nobody's language is known; the screen says its own. */
export const fetchRoster = () => answer(api.GET('/api/auth/roster', { params: { query: { locale: locale.value } } }))
export const registerDevice = (code: string, name: string) => answer(api.POST('/api/devices/register', { body: { code, name: name || null } }))

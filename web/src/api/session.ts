// SPDX-License-Identifier: Apache-2.0
import { computed, ref, shallowRef } from 'vue'
import { choseHere, followLocale, locale, preferredLocale } from '@/i18n'
import { answer, api } from './client'
import { ApiError } from './errors'
import { whenForbidden } from './http'
import type { Me } from './types'
import { uuid } from './uuid'

export const me = shallowRef<Me | null>(null)
export const signedIn = computed(() => me.value !== null)

/** Changes when the server's names (products, operations) speak another language: screens read anew. */
export const namesLocale = ref<string>('')

export function may(permission: string): boolean {
  return me.value?.permissions.includes(permission) ?? false
}

async function readMe(): Promise<void> {
  const known = me.value?.account_id
  const found = await answer(api.GET('/api/me'))
  if (me.value?.account_id !== known) return
  me.value = found
  namesLocale.value = found.locale
}

/** A right that was taken away since it was read: what shows by rights is to be shown by those of now. */
async function readRights(refused: string): Promise<void> {
  const known = me.value
  if (!known || !may(refused)) return
  const now = await answer(api.GET('/api/me')).catch(() => null)
  if (now?.account_id === known.account_id && me.value === known) me.value = now
}
whenForbidden((permission) => void readRights(permission))

/** Remembers the language with the account, and reads anew the names that come with it. */
export async function saveLocale(): Promise<void> {
  if (!me.value || me.value.account_id === null) return
  if (me.value.locale !== locale.value) {
    await answer(api.POST('/api/me/locale', { body: { id: uuid(), locale: locale.value } }))
  }
  await readMe()
}

/** A language chosen on the sign-in page goes to the account; otherwise the account brings its own. */
export async function enter(signed: Me): Promise<void> {
  me.value = signed
  namesLocale.value = signed.locale
  if (choseHere.value) return saveLocale()
  await followLocale(preferredLocale(signed.locale))
}

/** An answer about the session before says nothing of who has signed in meanwhile. */
export async function loadMe(): Promise<void> {
  const known = me.value
  try {
    const found = await answer(api.GET('/api/me'))
    if (me.value === known) await enter(found)
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== 'signed_out') throw error
    me.value = null
  }
}

export async function signOut(): Promise<void> {
  await answer(api.POST('/api/auth/sign-out'))
  me.value = null
  choseHere.value = false
}

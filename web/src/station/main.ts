// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue'
import '@/kit/tokens.css'
import '@/kit/base.css'
import '@/kit/station.css'
import { askEarly } from '@/api/early'
import { guardedFetch, whenSignedOut } from '@/api/http'
import { loadMe, me } from '@/api/session'
import { loadLocale, preferredLocale } from '@/i18n'
import { completeStyles } from '@/kit/styles'
import { restoreTheme } from '@/kit/theme'
import { closeDoor } from '@/live/door'
import { startOutbox } from '@/live/outbox'
import { knownAgain } from './again'
import { tellUnloaded } from '@/live/unloaded'
import { tellLate } from './late'
import { router } from './routes'
import StationApp from './StationApp.vue'

/**
 * Once there is something to do, what a scan opens is loaded before it is scanned; then the other pages, before the
 * network goes.
 */
const AFTER_MS = 1000
async function prepare(): Promise<void> {
  const pages = router.getRoutes().map((route) => route.components?.default).filter((page) => typeof page === 'function')
  const loaded = (load: unknown) => (load as () => Promise<unknown>)().catch(() => undefined)
  await Promise.all([import('./ScanDoor.vue'), import('./ReportDoor.vue')]).catch(() => undefined)
  for (const page of pages) await loaded(page)
}

async function start(): Promise<void> {
  restoreTheme()
  completeStyles()
  whenSignedOut(closeDoor)
  const known = knownAgain(import.meta.url)
  if (!known) askEarly(guardedFetch, ['/api/me', '/api/queue'])
  const asked = () => loadMe().catch(() => undefined)
  await loadLocale(preferredLocale(me.value?.locale), ['common', 'station'])
  if (!known) await asked()
  tellUnloaded(router)
  tellLate()
  createApp(StationApp).use(router).mount('#app')
  setTimeout(() => void prepare(), AFTER_MS)
  if (known) await asked()
  // What somebody did goes out once it was asked whether they are still signed in.
  startOutbox()
}

void start()

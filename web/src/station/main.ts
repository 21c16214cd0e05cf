// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue'
import '@/kit/tokens.css'
import '@/kit/base.css'
import '@/kit/station.css'
import { askEarly } from '@/api/early'
import { guardedFetch, whenSignedOut } from '@/api/http'
import { loadMe, me } from '@/api/session'
import { loadLocale, preferredLocale } from '@/i18n'
import { restoreTheme } from '@/kit/theme'
import { startOutbox } from '@/live/outbox'
import { tellLate } from './late'
import { router } from './routes'
import StationApp from './StationApp.vue'

/** Once there is something to do, what a scan or a tap opens is loaded before it is asked for, and before the network goes. */
const AFTER_MS = 1000
function prepare(): void {
  void import('./ScanDoor.vue')
  void import('./ReportDoor.vue')
  void import('./JobDoor.vue')
}

async function start(): Promise<void> {
  restoreTheme()
  askEarly(guardedFetch, ['/api/me', '/api/queue'])
  whenSignedOut(() => (me.value = null))
  await Promise.all([loadLocale(preferredLocale(), ['common', 'station']), loadMe().catch(() => null)])
  startOutbox()
  tellLate()
  createApp(StationApp).use(router).mount('#app')
  setTimeout(prepare, AFTER_MS)
}

void start()

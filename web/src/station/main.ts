// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue'
import '@/kit/tokens.css'
import '@/kit/base.css'
import '@/kit/station.css'
import { whenSignedOut } from '@/api/http'
import { loadMe, me } from '@/api/session'
import { loadLocale, preferredLocale } from '@/i18n'
import { restoreTheme } from '@/kit/theme'
import { router } from './routes'
import StationApp from './StationApp.vue'

async function start(): Promise<void> {
  restoreTheme()
  whenSignedOut(() => (me.value = null))
  await Promise.all([loadLocale(preferredLocale(), ['common', 'station']), loadMe().catch(() => null)])
  createApp(StationApp).use(router).mount('#app')
}

void start()

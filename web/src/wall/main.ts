// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue'
import '@/kit/tokens.css'
import '@/kit/base.css'
import './wall.css'
import { useKey } from '@/api/http'
import { loadMe, me } from '@/api/session'
import { loadLocale, preferredLocale } from '@/i18n'
import { setPlantZone } from '@/kit/format'
import { linkOf } from './logic'
import WallApp from './WallApp.vue'

async function start(): Promise<void> {
  const link = linkOf(location.hash)
  useKey(link.key)
  await Promise.all([loadLocale(preferredLocale(), ['common', 'wall']), loadMe().catch(() => null)])
  setPlantZone(me.value?.site?.time_zone)
  createApp(WallApp, { link }).mount('#app')
}

void start()

// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue'
import 'element-plus/es/components/select/style/css'
import 'element-plus/es/components/option/style/css'
import 'element-plus/es/components/dialog/style/css'
import 'element-plus/es/components/date-picker/style/css'
import '@/kit/tokens.css'
import '@/kit/base.css'
import '@/kit/office.css'
import './element.css'
import { whenSignedOut } from '@/api/http'
import { loadMe } from '@/api/session'
import { loadLocale, preferredLocale } from '@/i18n'
import { completeStyles } from '@/kit/styles'
import { restoreTheme } from '@/kit/theme'
import { closeDoor } from '@/live/door'
import OfficeApp from './OfficeApp.vue'
import { router } from './routes'

async function start(): Promise<void> {
  restoreTheme()
  completeStyles()
  whenSignedOut(closeDoor)
  await Promise.all([loadLocale(preferredLocale(), ['common', 'office']), loadMe().catch(() => null)])
  createApp(OfficeApp).use(router).mount('#app')
}

void start()

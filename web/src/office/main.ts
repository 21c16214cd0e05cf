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
import { errorText } from '@/api/errors'
import { whenSignedOut } from '@/api/http'
import { loadMe } from '@/api/session'
import { loadLocale, preferredLocale } from '@/i18n'
import { completeStyles } from '@/kit/styles'
import { restoreTheme } from '@/kit/theme'
import { toast } from '@/kit/toast'
import { closeDoor } from '@/live/door'
import { tellUnloaded } from '@/live/unloaded'
import OfficeApp from './OfficeApp.vue'
import { router } from './routes'

async function start(): Promise<void> {
  restoreTheme()
  completeStyles()
  whenSignedOut(closeDoor)
  tellUnloaded(router)
  const [failed] = await Promise.all([loadMe().then(() => null, (thrown: unknown) => thrown), loadLocale(preferredLocale(), ['common', 'office'])])
  createApp(OfficeApp).use(router).mount('#app')
  // Who is signed in and cannot be told so for now is not left to wonder at the door.
  if (failed) toast(errorText(failed), { tone: 'alarm' })
}

void start()

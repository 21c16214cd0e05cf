// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it, vi } from 'vitest'
import type { Me } from '@/api/types'

const li = { account_id: 1, display_name: 'Li', locale: 'en' } as Me
const wang = { account_id: 2, display_name: 'Wang', locale: 'zh-CN' } as Me
/** Vue asks the document for an element when it is loaded. */
const browser = { cookie: '', full: false, createElement: () => ({}) }
let device: Record<string, string>

beforeEach(() => {
  device = { 'lockstep.theme': 'dark' }
  Object.defineProperties(device, {
    getItem: { value: (key: string) => device[key] ?? null },
    setItem: {
      value: (key: string, text: string) => {
        if (browser.full) throw new DOMException('', 'QuotaExceededError')
        device[key] = text
      },
    },
    removeItem: { value: (key: string) => void delete device[key] },
  })
  vi.stubGlobal('localStorage', device)
  vi.stubGlobal('document', browser)
  Object.assign(browser, { cookie: 'lockstep_csrf=aaaaaaaaaaaa', full: false })
})

/** The page is opened: whom it shows, and what queue, before the server has answered. */
async function opened(scripts = 'station-1.js') {
  vi.resetModules()
  const { ref, shallowRef } = await import('vue')
  const session = { me: shallowRef<Me | null>(null), namesLocale: ref('') }
  vi.doMock('@/api/session', () => session)
  const { knownAgain } = await import('./again')
  const { keepRead, lastRead } = await import('@/api/lastRead')
  const known = knownAgain(scripts)
  return { known, ...session, keepRead, queue: () => lastRead<string>('queue') }
}

async function worked(who = li) {
  const page = await opened()
  page.me.value = who
  page.keepRead('queue', `of ${who.display_name}`)
  return page
}

it('shows the same session what it read last, and its answer from then on', async () => {
  await worked()
  const page = await opened()
  expect([page.known, page.me.value, page.namesLocale.value, page.queue()]).toEqual([true, li, 'en', 'of Li'])
  page.me.value = { ...li, display_name: 'Li Na' }
  expect((await opened()).me.value?.display_name).toBe('Li Na')
  expect((await opened()).queue()).toBe('of Li')
})

it('shows nothing to another session, to none, or to scripts that did not write it', async () => {
  for (const cookie of ['lockstep_csrf=bbbbbbbbbbbb', '']) {
    browser.cookie = 'lockstep_csrf=aaaaaaaaaaaa'
    await worked()
    browser.cookie = cookie
    const page = await opened()
    expect([page.known, page.me.value, page.queue()]).toEqual([false, null, null])
    expect(Object.keys(device)).toEqual(['lockstep.theme'])
  }
  browser.cookie = 'lockstep_csrf=aaaaaaaaaaaa'
  await worked()
  expect((await opened('station-2.js')).known).toBe(false)
})

it('leaves nothing behind of who signs out or hands over', async () => {
  const { me, queue } = await worked()
  me.value = wang
  expect(queue()).toBeNull()
  me.value = null
  expect(Object.keys(device)).toEqual(['lockstep.theme'])
})

it('keeps nothing rather than something older, where the device has no room', async () => {
  const { keepRead, queue } = await worked()
  browser.full = true
  keepRead('queue', 'newer')
  expect(queue()).toBeNull()
})

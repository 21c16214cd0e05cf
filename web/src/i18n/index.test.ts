// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { followLocale, loadLocale, locale, t } from '.'

it('speaks the language that was wished for last, though the first words arrive later', async () => {
  await Promise.all([loadLocale('zh-CN', ['common']), followLocale('en')])
  expect(locale.value).toBe('en')
  expect(t('action.again')).toMatch(/^[A-Z]/)
})

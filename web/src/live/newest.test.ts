// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { newest } from './newest'

it('shows each answer as it comes, but none after one that was asked for later', async () => {
  const answers: ((found: string) => void)[] = []
  const shown: string[] = []
  const load = newest(
    () => new Promise<string>((resolve) => answers.push(resolve)),
    (found) => shown.push(found),
    () => undefined,
  )
  const all = [load(), load(), load()]
  answers[0]?.('first')
  await all[0]
  answers[2]?.('third')
  await all[2]
  answers[1]?.('second')
  await all[1]
  expect(shown).toEqual(['first', 'third'])
})

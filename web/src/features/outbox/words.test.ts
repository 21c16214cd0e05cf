// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { forLeader } from './words'

const refused = (code: string, status = 409) => ({ code, params: {}, status, message: '' })

it('offers the leader for pieces that are made, not for what was booked or the server could not take', () => {
  const report = { kind: 'report', body: { id: 'a', mode: 'ask' } }
  expect(forLeader({ ...report, refused: refused('over_available') })).toBe(true)
  expect(forLeader({ ...report, refused: refused('command_content_differs') })).toBe(false)
  expect(forLeader({ ...report, refused: refused('internal', 500) })).toBe(false)
  expect(forLeader({ kind: 'report', body: { id: 'a', mode: 'book' }, refused: refused('forbidden', 403) })).toBe(false)
  expect(forLeader({ kind: 'pause', body: { id: 'a' }, refused: refused('wrong_progress') })).toBe(false)
})

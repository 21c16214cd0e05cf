// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { firstSpan, lasting, minutesOf, stepped, type Span } from './time'

const at = (clock: string) => Date.parse(`2026-11-20T${clock}Z`)
const span = (from: string, to: string): Span => ({ from: at(from), to: at(to) })
const shift = { date: '2026-11-20', starts_at: '2026-11-20T00:00:00Z' }

it('begins with the last act of the shift, or with the shift', () => {
  expect(firstSpan({ started_at: '2026-11-20T05:50:30Z', shift }, at('06:32:40'))).toEqual(span('05:50:00', '06:32:00'))
  expect(firstSpan({ started_at: '2026-11-19T22:00:00Z', shift }, at('06:32:00'))).toEqual(span('00:00:00', '06:32:00'))
  expect(firstSpan({ started_at: null, shift: { ...shift, starts_at: null } }, at('06:32:00'))).toEqual(span('06:17:00', '06:32:00'))
  expect(minutesOf(firstSpan({ started_at: '2026-11-20T07:00:00Z', shift }, at('06:32:00')))).toBe(1)
})

it('steps to full five minutes, between a day before and now', () => {
  const now = at('06:32:00')
  expect(stepped(span('05:52:00', '06:32:00'), 'from', 1, now)).toEqual(span('05:55:00', '06:32:00'))
  expect(stepped(span('05:55:00', '06:32:00'), 'from', -1, now)).toEqual(span('05:50:00', '06:32:00'))
  expect(stepped(span('06:30:00', '06:32:00'), 'from', 1, now)).toEqual(span('06:31:00', '06:32:00'))
  expect(stepped(span('06:00:00', '06:32:00'), 'to', 1, now)).toEqual(span('06:00:00', '06:32:00'))
  expect(stepped(span('06:28:00', '06:32:00'), 'to', -1, now)).toEqual(span('06:28:00', '06:30:00'))
  expect(stepped(span('06:29:00', '06:30:00'), 'to', -1, now)).toEqual(span('06:29:00', '06:30:00'))
  expect(minutesOf(lasting(span('00:00:00', '06:32:00'), 45))).toBe(45)
})

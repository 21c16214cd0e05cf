// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { WedgeReader, bareCode, isBadge } from './wedge'

function type(reader: WedgeReader, text: string, gap: number, start = 0): { code: string | null; end: number } {
  let at = start
  for (const key of text) {
    reader.key(key, at)
    at += gap
  }
  return { code: reader.key('Enter', at), end: at }
}

it('takes quick keys ended by Enter as a scan', () => {
  expect(type(new WedgeReader(), 'OP:WO-2611-0183/20', 8).code).toBe('OP:WO-2611-0183/20')
})

it('leaves a person typing alone', () => {
  expect(type(new WedgeReader(), '1234', 120).code).toBeNull()
})

it('starts anew after a pause, so an earlier key does not stick to the code', () => {
  const reader = new WedgeReader()
  reader.key('7', 0)
  expect(type(reader, 'BADGE', 10, 500).code).toBe('BADGE')
})

it('reads two scans one after the other', () => {
  const reader = new WedgeReader()
  const first = type(reader, 'AAA', 5)
  expect(first.code).toBe('AAA')
  expect(type(reader, 'BBB', 5, first.end + 5).code).toBe('BBB')
})

it('ignores too short bursts and other keys', () => {
  const reader = new WedgeReader()
  expect(type(reader, '1', 5).code).toBeNull()
  reader.key('Shift', 100)
  expect(reader.key('Enter', 105)).toBeNull()
})

it('knows a badge from other codes', () => {
  expect(isBadge('LB0123456789ABCDEF0123456789')).toBe(true)
  expect(isBadge('LB-01')).toBe(false)
  expect(isBadge('WO-2611-0183')).toBe(false)
})

it('accepts the address of a label or the bare code', () => {
  expect(bareCode('https://mes.factory:8443/c/WO-1%2F20')).toBe('WO-1/20')
  expect(bareCode(' L261118-07 ')).toBe('L261118-07')
})

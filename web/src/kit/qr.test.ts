// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { qr, qrWithMask } from './qr'

const BADGE = 'LBABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Drawn by another program. */
const BY_SEGNO = `
#######.#..#...##.#######
#.....#.#.#...###.#.....#
#.###.#..#.#..#...#.###.#
#.###.#.##.#..#...#.###.#
#.###.#...##..##..#.###.#
#.....#...#.#.....#.....#
#######.#.#.#.#.#.#######
........#.#.##.#.........
#.##.###..##...##.#..#.##
###..#..##......#..#.####
.#...#####....#.......###
#...##..#.##.#.###..#..##
.#...###..#....#.#..##..#
.#...#.#.###.##.#.#...##.
.#.#.###.#..#.#...#.#..##
#....#...##.##.....#...#.
....#.#..###...#######.##
........##..##.##...#####
#######.##.##..##.#.##..#
#.....#.#...#..##...#..##
#.###.#....###..#####..##
#.###.#.#...###..#..###.#
#.###.#.#.####..##.##.##.
#.....#..#.....###...#..#
#######.##..#.##.##..##.#`

const drawn = (grid: boolean[][]) => grid.map((row) => row.map((dark) => (dark ? '#' : '.')).join('')).join('\n')

it('draws what others draw', () => {
  expect(drawn(qrWithMask(BADGE, 3))).toBe(BY_SEGNO.trim())
})

it('takes one of the eight patterns, for any code of ours', () => {
  const masks = [0, 1, 2, 3, 4, 5, 6, 7]
  for (const code of ['GR-01', 'WO-2611-0187/20', BADGE]) expect(masks.map((mask) => drawn(qrWithMask(code, mask)))).toContain(drawn(qr(code)))
})

it('refuses what it cannot draw', () => {
  expect(() => qr('small letters')).toThrow(RangeError)
  expect(() => qr('A'.repeat(39))).toThrow(RangeError)
})

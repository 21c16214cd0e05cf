// SPDX-License-Identifier: Apache-2.0
// QR codes for what we print ourselves: up to 38 capitals and digits, one size (version 2, 25 modules a side), a
// seventh of the code may be damaged (level M). ISO/IEC 18004.
const SIDE = 25
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const LONGEST = 38
const DATA = 28
const CHECK = 16
const LEVEL_M = 0b00

type Grid = (boolean | null)[][]

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
]

function dataWords(text: string): number[] {
  const values = [...text].map((letter) => LETTERS.indexOf(letter))
  if (text.length > LONGEST || values.includes(-1)) throw new RangeError('a code has at most 38 capitals and digits')
  let bits = '0010' + text.length.toString(2).padStart(9, '0')
  for (let at = 0; at < values.length; at += 2) {
    const [first = 0, second] = [values[at], values[at + 1]]
    bits += second === undefined ? first.toString(2).padStart(6, '0') : (first * 45 + second).toString(2).padStart(11, '0')
  }
  bits += '0'.repeat(Math.min(4, DATA * 8 - bits.length))
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0')
  const words = (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2))
  for (let fill = 0xec; words.length < DATA; fill ^= 0xec ^ 0x11) words.push(fill)
  return words
}

function times(one: number, other: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d)
    product ^= ((other >> bit) & 1) * one
  }
  return product
}

/** Reed-Solomon over GF(256). */
function checkWords(data: readonly number[]): number[] {
  const divisor: number[] = Array.from({ length: CHECK }, (_, at) => (at === CHECK - 1 ? 1 : 0))
  for (let power = 0, root = 1; power < CHECK; power += 1, root = times(root, 2)) {
    for (let at = 0; at < CHECK; at += 1) divisor[at] = times(divisor[at] ?? 0, root) ^ (divisor[at + 1] ?? 0)
  }
  const rest = Array.from({ length: CHECK }, () => 0)
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0)
    rest.push(0)
    divisor.forEach((value, at) => (rest[at] = (rest[at] ?? 0) ^ times(value, factor)))
  }
  return rest
}

function put(grid: Grid, row: number, column: number, dark: boolean): void {
  const line = grid[row]
  if (line && column >= 0 && column < SIDE) line[column] = dark
}

/** The three corners, the small square, the dotted lines; then the fifteen bits that tell level and mask. */
function frame(grid: Grid, mask: number): void {
  for (let at = 0; at < SIDE; at += 1) {
    put(grid, 6, at, at % 2 === 0)
    put(grid, at, 6, at % 2 === 0)
  }
  const square = (row: number, column: number, reach: number, light: readonly number[]) => {
    for (let r = -reach; r <= reach; r += 1) for (let c = -reach; c <= reach; c += 1) put(grid, row + r, column + c, !light.includes(Math.max(Math.abs(r), Math.abs(c))))
  }
  square(3, 3, 4, [2, 4])
  square(3, SIDE - 4, 4, [2, 4])
  square(SIDE - 4, 3, 4, [2, 4])
  square(SIDE - 7, SIDE - 7, 2, [1])
  const told = (LEVEL_M << 3) | mask
  let rest = told
  for (let round = 0; round < 10; round += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537)
  const format = ((told << 10) | rest) ^ 0x5412
  for (let at = 0; at < 15; at += 1) {
    const dark = ((format >> at) & 1) === 1
    put(grid, at < 6 ? at : at < 8 ? at + 1 : SIDE - 15 + at, 8, dark)
    put(grid, 8, at < 8 ? SIDE - 1 - at : at === 8 ? 7 : 14 - at, dark)
  }
  put(grid, SIDE - 8, 8, true)
}

/** Up and down in pairs of columns from the right, leaving out the dotted line. */
function fill(grid: Grid, words: readonly number[], mask: number): void {
  const hides = MASKS[mask] ?? (() => false)
  let at = 0
  for (let right = SIDE - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < SIDE; step += 1) {
      const upward = ((right > 6 ? SIDE - 1 - right : SIDE - 2 - right) / 2) % 2 === 0
      const row = upward ? SIDE - 1 - step : step
      for (const column of [right, right - 1]) {
        if (grid[row]?.[column] !== null) continue
        const dark = (((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1
        put(grid, row, column, dark !== hides(row, column))
        at += 1
      }
    }
  }
}

/** Fewer like neighbours are easier for a camera. */
function sameNeighbours(grid: Grid): number {
  let same = 0
  grid.forEach((line, row) => line.forEach((dark, column) => {
    if (dark === line[column + 1]) same += 1
    if (dark === grid[row + 1]?.[column]) same += 1
  }))
  return same
}

export function qrWithMask(text: string, mask: number): boolean[][] {
  const grid: Grid = Array.from({ length: SIDE }, () => Array.from({ length: SIDE }, () => null))
  const data = dataWords(text)
  frame(grid, mask)
  fill(grid, [...data, ...checkWords(data)], mask)
  return grid as boolean[][]
}

/** Rows of modules, true is dark. */
export function qr(text: string): boolean[][] {
  const made = MASKS.map((_, mask) => qrWithMask(text, mask))
  return made.reduce((best, next) => (sameNeighbours(next) < sameNeighbours(best) ? next : best))
}

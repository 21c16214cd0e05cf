// SPDX-License-Identifier: Apache-2.0
/** Ten-thousandths as an integer, as on the server: 0.1 + 0.2 must equal 0.3. */
export type Qty = number

export const ONE: Qty = 10_000

export function toQty(value: number | null | undefined): Qty {
  return Math.round((value ?? 0) * ONE)
}

export function fromQty(qty: Qty): number {
  return qty / ONE
}

/** The typed text of a keypad, cut to the unit's decimals; null when it is no number. */
export function parseQty(text: string, decimals: number): Qty | null {
  if (!/^\d*\.?\d*$/.test(text) || text === '' || text === '.') return null
  const [whole = '0', fraction = ''] = text.split('.')
  if (fraction.length > decimals) return null
  return Number(whole || '0') * ONE + Number(fraction.padEnd(4, '0').slice(0, 4))
}

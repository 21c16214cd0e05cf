// SPDX-License-Identifier: Apache-2.0
import type { Document, Kind } from './api'

export const KINDS: readonly Kind[] = ['traveller', 'station', 'badge', 'tray', 'lot']

/** Millimetres that stay white, so that a printer that cannot reach the edge cuts nothing off. */
export const marginOf = (kind: Kind) => (kind === 'traveller' ? 8 : 3)

/** The paper as the printer has to take it. */
export function pageRule({ kind, size }: Pick<Document, 'kind' | 'size'>): string {
  return `@page { size: ${size.width_mm}mm ${size.height_mm}mm; margin: ${marginOf(kind)}mm }`
}

/** The sheet inside its white edge; a traveller may go on on a second sheet, a label is one. */
export function inside({ kind, size }: Pick<Document, 'kind' | 'size'>): Record<string, string> {
  const white = 2 * marginOf(kind)
  const height = `${size.height_mm - white}mm`
  return { width: `${size.width_mm - white}mm`, ...(kind === 'traveller' ? {} : { height }) }
}

/** As large as the shorter side lets it be, beside or above the words. */
export function codeSide({ kind, size }: Pick<Document, 'kind' | 'size'>): string {
  const white = 2 * marginOf(kind)
  const [width, height] = [size.width_mm - white, size.height_mm - white]
  return `${kind === 'traveller' ? 32 : Math.round(Math.min(height, width * 0.45) * 10) / 10}mm`
}

/** What the paper says of itself: it is the first printing of its revision, or a later one. */
export const printingOf = (shown: Pick<Document, 'printed'>) => (shown.printed?.number ?? 0) + 1

// SPDX-License-Identifier: Apache-2.0
const MOST_BYTES = 2 * 1024 * 1024
const LONG_EDGE = 1920
const QUALITIES = [0.82, 0.7, 0.55, 0.4]

export function fittedSize(width: number, height: number, edge = LONG_EDGE): { width: number; height: number } {
  const ratio = Math.min(1, edge / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) }
}

function encode(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no image'))), 'image/jpeg', quality)
  })
}

/** Shrinks on the device: a 9 MB photo over a shop's wifi would hold the report back. */
export async function compressPhoto(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const { width, height } = fittedSize(bitmap.width, bitmap.height)
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  let best = await encode(canvas, QUALITIES[0] ?? 0.8)
  for (const quality of QUALITIES.slice(1)) {
    if (best.size <= MOST_BYTES) break
    best = await encode(canvas, quality)
  }
  return best
}

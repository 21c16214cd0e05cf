// SPDX-License-Identifier: Apache-2.0
const LONGEST_SIDE = 1600
/** Enough for a small label at arm's length, and read between two frames on a cheap phone. */
const LONGEST_SIDE_LIVE = 960

/** The size of a picture whose longer side is at most `longest`, and its ratio kept. */
export function fitted(width: number, height: number, longest: number): { width: number; height: number } {
  const share = Math.min(1, longest / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
}

const canvas = document.createElement('canvas')

function drawn(source: CanvasImageSource, width: number, height: number, longest: number): ImageData {
  const size = fitted(width, height, longest)
  Object.assign(canvas, size)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(source, 0, 0, size.width, size.height)
  return context.getImageData(0, 0, size.width, size.height)
}

export const frameOf = (video: HTMLVideoElement) => drawn(video, video.videoWidth, video.videoHeight, LONGEST_SIDE_LIVE)

/** A photo as the phone's camera takes it; throws where it is no picture. */
export async function pictureOf(file: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(file)
  try {
    return drawn(bitmap, bitmap.width, bitmap.height, LONGEST_SIDE)
  } finally {
    bitmap.close()
  }
}

// SPDX-License-Identifier: Apache-2.0
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader'
import decoder from 'zxing-wasm/reader/zxing_reader.wasm?url'

// From our own server: the shop floor may have no way to the internet.
prepareZXingModule({ overrides: { locateFile: () => decoder } })

const OPTIONS: ReaderOptions = {
  formats: ['QRCode', 'DataMatrix', 'Code128', 'Code39', 'EAN13'],
  tryHarder: true,
  maxNumberOfSymbols: 1,
}

/** What the first symbol in the picture says; null where there is none. */
export async function readCode(picture: ImageData): Promise<string | null> {
  const [found] = await readBarcodes(picture, OPTIONS)
  return found?.isValid ? found.text : null
}

// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const PACKET = 1_400

/** Beside each file that gains by it, the file packed: a workshop's network is slower than any phone unpacks. */
const packed: Plugin = {
  name: 'packed',
  writeBundle({ dir = '' }, bundle) {
    for (const file of Object.values(bundle)) {
      const content = Buffer.from(file.type === 'chunk' ? file.code : file.source)
      if (/\.(js|css|wasm)$/.test(file.fileName) && content.length > PACKET) {
        writeFileSync(join(dir, `${file.fileName}.gz`), gzipSync(content, { level: 9 }))
      }
    }
  },
}

export default defineConfig({
  plugins: [vue(), packed],
  resolve: { alias: { '@': here('./src') } },
  build: {
    target: 'es2020',
    assetsDir: 'assets',
    emptyOutDir: true,
    chunkSizeWarningLimit: 600,
    rollupOptions: { input: { office: here('./office.html'), station: here('./station.html'), wall: here('./wall.html') } },
  },
  server: { proxy: { '/api': process.env.LOCKSTEP_API ?? 'http://127.0.0.1:8000' } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
})

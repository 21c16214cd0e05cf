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

interface Modules {
  getModuleInfo(id: string): { isEntry: boolean; importers: readonly string[]; dynamicImporters: readonly string[] } | null
}

/** The doors that a module belongs to: by what they load at once, or by what they load later as well. */
function doors(id: string, modules: Modules, later: boolean, seen = new Set<string>()): string[] {
  const found = seen.has(id) ? null : modules.getModuleInfo(id)
  if (!found) return []
  seen.add(id)
  if (found.isEntry) return [id]
  const above = later ? [...found.importers, ...found.dynamicImporters] : found.importers
  return above.flatMap((one) => doors(one, modules, later, seen))
}

/** What the station begins with and other doors have as well lies in one file: each file is a share of a slow phone's start. */
function shared(id: string, modules: Modules): string | null {
  const first = doors(id, modules, false).some((door) => door.endsWith('/station.html'))
  return first && doors(id, modules, true).length > 1 ? 'base' : null
}

export default defineConfig({
  plugins: [vue(), packed],
  resolve: { alias: { '@': here('./src') } },
  build: {
    target: 'es2020',
    assetsDir: 'assets',
    emptyOutDir: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: { office: here('./office.html'), station: here('./station.html'), wall: here('./wall.html') },
      output: { codeSplitting: { groups: [{ name: shared, debugName: 'base' }] } },
    },
  },
  server: { proxy: { '/api': process.env.LOCKSTEP_API ?? 'http://127.0.0.1:8000' } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
})

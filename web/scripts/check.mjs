// SPDX-License-Identifier: Apache-2.0
// Holds the house rules of the front end: which way imports point, sizes, and the words of three languages.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const web = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const src = join(web, 'src')
const MOST_LINES = 250
const LOCALES = ['zh-CN', 'zh-TW', 'en']
const PARTS = { station: ['common', 'station'], office: ['common', 'office'], wall: ['common', 'wall'] }
const problems = []

/** Each floor may import those with a greater number, and itself; kit and api do not know each other. */
const FLOORS = { station: 0, office: 0, wall: 0, features: 1, meta: 2, live: 3, kit: 4, api: 4, i18n: 5 }

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(vue|ts|css)$/.test(entry.name) && !entry.name.includes('.gen.'))
  .map((entry) => join(entry.parentPath, entry.name))
const text = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))

function place(file) {
  const [floor, feature] = relative(src, file).split(sep)
  return { floor, feature: floor === 'features' ? feature : null }
}

function importsOf(file) {
  const found = text.get(file).matchAll(/(?:from\s+|import\s+|import\()['"]([^'"]+)['"]/g)
  return [...found]
    .map((match) => match[1])
    .filter((target) => target.startsWith('@/') || target.startsWith('.'))
    .map((target) => (target.startsWith('@/') ? join(src, target.slice(2)) : resolve(dirname(file), target)))
}

function checkImports(file) {
  const from = place(file)
  if (!(from.floor in FLOORS)) return
  for (const target of importsOf(file)) {
    const to = place(target)
    const name = `${relative(web, file)} -> ${relative(web, target)}`
    if (!(to.floor in FLOORS)) problems.push(`unknown floor: ${name}`)
    else if (from.floor === to.floor) {
      if (from.feature !== to.feature) problems.push(`features do not import features: ${name}`)
    } else if (FLOORS[to.floor] <= FLOORS[from.floor]) problems.push(`import points upward or sideways: ${name}`)
  }
}

function checkShape(file) {
  const body = text.get(file)
  const name = relative(web, file)
  if (body.split('\n').length - 1 > MOST_LINES) problems.push(`${name} is longer than ${MOST_LINES} lines`)
  if (!body.slice(0, 80).includes('SPDX-License-Identifier: Apache-2.0')) problems.push(`${name} has no SPDX line`)
  if (/export\s+(\*|\{[^}]*\})\s+from/.test(body)) problems.push(`${name} passes exports on (barrel)`)
  if (/v-html|\.innerHTML|\beval\(|new Function\(/.test(body)) problems.push(`${name} writes raw markup or runs text`)
}

function localeTable(locale, part) {
  return JSON.parse(readFileSync(join(src, 'i18n/locales', locale, `${part}.json`), 'utf8'))
}

const placeholders = (words) => [...words.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
const marks = (words) => [...words.matchAll(/<(\/?\w+)>/g)].map((match) => match[1]).sort().join()

function checkLocales(part) {
  const tables = Object.fromEntries(LOCALES.map((locale) => [locale, localeTable(locale, part)]))
  const keys = new Set(LOCALES.flatMap((locale) => Object.keys(tables[locale])))
  for (const key of keys) {
    const missing = LOCALES.filter((locale) => !tables[locale][key])
    if (missing.length) {
      problems.push(`${part}: ${key} is missing in ${missing.join(', ')}`)
      continue
    }
    const known = new Set(placeholders(tables['zh-CN'][key]))
    for (const locale of LOCALES.slice(1)) {
      const words = tables[locale][key]
      const strange = placeholders(words).filter((name) => !known.has(name) && name !== 'unit')
      if (strange.length) problems.push(`${part}: ${key} in ${locale} asks for ${strange.join(', ')}`)
      if (words.split(' | ').some((form) => marks(form) !== marks(tables['zh-CN'][key]))) {
        problems.push(`${part}: ${key} in ${locale} has other marks than zh-CN`)
      }
    }
  }
  return keys
}

/** Files reached from a door, so that each door is checked against the parts it loads. */
function reached(door) {
  const seen = new Set()
  const queue = files.filter((file) => place(file).floor === door)
  while (queue.length) {
    const file = queue.pop()
    if (seen.has(file)) continue
    seen.add(file)
    for (const target of importsOf(file)) {
      const found = [target, `${target}.ts`, `${target}.vue`].find((path) => text.has(path))
      if (found) queue.push(found)
    }
  }
  return [...seen].filter((file) => !file.endsWith('.test.ts'))
}

function usedKeys(file) {
  const body = text.get(file)
  const plain = [...body.matchAll(/\bt\(\s*['"]([\w.-]+)['"]|\stext="(\w+\.[\w.-]+)"|\sleft="(\w+\.[\w.-]+)"/g)].map((match) => match[1] ?? match[2] ?? match[3])
  const open = [...body.matchAll(/\bt\(\s*`([\w.-]+)\$\{|\bkey = `([\w.-]+)\$\{|[["]`(\w+\.)\$\{/g)].map((match) => match[1] ?? match[2] ?? match[3])
  return { plain, open }
}

const keysOf = Object.fromEntries(['common', 'station', 'office', 'wall'].map((part) => [part, checkLocales(part)]))
const mentioned = new Set()
for (const [door, parts] of Object.entries(PARTS)) {
  const known = new Set(parts.flatMap((part) => [...keysOf[part]]))
  for (const file of reached(door)) {
    const { plain, open } = usedKeys(file)
    for (const key of plain) {
      mentioned.add(key)
      if (!known.has(key)) problems.push(`${relative(web, file)} uses ${key}, which ${door} does not have`)
    }
    for (const start of open) {
      const family = [...known].filter((key) => key.startsWith(start))
      family.forEach((key) => mentioned.add(key))
      if (!family.length && !start.startsWith('audit.')) problems.push(`${relative(web, file)} uses ${start}*, which ${door} does not have`)
    }
    for (const match of text.get(file).matchAll(/['"`]([a-z_]+\.[\w.]+)['"`]/g)) mentioned.add(match[1])
  }
}
for (const [part, keys] of Object.entries(keysOf)) {
  for (const key of keys) if (!mentioned.has(key)) problems.push(`${part}: ${key} is used nowhere`)
}

for (const file of files) {
  checkImports(file)
  checkShape(file)
}

if (problems.length) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`${files.length} files, ${mentioned.size} keys, no problem`)

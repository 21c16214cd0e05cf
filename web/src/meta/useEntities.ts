// SPDX-License-Identifier: Apache-2.0
import { onMounted, shallowRef } from 'vue'
import { errorFromThrown, type ApiError } from '@/api/errors'
import { me, namesLocale } from '@/api/session'
import { fetchEntities, type Entity } from './api'

/** Definitions speak the reader's language and carry the reader's rights: read once for each of both. */
let known: { of: string; entities: Promise<Entity[]> } | null = null

function read(): Promise<Entity[]> {
  const of = `${me.value?.account_id}/${namesLocale.value}`
  if (known?.of !== of) known = { of, entities: fetchEntities() }
  return known.entities
}

export function useEntities() {
  const entities = shallowRef<Entity[] | null>(null)
  const failed = shallowRef<ApiError | null>(null)

  async function load(): Promise<void> {
    try {
      entities.value = await read()
      failed.value = null
    } catch (thrown) {
      known = null
      failed.value = errorFromThrown(thrown)
    }
  }

  onMounted(load)
  return { entities, failed, load }
}

export interface Group {
  key: string
  entities: Entity[]
}

const ORDER = ['plant', 'people', 'products', 'quality', 'partners', 'orders']
const rank = (group: string) => (ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length)

/** What is set up first stands first; within a group in the order of the server. */
export function groupsOf(entities: readonly Entity[]): Group[] {
  const keys = [...new Set(entities.map((entity) => entity.group))].sort((a, b) => rank(a) - rank(b))
  return keys.map((key) => ({ key, entities: entities.filter((entity) => entity.group === key) }))
}

// SPDX-License-Identifier: Apache-2.0
import type { RouteLocationRaw } from 'vue-router'
import type { components } from '@/api/schema.gen'

export type SearchAnswer = components['schemas']['SearchAnswer']
export type Kind = SearchAnswer['searched'][number]
export type Hit = SearchAnswer['groups'][number]['hits'][number] & { kind: Kind }

/** In the order in which they are shown, as the arrow keys walk them. */
export const hitsOf = (found: SearchAnswer): Hit[] => found.groups.flatMap((group) => group.hits.map((hit) => ({ ...hit, kind: group.kind })))

/** The only thing that is called just so. */
export const exactHit = (found: SearchAnswer): Hit | null => (found.exact ? (hitsOf(found).find((hit) => hit.kind === found.exact) ?? null) : null)

/** The page to which a hit belongs. */
export function pageOf(hit: Pick<Hit, 'kind' | 'id' | 'code'>): RouteLocationRaw {
  if (hit.kind === 'order') return { name: 'order', params: { order: String(hit.id) } }
  if (hit.kind === 'sales_order') return { name: 'customers', query: { number: hit.code } }
  if (hit.kind === 'customer') return { name: 'customers', query: { customer: hit.code } }
  if (hit.kind === 'lot') return { name: 'print', params: { kind: 'lot', id: String(hit.id) } }
  return { name: 'data', params: { entity: hit.kind, id: String(hit.id) } }
}

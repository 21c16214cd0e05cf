// SPDX-License-Identifier: Apache-2.0
import { actOn, changeStatus, deleteDraft, type Action, type Detail, type Entity, type Values } from './api'
import type { CommandIds } from './command'

export type LifeStep = 'release' | 'retire' | 'reinstate' | 'delete'
export const LIFE: readonly LifeStep[] = ['release', 'retire', 'reinstate', 'delete']

/** Sends a step in the life of a record, or one of its actions. */
export async function send(
  entity: Entity,
  detail: Pick<Detail, 'id' | 'version'>,
  step: { key: string; action: Action | null },
  said: { reason: string; values: Values },
  ids: CommandIds,
): Promise<void> {
  const about = { record_id: detail.id, expected_version: detail.version }
  const { reason, values } = said
  if (step.action) {
    const body = { ...values, ...about, reason }
    await actOn(entity.key, step.key, { ...body, id: ids.idFor([step.key, body]) })
  } else if (step.key === 'delete') {
    await deleteDraft(ids.idFor([step.key, about]), entity.key, detail.id, detail.version)
  } else {
    const body = { ...about, entity: entity.key, to: step.key === 'retire' ? ('retired' as const) : ('released' as const), reason }
    await changeStatus({ ...body, id: ids.idFor(body) })
  }
}

// SPDX-License-Identifier: Apache-2.0
import { has, t } from '@/i18n'

/** The operation in words where we have them, else its own name: nothing is ever hidden. */
export function operationName(operation: string): string {
  const key = `audit.did.${operation}`
  return has(key) ? t(key) : operation
}

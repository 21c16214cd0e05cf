// SPDX-License-Identifier: Apache-2.0
import { has, t } from '@/i18n'

/** Many plants write the code into the product's name; it is said once. */
export function productLabel(code: string, name: string): string {
  return name.startsWith(code) ? name : `${code} ${name}`
}

export function unitName(unit: string): string {
  const key = `unit.${unit}`
  return has(key) ? t(key) : unit
}

// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef, type ShallowRef } from 'vue'
import { me } from '@/api/session'
import type { Sheet } from '@/api/types'
import { t } from '@/i18n'
import { crewOf, keepCrew, type Mate } from './crew'

/** Who made it, in words, and who of them lacks the skill that is asked for. */
export function useCrew(sheet: ShallowRef<Sheet | null>) {
  const crew = shallowRef<Mate[]>([])
  const personId = () => me.value?.person?.id ?? null

  function beginCrew(loaded: Sheet): void {
    crew.value = crewOf(loaded, personId())
  }

  function setCrew(mates: Mate[]): void {
    crew.value = mates
    if (sheet.value) keepCrew(sheet.value, personId(), mates)
  }

  const people = computed(() => crew.value.flatMap((mate) => sheet.value?.people.find((person) => person.id === mate.person_id) ?? []))
  const listed = (names: readonly { name: string }[]) => names.map((person) => person.name).join(t('crew.comma'))
  /** Nobody is asked where there is nobody else. */
  const crewNames = computed(() => {
    if ((sheet.value?.people.length ?? 0) < 2) return ''
    return listed(people.value) || t('crew.none')
  })
  const skillNote = computed(() => {
    const own = sheet.value?.job.missing_skill
    if (!people.value.length) return own ? t('skill.warn', { skill: own.name }) : ''
    const skill = sheet.value?.skill_asked?.name
    const without = people.value.filter((person) => !person.skilled)
    if (!skill || !without.length) return ''
    return without.every((person) => person.id === personId()) ? t('skill.warn', { skill }) : t('crew.skill', { names: listed(without), skill })
  })
  return { crew, beginCrew, setCrew, crewNames, skillNote }
}

// SPDX-License-Identifier: Apache-2.0
import { answer, api } from '@/api/client'
import type { components } from '@/api/schema.gen'

export type Setup = components['schemas']['Setup']
export type SetupStep = components['schemas']['SetupStep']

export const fetchSetup = () => answer(api.GET('/api/setup'))

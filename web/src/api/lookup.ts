// SPDX-License-Identifier: Apache-2.0
import { answer, api } from './client'

/** What a scanned or typed code is; doors and features decide where it leads. */
export const scanCode = (code: string) => answer(api.GET('/api/scan', { params: { query: { code } } }))

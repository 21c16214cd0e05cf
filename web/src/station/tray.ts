// SPDX-License-Identifier: Apache-2.0
import { router } from './routes'

/** Opens the label for a tray of these pieces; the page before it comes back when it is printed. */
export function labelTray(operationId: number, pieces: number): void {
  void router.push({ name: 'tray', params: { operationId: String(operationId), pieces: String(pieces) } })
}

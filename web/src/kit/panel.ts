// SPDX-License-Identifier: Apache-2.0
/** Whether this Escape is for the panel: the list of a select and a dialog close by the same key first. */
export function closesPanel(event: KeyboardEvent): boolean {
  if ((event.target as HTMLElement).closest('.el-select, .el-date-editor, [role="dialog"]')) return false
  event.stopPropagation()
  return true
}

// SPDX-License-Identifier: Apache-2.0
import type { components } from './schema.gen'

type Schemas = components['schemas']

export type Me = Schemas['Me']
export type Named = Schemas['Named']
export type StationRoster = Schemas['StationRoster']

export type Bar = Schemas['Bar']
export type Board = Schemas['Board']
export type BoardRow = Schemas['BoardRow']
export type BoardCell = Schemas['BoardCell']
export type OrderPage = Schemas['OrderPage']
export type BoardColumn = Schemas['BoardColumn']

export type JobCard = Schemas['JobCard']
export type Reason = Schemas['ReasonShown']
export type Hands = Schemas['OperationHands']
export type HoldCase = Schemas['CaseShown']
export type BlockListed = Schemas['BlockListed']
export type Queue = Schemas['StationQueue']
export type Handover = Schemas['HandoverShown']
export type JobTold = Schemas['JobTold']
export type TimeShown = Schemas['TimeShown']
export type TimeKind = TimeShown['kind']
export type SheetPerson = Schemas['PersonShown']
export type Sheet = Schemas['ReportSheet']
export type Acceptance = Sheet['acceptance']
export type SheetDefect = Schemas['DefectChoice']
export type DetailRule = Schemas['DetailRuleShown']
export type Strength = DetailRule['strength']
export type ReportProduction = Schemas['ReportProduction']
export type ReportDefect = Schemas['DefectIn']
export type Disposition = ReportDefect['disposition']
export type ReportResult = Schemas['ReportResult']
export type ReportShown = Schemas['ReportShown']

export type MyFigures = Schemas['MyFigures']
export type TeamFigures = Schemas['TeamFigures']
export type PersonFigures = Schemas['PersonFigures']
export type Pay = Schemas['PayShown']
export type DeductionLine = Schemas['DeductionShown']
export type Period = NonNullable<Schemas['ReadFigures']['period']>

export type ParkedReport = Schemas['ParkedShown']
export type AuditEntry = Schemas['AuditEntryShown']
export type AuditFilters = Schemas['AuditFilters']

/** One line of the event stream, which OpenAPI does not describe. */
export interface LiveChange {
  event: string
  entity: string
  entity_id: string | number
  order_id: number | null
  bar: Bar | null
  order_bar: Schemas['OrderBar'] | null
}

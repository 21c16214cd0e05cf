# SPDX-License-Identifier: Apache-2.0
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from lockstep.domains.shopfloor.commands import (
    BookBody,
    BookParked,
    BookParkedTo,
    BookToBody,
    CorrectBody,
    CorrectReport,
    JudgeBody,
    JudgeDefect,
    RecordTime,
    ReverseBody,
    ReverseReport,
    ReverseTime,
    WithdrawBody,
    WithdrawParked,
)
from lockstep.domains.shopfloor.figure_schemas import (
    ExportFigures,
    FiguresSheet,
    MyFigures,
    ReadFigures,
    TeamFigures,
)
from lockstep.domains.shopfloor.handover_schemas import (
    HandedOver,
    HandOver,
    HandoverList,
    TakeOver,
    TakeOverBody,
    WithdrawHandOver,
    WithdrawHandOverBody,
)
from lockstep.domains.shopfloor.hands_schemas import OperationHands
from lockstep.domains.shopfloor.operations.correct import correct_report, reverse_report
from lockstep.domains.shopfloor.operations.detail_rules import SetDetailRule, set_detail_rule
from lockstep.domains.shopfloor.operations.handovers import hand_over, take_over, withdraw_handover
from lockstep.domains.shopfloor.operations.judge_defect import judge_defect
from lockstep.domains.shopfloor.operations.plant_rules import RuleSet
from lockstep.domains.shopfloor.operations.read_figures import export_figures, read_figures
from lockstep.domains.shopfloor.operations.record_time import record_time
from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.domains.shopfloor.operations.reverse_time import reverse_time
from lockstep.domains.shopfloor.operations.review import book_parked, book_parked_to, withdraw_parked
from lockstep.domains.shopfloor.operations.skill_rules import SetSkillRule, set_skill_rule
from lockstep.domains.shopfloor.order_schemas import OrderPage
from lockstep.domains.shopfloor.queries.figures import my_figures
from lockstep.domains.shopfloor.queries.handovers import handovers
from lockstep.domains.shopfloor.queries.hands import operation_hands
from lockstep.domains.shopfloor.queries.order_page import order_page
from lockstep.domains.shopfloor.queries.parked import parked
from lockstep.domains.shopfloor.queries.plant_rules import detail_rules, rule_scopes, skill_rules
from lockstep.domains.shopfloor.queries.queue import station_queue
from lockstep.domains.shopfloor.queries.reports import reports
from lockstep.domains.shopfloor.queries.sheet import report_sheet
from lockstep.domains.shopfloor.queries.times import times
from lockstep.domains.shopfloor.rule_schemas import DetailRuleList, RuleScope, ScopeType, SkillRuleList
from lockstep.domains.shopfloor.rules.periods import Period
from lockstep.domains.shopfloor.schemas import (
    BatchResult,
    DefectJudged,
    ParkedList,
    ParkedWithdrawn,
    ReportBatch,
    ReportList,
    ReportProduction,
    ReportResult,
    ReportSheet,
    StationQueue,
)
from lockstep.domains.shopfloor.time_schemas import TimeList, TimeRecorded, TimeReversed
from lockstep.kernel.http import addressed, answers, json_answer
from lockstep.kernel.types import Code, Day, Id, Text
from lockstep.platform.accounts.authentication import Signed

router = APIRouter(tags=["shopfloor"])


@router.get("/queue", responses=answers(StationQueue))
async def show_queue(context: Signed, station: Code | None = None) -> Response:
    return json_answer(await context.read(station_queue, station=station))


@router.get("/handovers", responses=answers(HandoverList))
async def show_handovers(context: Signed, station: Code | None = None) -> Response:
    return json_answer(await context.read(handovers, station=station))


@router.post("/handovers", responses=answers(HandedOver))
async def write_handover(context: Signed, command: HandOver) -> Response:
    return json_answer(await context.run(hand_over, command))


@router.post("/handovers/{handover_id}/take-over", responses=answers(HandedOver))
async def take(context: Signed, handover_id: UUID, body: TakeOverBody) -> Response:
    return json_answer(await context.run(take_over, addressed(TakeOver, body, handover_id=handover_id)))


@router.post("/handovers/{handover_id}/withdraw", responses=answers(HandedOver))
async def withdraw_note(context: Signed, handover_id: UUID, body: WithdrawHandOverBody) -> Response:
    command = addressed(WithdrawHandOver, body, handover_id=handover_id)
    return json_answer(await context.run(withdraw_handover, command))


@router.get("/operations/{operation_id}/hands", responses=answers(OperationHands))
async def show_hands(context: Signed, operation_id: Id, station: Code | None = None) -> Response:
    return json_answer(await context.read(operation_hands, operation_id, station=station))


@router.get("/operations/{operation_id}/sheet", responses=answers(ReportSheet))
async def show_sheet(context: Signed, operation_id: Id, station: Code | None = None) -> Response:
    return json_answer(await context.read(report_sheet, operation_id, station=station))


@router.post("/reports", responses=answers(ReportResult))
async def report(context: Signed, command: ReportProduction) -> Response:
    return json_answer(await context.run(report_production, command))


@router.post("/reports/batch", responses=answers(BatchResult))
async def report_batch(context: Signed, batch: ReportBatch) -> Response:
    return json_answer({"results": await context.run_many(report_production, batch.reports)})


@router.get("/reports", responses=answers(ReportList))
async def show_reports(
    context: Signed,
    operation_id: Id | None = None,
    order_id: Id | None = None,
    mine: bool = False,
    shift_date: Day | None = None,
    cursor: Annotated[Text | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    return json_answer(
        await context.read(
            reports,
            operation_id=operation_id,
            order_id=order_id,
            mine=mine,
            shift_date=shift_date,
            cursor=cursor,
            limit=limit,
        )
    )


@router.get("/orders/{order_id}/page", responses=answers(OrderPage))
async def show_order(context: Signed, order_id: Id) -> Response:
    return json_answer(await context.read(order_page, order_id))


@router.get("/figures/mine")
async def show_my_figures(context: Signed, period: Period = "day", day: Day | None = None) -> MyFigures:
    return await context.read(my_figures, period=period, day=day)


@router.post("/figures/team", response_model=TeamFigures)
async def show_team_figures(context: Signed, command: ReadFigures) -> Any:
    return await context.run(read_figures, command)


@router.post("/figures/team/export", response_model=FiguresSheet)
async def export_team_figures(context: Signed, command: ExportFigures) -> Any:
    return await context.run(export_figures, command)


@router.post("/reports/{report_id}/reverse", responses=answers(ReportResult))
async def reverse(context: Signed, report_id: UUID, body: ReverseBody) -> Response:
    return json_answer(await context.run(reverse_report, addressed(ReverseReport, body, report_id=report_id)))


@router.post("/reports/{report_id}/correct", responses=answers(ReportResult))
async def correct(context: Signed, report_id: UUID, body: CorrectBody) -> Response:
    return json_answer(await context.run(correct_report, addressed(CorrectReport, body, report_id=report_id)))


@router.post("/defect-lines/{defect_line_id}/judge", responses=answers(DefectJudged))
async def judge(context: Signed, defect_line_id: UUID, body: JudgeBody) -> Response:
    command = addressed(JudgeDefect, body, defect_line_id=defect_line_id)
    return json_answer(await context.run(judge_defect, command))


@router.post("/time-records", responses=answers(TimeRecorded))
async def time_record(context: Signed, command: RecordTime) -> Response:
    return json_answer(await context.run(record_time, command))


@router.get("/time-records", responses=answers(TimeList))
async def show_times(
    context: Signed,
    operation_id: Id | None = None,
    mine: bool = False,
    shift_date: Day | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    found = await context.read(times, operation_id=operation_id, mine=mine, shift_date=shift_date, limit=limit)
    return json_answer(found)


@router.post("/time-records/{time_record_id}/reverse", responses=answers(TimeReversed))
async def reverse_time_record(context: Signed, time_record_id: UUID, body: ReverseBody) -> Response:
    command = addressed(ReverseTime, body, time_record_id=time_record_id)
    return json_answer(await context.run(reverse_time, command))


@router.get("/parked", responses=answers(ParkedList))
async def show_parked(context: Signed) -> Response:
    return json_answer(await context.read(parked))


@router.post("/parked/{command_id}/book", responses=answers(ReportResult))
async def book(context: Signed, command_id: UUID, body: BookBody) -> Response:
    return json_answer(await context.run(book_parked, addressed(BookParked, body, command_id=command_id)))


@router.post("/parked/{command_id}/book-to", responses=answers(ReportResult))
async def book_to(context: Signed, command_id: UUID, body: BookToBody) -> Response:
    return json_answer(await context.run(book_parked_to, addressed(BookParkedTo, body, command_id=command_id)))


@router.post("/parked/{command_id}/withdraw", responses=answers(ParkedWithdrawn))
async def withdraw(context: Signed, command_id: UUID, body: WithdrawBody) -> Response:
    return json_answer(await context.run(withdraw_parked, addressed(WithdrawParked, body, command_id=command_id)))


@router.get("/settings/detail-rules", responses=answers(DetailRuleList))
async def list_detail_rules(context: Signed) -> Response:
    return json_answer(await context.read(detail_rules))


@router.post("/settings/detail-rules", responses=answers(RuleSet))
async def change_detail_rule(context: Signed, command: SetDetailRule) -> Response:
    return json_answer(await context.run(set_detail_rule, command))


@router.get("/settings/skill-rules", responses=answers(SkillRuleList))
async def list_skill_rules(context: Signed) -> Response:
    return json_answer(await context.read(skill_rules))


@router.post("/settings/skill-rules", responses=answers(RuleSet))
async def change_skill_rule(context: Signed, command: SetSkillRule) -> Response:
    return json_answer(await context.run(set_skill_rule, command))


@router.get("/settings/rule-scopes", responses=answers(list[RuleScope]))
async def list_rule_scopes(
    context: Signed, scope_type: ScopeType, search: Annotated[Text, Query(max_length=120)] = ""
) -> Response:
    return json_answer(await context.read(rule_scopes, scope_type=scope_type, search=search))

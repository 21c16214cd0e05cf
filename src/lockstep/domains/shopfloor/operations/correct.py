# SPDX-License-Identifier: Apache-2.0
"""Correcting and reversing a report: a new row with the new truth, booked by its net difference."""

from typing import Any
from zoneinfo import ZoneInfo

from lockstep.domains.masterdata.rules import shift_at, shift_date_at
from lockstep.domains.shopfloor.commands import CorrectReport, ReverseReport
from lockstep.domains.shopfloor.errors import NotYourReport, ReportReplaced, SkillMissing
from lockstep.domains.shopfloor.lines import SaidLine, line_keys
from lockstep.domains.shopfloor.models import (
    DefectLine,
    DefectPhoto,
    ProductionReport,
    ReportPerson,
    ReportValue,
)
from lockstep.domains.shopfloor.operations.checks import check_report
from lockstep.domains.shopfloor.operations.judge_defect import carry_judgements
from lockstep.domains.shopfloor.queries.context import Named, read_named
from lockstep.domains.shopfloor.queries.history import (
    StoredReport,
    good_key,
    operation_of_report,
    read_report,
)
from lockstep.domains.shopfloor.schemas import DefectIn, ReportProduction, ReportResult, ReportWarning
from lockstep.domains.traceability.operations import record_serials
from lockstep.domains.wip.operations.part import cells_shown, finish, lock_operation
from lockstep.domains.wip.operations.store import check_size
from lockstep.domains.wip.queries.actions import allowed_actions
from lockstep.domains.wip.queries.bars import operation_bar, whole_order_bar
from lockstep.domains.wip.queries.cases import read_cases
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.cells import Disposition
from lockstep.domains.wip.rules.correct import correct
from lockstep.domains.wip.rules.report import Booked, NgLine
from lockstep.domains.wip.rules.rework_route import call_back
from lockstep.domains.wip.schemas import Bar, OrderBar
from lockstep.kernel.errors import NotFound
from lockstep.kernel.ids import derived_id
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

CORRECT_ANY = "report.correct"
Replacement = CorrectReport | ReverseReport
KEPT = (
    *("site_id", "order_id", "operation_id", "assignment_id", "station_id", "lot_id", "started_at", "ended_at"),
    *("occurred_at", "shift_date", "shift_id", "source", "note", "form_version", "extra"),
)


@operation("shopfloor.correct_report", permission="report.correct_own")
async def correct_report(work: Work, command: CorrectReport) -> ReportResult:
    plant, old = await _lock_report(work, command)
    as_report = _as_report(old, command)
    named = await read_named(work.session, [as_report])
    warnings = check_report(plant, named, as_report)
    return await _replace(work, plant, old, command, named, warnings)


@operation("shopfloor.reverse_report", permission="report.correct_own")
async def reverse_report(work: Work, command: ReverseReport) -> ReportResult:
    plant, old = await _lock_report(work, command)
    return await _replace(work, plant, old, command, Named(), [])


async def _lock_report(work: Work, command: Replacement) -> tuple[Plant, StoredReport]:
    operation_id = await operation_of_report(work.session, work.actor, command.report_id)
    if operation_id is None:
        raise NotFound(kind="report", key=str(command.report_id))
    plant = await lock_operation(work, operation_id)
    old = await read_report(work.session, command.report_id)
    if old.replaced or old.row.good + old.row.ng == 0:
        raise ReportReplaced
    _check_right(work, plant, old)
    await read_cases(work.session, plant, [operation_id], keys=old.case_keys())
    return plant, old


def _check_right(work: Work, plant: Plant, old: StoredReport) -> None:
    if work.actor.may(CORRECT_ANY):
        return
    mine = old.row.account_id is not None and old.row.account_id == work.actor.account_id
    mine = mine or work.actor.person_id in {person.person_id for person in old.people}
    site = plant.site_of(old.row.operation_id)
    zone = ZoneInfo(site.time_zone)
    shift = shift_at(work.now, site.shifts, zone)
    now = (shift_date_at(work.now, site.shifts, zone), shift.pattern.id if shift else None)
    if not mine or now != (old.row.shift_date, old.row.shift_id):
        raise NotYourReport(permission=CORRECT_ANY)


def _as_report(old: StoredReport, command: CorrectReport) -> ReportProduction:
    """What the checks of a report look at; people, serials and times stay those of the first row."""
    return ReportProduction.model_construct(
        id=command.id,
        mode=command.mode,
        operation_id=old.row.operation_id,
        station_id=None,
        assignment_id=None,
        good=command.good,
        ng=command.ng,
        defects=command.defects,
        people=[],
        serials=[],
        source=old.row.source,
    )


async def _replace(
    work: Work,
    plant: Plant,
    old: StoredReport,
    command: Replacement,
    named: Named,
    warnings: list[ReportWarning],
) -> ReportResult:
    row, is_correction = old.row, isinstance(command, CorrectReport)
    good = command.good if isinstance(command, CorrectReport) else 0
    defects = command.defects if isinstance(command, CorrectReport) else []
    lines = _said(command, defects, named)
    keys = line_keys([*old.lines, lines])[-1]
    ng = [NgLine(line.quantity, Disposition(line.disposition), key) for line, key in zip(lines, keys, strict=True)]
    before = cells_shown(plant, row.operation_id)
    booked = _book(plant, old, command, good, ng)
    plant.say(row.operation_id, row.lot_id, good=good - row.good, ng=sum(line.quantity for line in ng) - row.ng)
    warnings += [ReportWarning(code=warning.code, params=warning.params) for warning in booked.warnings]
    _record(work, old, command, good, lines, booked, doubts=[one.code for one in warnings])
    _record_lines(work, row.operation_id, command, defects, lines, named)
    await carry_judgements(work, old, lines, keys)
    work.audit(
        "production_report",
        row.id,
        before={"good": show_qty(row.good), "ng": show_qty(row.ng), "cells": before},
        after={**command.payload(), "cells": cells_shown(plant, row.operation_id)},
        reason=command.reason,
        site_id=row.site_id,
        line_id=plant.order_of(row.operation_id).line_id,
    )
    event, fact = ("correct", "report_corrected") if is_correction else ("reverse", "report_reversed")
    await finish(
        work,
        plant,
        event,
        fact,
        reason=command.reason,
        also=[row.operation_id],
        report_id=str(command.id),
        replaces_id=str(row.id),
    )
    return _answer(work, plant, row, command, warnings)


def _said(command: Replacement, defects: list[DefectIn], named: Named) -> list[SaidLine]:
    return [
        SaidLine(
            derived_id(command.id, "defect", position),
            named.defects[line.defect_code].id,
            line.quantity,
            line.disposition,
        )
        for position, line in enumerate(defects)
    ]


def _book(plant: Plant, old: StoredReport, command: Replacement, good: int, ng: list[NgLine]) -> Booked:
    row = old.row
    block = plant.block_at(
        row.operation_id, station_id=row.station_id, assignment_id=row.assignment_id, lot_id=row.lot_id
    )
    plant.ledger.operations[row.operation_id].blocked = block is not None
    was = old.booked(plant.ledger)
    held = 0 if was.good_case_id is None else plant.ledger.case(was.good_case_id).open
    less = max(0, row.good - good - held)
    call_back(plant.ledger, plant.ledger.operations[row.operation_id], less, row.lot_id)
    booked = correct(plant.ledger, row.operation_id, was=was, good=good, ng=ng)
    check_size(plant)
    if booked.good_case is not None and booked.good_case.id is None:
        booked.good_case.key = good_key(command.id)
    return booked


def _record(
    work: Work,
    old: StoredReport,
    command: Replacement,
    good: int,
    lines: list[SaidLine],
    booked: Booked,
    *,
    doubts: list[str],
) -> None:
    """The new row: who, where and when stay those of the work itself, only what was said changes."""
    work.add(
        ProductionReport,
        **{name: getattr(old.row, name) for name in KEPT},
        id=command.id,
        replaces_id=old.row.id,
        reason=command.reason,
        good=good,
        ng=sum(line.quantity for line in lines),
        good_cell=booked.good_cell.value,
        received_at=work.now,
        account_id=work.actor.account_id,
        device_id=work.actor.device_id,
        doubts=sorted({*doubts, *(code for code in old.row.doubts if code == SkillMissing.code)}),
    )
    for person in old.people:
        work.add(ReportPerson, report_id=command.id, person_id=person.person_id, share=person.share)
    for value in old.values:
        work.add(ReportValue, report_id=command.id, parameter=value.parameter, value=value.value, text=value.text)
    if good + sum(line.quantity for line in lines) > 0:
        record_serials(work, old.row.operation_id, old.serials)


def _record_lines(
    work: Work,
    operation_id: int,
    command: Replacement,
    defects: list[DefectIn],
    lines: list[SaidLine],
    named: Named,
) -> None:
    for position, (said, line) in enumerate(zip(defects, lines, strict=True)):
        work.add(
            DefectLine,
            id=line.id,
            report_id=command.id,
            operation_id=operation_id,
            position=position,
            defect_code_id=line.defect_code_id,
            quantity=line.quantity,
            disposition=line.disposition,
            note=said.note,
            cause=said.cause,
        )
        for photo in said.photo_ids:
            work.add(DefectPhoto, defect_line_id=line.id, photo_id=photo, sha256=named.photos[photo])


def _answer(work: Work, plant: Plant, row: Any, command: Replacement, warnings: list[ReportWarning]) -> ReportResult:
    operation_id = row.operation_id
    order_id = plant.operations[operation_id].order_id
    return ReportResult(
        id=command.id,
        outcome="booked",
        report_id=command.id,
        operation_id=operation_id,
        bar=Bar.model_validate(operation_bar(plant, operation_id, work.now)),
        order_bar=OrderBar.model_validate(whole_order_bar(plant, order_id, work.now)),
        can=allowed_actions(
            plant, operation_id, work.actor, station_id=row.station_id, assignment_id=row.assignment_id
        ),
        warnings=warnings,
    )

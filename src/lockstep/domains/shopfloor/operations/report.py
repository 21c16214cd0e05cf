# SPDX-License-Identifier: Apache-2.0
"""Reporting production: what was made and every defect of it, in one act.

One report and a batch go the same way: all orders are locked and read once, each report is booked in
memory in the order of the device, and everything is written at the end.
"""

from collections.abc import Iterable, Sequence

from lockstep.domains.orders.rules import ENDED, OrderStatus
from lockstep.domains.shopfloor.errors import (
    PARKABLE,
    Blocked,
    OrderEnded,
    OrderNotReleased,
    UnknownOperation,
)
from lockstep.domains.shopfloor.operations.checks import check_report, check_skill, check_source, skills_of
from lockstep.domains.shopfloor.operations.parking import park_report
from lockstep.domains.shopfloor.operations.recording import occurred_at, record_report
from lockstep.domains.shopfloor.queries.context import Named, read_named
from lockstep.domains.shopfloor.schemas import ReportProduction, ReportResult, ReportWarning, Source
from lockstep.domains.traceability.operations import SiteLots, forget_lots, link_input, lots_by_code, record_serials
from lockstep.domains.wip.operations.store import (
    Bars,
    check_size,
    emit_bars,
    follow_progress,
    note_cases,
    note_movements,
    store_plant,
)
from lockstep.domains.wip.queries.actions import allowed_actions
from lockstep.domains.wip.queries.plant import Plant, lock_plant
from lockstep.domains.wip.rules.cells import Disposition, InputRule
from lockstep.domains.wip.rules.ledger import NO_LOT
from lockstep.domains.wip.rules.refusals import OverAvailable
from lockstep.domains.wip.rules.report import Booked, NgLine, report
from lockstep.domains.wip.schemas import Bar, OrderBar
from lockstep.kernel.errors import Forbidden, LockstepError
from lockstep.kernel.ids import derived_id
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Mode
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

REPORT = "report.create"


async def book_reports(work: Work, commands: Sequence[ReportProduction]) -> list[ReportResult | LockstepError]:
    """Book each report in turn; a refused one leaves nothing behind and does not stop the others."""
    plant = await lock_plant(work.session, {command.operation_id for command in commands}, work.now)
    skills = skills_of(plant, commands)
    named = await read_named(work.session, commands, skills=skills, said_by=work.actor.person_id)
    lots = await lots_of(work, plant, commands)
    answers = [_book_or_park(work, plant, named, lots, command) for command in commands]
    await store_plant(work, plant)
    booked = [command for command, answer in zip(commands, answers, strict=True) if _is_booked(answer)]
    used = _lot_codes(plant, booked)
    for site_id, of_site in lots.items():
        await forget_lots(work, of_site, used.get(site_id, ()))
    return answers


@operation("shopfloor.report_production", permission=REPORT, many=book_reports)
async def report_production(work: Work, command: ReportProduction) -> ReportResult:
    answer = (await book_reports(work, [command]))[0]
    if isinstance(answer, LockstepError):
        raise answer
    return answer


def _is_booked(answer: ReportResult | LockstepError) -> bool:
    return isinstance(answer, ReportResult) and answer.outcome == "booked"


async def lots_of(work: Work, plant: Plant, commands: Sequence[ReportProduction]) -> dict[int, SiteLots]:
    """Lots by site, after the orders are locked: one lock order for all."""
    codes = _lot_codes(plant, commands)
    return {site: await lots_by_code(work, site, codes[site]) for site in sorted(codes)}


def _lot_codes(plant: Plant, commands: Iterable[ReportProduction]) -> dict[int, set[str]]:
    """The lots that are named, by site."""
    codes: dict[int, set[str]] = {}
    for command in commands:
        if command.operation_id in plant.operations:
            found = codes.setdefault(plant.site_of(command.operation_id).id, set())
            found.update(lot.code for lot in command.input_lots)
            found.update([command.lot] if command.lot else [])
    return codes


def _book_or_park(
    work: Work, plant: Plant, named: Named, lots: dict[int, SiteLots], command: ReportProduction
) -> ReportResult | LockstepError:
    work.command_id = command.id
    mark, before = work.mark(), plant.snapshot(command.operation_id)
    try:
        work.actor.require(REPORT)
        check_source(work.actor, command.source)
        return book_report(work, plant, named, lots, command, work.actor)
    except LockstepError as refusal:
        work.take_back(mark)
        plant.restore(before)
        if command.mode is Mode.BOOK and isinstance(refusal, (*PARKABLE, OverAvailable, Forbidden)):
            return park_report(work, plant, command, refusal)
        return refusal


def book_report(
    work: Work,
    plant: Plant,
    named: Named,
    lots: dict[int, SiteLots],
    command: ReportProduction,
    said_by: Actor,
) -> ReportResult:
    """`said_by` is who made the pieces known; a review books what somebody else said."""
    _check_order(work, plant, command)
    warnings = check_report(plant, named, command) + check_skill(plant, named, command, said_by, work.actor.locale)
    site_lots = lots[plant.site_of(command.operation_id).id].ids
    lot_id = site_lots[command.lot] if command.lot else NO_LOT
    lines = _ng_lines(command)
    booked = _move(plant, command, lot_id, lines, command.station_id or said_by.station_id)
    plant.say(command.operation_id, lot_id, good=command.good, ng=command.ng)
    warnings += [ReportWarning(code=warning.code, params=warning.params) for warning in booked.warnings]
    record_report(work, plant, named, command, lot_id, booked, lines, said_by, doubts=[one.code for one in warnings])
    for source in command.input_lots:
        link_input(
            work,
            source_lot=site_lots[source.code],
            target_lot=lot_id or None,
            operation_id=command.operation_id,
            quantity=source.quantity,
        )
    record_serials(work, command.operation_id, command.serials)
    named.serials.update((command.operation_id, serial) for serial in command.serials)
    touched = note_movements(work, plant, "report")
    note_cases(work, plant, reason=None)
    follow_progress(work, plant, touched, at=occurred_at(work, command))
    bars = emit_bars(work, plant, "production_reported", touched, report_id=str(command.id))
    return _answer(work, plant, command, bars, warnings)


def _check_order(work: Work, plant: Plant, command: ReportProduction) -> None:
    if command.operation_id not in plant.operations:
        raise UnknownOperation(operation_id=command.operation_id)
    order = plant.order_of(command.operation_id)
    if not work.actor.sees(order.site_id, order.line_id):
        raise UnknownOperation(operation_id=command.operation_id)
    if order.status == OrderStatus.PLANNED:
        raise OrderNotReleased(order=order.number)
    if order.status in ENDED:
        raise OrderEnded(order=order.number, status=order.status)


def _ng_lines(command: ReportProduction) -> list[NgLine]:
    return [
        NgLine(line.quantity, Disposition(line.disposition), key=str(derived_id(command.id, "defect", position)))
        for position, line in enumerate(command.defects)
    ]


def _move(plant: Plant, command: ReportProduction, lot_id: int, lines: list[NgLine], station_id: int | None) -> Booked:
    cells = plant.ledger.operations[command.operation_id]
    block = plant.block_at(
        command.operation_id, station_id=station_id, assignment_id=command.assignment_id, lot_id=lot_id
    )
    if block is not None and command.mode is Mode.ASK:
        raise Blocked(**block.shown())
    cells.blocked = block is not None
    rule = cells.input_rule
    if command.source is Source.IMPORT and rule is InputRule.BLOCK:
        cells.input_rule = InputRule.WARN
    booked = report(plant.ledger, command.operation_id, good=command.good, ng=lines, lot_id=lot_id)
    cells.input_rule = rule
    check_size(plant)
    if booked.good_case is not None:
        booked.good_case.key = str(derived_id(command.id, "good"))
    return booked


def _answer(
    work: Work, plant: Plant, command: ReportProduction, bars: Bars, warnings: list[ReportWarning]
) -> ReportResult:
    order = plant.order_of(command.operation_id)
    return ReportResult(
        id=command.id,
        outcome="booked",
        report_id=command.id,
        operation_id=command.operation_id,
        bar=Bar.model_validate(bars.operations[command.operation_id]),
        order_bar=OrderBar.model_validate(bars.orders[order.id]),
        can=allowed_actions(
            plant,
            command.operation_id,
            work.actor,
            station_id=command.station_id,
            assignment_id=command.assignment_id,
        ),
        warnings=warnings,
    )

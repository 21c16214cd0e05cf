# SPDX-License-Identifier: Apache-2.0
"""The review of parked reports: book as it is, book to another operation, or withdraw."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.shopfloor.commands import BookParked, BookParkedTo, RecordTime, WithdrawParked
from lockstep.domains.shopfloor.errors import AlreadyResolved
from lockstep.domains.shopfloor.operations.checks import skills_of
from lockstep.domains.shopfloor.operations.record_time import NAME as RECORD_TIME
from lockstep.domains.shopfloor.operations.record_time import book_time, read_places
from lockstep.domains.shopfloor.operations.report import book_report, lots_of
from lockstep.domains.shopfloor.queries.context import Named, read_named
from lockstep.domains.shopfloor.queries.parked import OPEN, REVIEW, parked_in_scope
from lockstep.domains.shopfloor.schemas import ParkedWithdrawn, ReportProduction, ReportResult, ShareIn
from lockstep.domains.wip.operations.store import emit_bars, store_plant
from lockstep.domains.wip.queries.bars import operation_bar, whole_order_bar
from lockstep.domains.wip.queries.plant import Plant, lock_plant
from lockstep.domains.wip.rules.cells import InputRule
from lockstep.kernel.errors import NotFound
from lockstep.kernel.ids import derived_id
from lockstep.platform.accounts.models import Account, Device
from lockstep.platform.audit.masking import said_by
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Mode
from lockstep.platform.commands.models import ParkedCommand
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

PARKED = ParkedCommand.__table__

# An act that a review books says more than the command of the review does.
said_by("production_report", ReportProduction)
said_by("time_record", RecordTime)


@operation("shopfloor.book_parked", permission=REVIEW)
async def book_parked(work: Work, command: BookParked) -> ReportResult:
    parked = await _lock_parked(work, command.command_id)
    return await _book(work, parked, int(parked.payload["operation_id"]))


@operation("shopfloor.book_parked_to", permission=REVIEW)
async def book_parked_to(work: Work, command: BookParkedTo) -> ReportResult:
    parked = await _lock_parked(work, command.command_id)
    return await _book(work, parked, command.operation_id)


@operation("shopfloor.withdraw_parked", permission=REVIEW)
async def withdraw_parked(work: Work, command: WithdrawParked) -> ParkedWithdrawn:
    parked = await _lock_parked(work, command.command_id)
    known = [] if parked.operation_id is None else [parked.operation_id]
    plant = await lock_plant(work.session, known, work.now)
    await _resolve(work, parked, "withdrawn", reason=command.reason, report_id=None)
    _take_off_bar(work, plant, parked)
    return ParkedWithdrawn(id=command.id, command_id=parked.id, status="withdrawn")


async def _lock_parked(work: Work, command_id: UUID) -> Any:
    """Locked before its order: nobody who holds an order waits for a parked row."""
    rows = await work.session.execute(
        select(PARKED, WorkOrder.line_id)
        .outerjoin(Operation, Operation.id == PARKED.c.operation_id)
        .outerjoin(WorkOrder, WorkOrder.id == Operation.order_id)
        .where(PARKED.c.id == command_id, parked_in_scope(work.actor))
        .with_for_update(of=PARKED)
    )
    parked = rows.one_or_none()
    if parked is None:
        raise NotFound(kind="parked_command", key=str(command_id))
    if parked.status != OPEN:
        raise AlreadyResolved(status=parked.status, by=parked.resolved_by)
    return parked


async def _book(work: Work, parked: Any, operation_id: int) -> ReportResult:
    """Booked as the people, the time and the device said it; the reviewer answers for the quantity."""
    said_by = await _sender(work, parked)
    if parked.operation == RECORD_TIME:
        return await _book_time(work, parked, operation_id, said_by)
    report = _report(parked, operation_id, said_by)
    places = {operation_id} if parked.operation_id is None else {operation_id, parked.operation_id}
    plant = await lock_plant(work.session, places, work.now)
    skills = skills_of(plant, [report])
    named = await read_named(work.session, [report], skills=skills, said_by=said_by.person_id)
    _let_through(plant, named, operation_id)
    lots = await lots_of(work, plant, [report])
    answer = book_report(work, plant, named, lots, report, said_by)
    _take_off_bar(work, plant, parked)
    await store_plant(work, plant)
    await _resolve(work, parked, "booked", reason=None, report_id=report.id)
    order_id = plant.operations[operation_id].order_id
    bars = {
        "bar": operation_bar(plant, operation_id, work.now),
        "order_bar": whole_order_bar(plant, order_id, work.now),
    }
    return answer.model_copy(update={"id": work.command_id, **bars})


async def _book_time(work: Work, parked: Any, operation_id: int, said_by: Actor) -> ReportResult:
    said = RecordTime.model_validate(parked.payload)
    command = said.model_copy(
        update={"id": derived_id(parked.id, "booked"), "mode": Mode.BOOK, "operation_id": operation_id}
    )
    plant = await lock_plant(work.session, [operation_id], work.now)
    answer = book_time(work, plant, await read_places(work, [command]), command, said_by)
    await store_plant(work, plant)
    await _resolve(work, parked, "booked", reason=None, report_id=command.id)
    return ReportResult.model_construct(**{**dict(answer), "id": work.command_id, "report_id": None})


async def _sender(work: Work, parked: Any) -> Actor:
    rows = await work.session.execute(
        select(
            select(Account.person_id).where(Account.id == parked.account_id).scalar_subquery(),
            select(Device.station_id).where(Device.id == parked.device_id).scalar_subquery(),
        )
    )
    person_id, station_id = rows.one()
    return Actor(
        name=parked.actor_name,
        permissions=frozenset(),
        account_id=parked.account_id,
        person_id=person_id,
        device_id=parked.device_id,
        station_id=station_id,
    )


def _report(parked: Any, operation_id: int, said_by: Actor) -> ReportProduction:
    """Under an id that follows from the parked one: it cannot be booked a second time."""
    said = ReportProduction.model_validate(parked.payload)
    people = said.people
    if not people and said_by.person_id is not None:
        people = [ShareIn(person_id=said_by.person_id)]
    return said.model_copy(
        update={
            "id": derived_id(parked.id, "booked"),
            "mode": Mode.BOOK,
            "operation_id": operation_id,
            "assignment_id": said.assignment_id if operation_id == said.operation_id else None,
            "people": people,
            "occurred_at": said.occurred_at or said.ended_at or parked.occurred_at,
        }
    )


def _let_through(plant: Plant, named: Named, operation_id: int) -> None:
    """More than was handed over, or by somebody without the skill, is booked with a warning: that is what the
    reviewer's right is for."""
    named.skill_rules = [
        replace(rule, strength="warn") if rule.strength == "block" else rule for rule in named.skill_rules
    ]
    cells = plant.ledger.operations.get(operation_id)
    if cells is not None and cells.input_rule is InputRule.BLOCK:
        cells.input_rule = InputRule.WARN


def _take_off_bar(work: Work, plant: Plant, parked: Any) -> None:
    state = plant.operations.get(parked.operation_id)
    if state is None:
        work.emit("parked_resolved", "parked_command", parked.id, site_id=parked.site_id)
        return
    state.not_booked -= parked.quantity
    emit_bars(work, plant, "parked_resolved", {state.id}, parked_id=str(parked.id))


async def _resolve(work: Work, parked: Any, status: str, *, reason: str | None, report_id: UUID | None) -> None:
    await work.session.execute(
        update(PARKED)  # type: ignore[arg-type]
        .where(PARKED.c.id == parked.id)
        .values(
            status=status,
            resolved_at=work.now,
            resolved_by=work.actor.name,
            resolution_reason=reason,
            resolved_command_id=work.command_id,
        )
    )
    work.audit(
        "parked_command",
        parked.id,
        before={"status": parked.status, "reason": parked.reason_code},
        after={"status": status, "report_id": None if report_id is None else str(report_id)},
        reason=reason,
        site_id=parked.site_id,
        line_id=parked.line_id,
    )

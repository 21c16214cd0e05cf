# SPDX-License-Identifier: Apache-2.0
"""A shift hands over to the next: what is told, beside what is counted at that moment."""

from typing import Any

from sqlalchemy import select, update

from lockstep.domains.masterdata.models import Station
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import Progress
from lockstep.domains.shopfloor.errors import AlreadyTakenOver, OwnHandover, UnknownOperation
from lockstep.domains.shopfloor.handover_schemas import HandedOver, HandOver, TakeOver, WithdrawHandOver
from lockstep.domains.shopfloor.models import Handover
from lockstep.domains.shopfloor.queries.handovers import WRITE, ShiftKey, is_for_others, made_in_shift
from lockstep.domains.shopfloor.queries.queue import station_jobs
from lockstep.domains.shopfloor.queries.stations import shift_running, station_in_scope, stations_in_scope
from lockstep.domains.wip.schemas import BlockShown
from lockstep.kernel.errors import NotFound
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.query import Reading
from lockstep.platform.commands.work import Work

ROW = Handover.__table__


@operation("shopfloor.hand_over", permission=WRITE)
async def hand_over(work: Work, command: HandOver) -> HandedOver:
    station = await station_in_scope(work.session, work.actor, station_id=command.station_id)
    order_id = await _order_of(work, station.site_id, command.operation_id)
    written_at = min(command.occurred_at or work.now, work.now)
    day, span = await shift_running(work.session, written_at, station.site_id)
    shift = (day, span.pattern.id if span else None)
    work.add(
        Handover,
        id=command.id,
        site_id=station.site_id,
        line_id=station.line_id,
        station_id=station.id,
        order_id=order_id,
        operation_id=command.operation_id,
        text=command.text.strip(),
        jobs=await _jobs_now(work, station, shift),
        shift_date=day,
        shift_id=shift[1],
        written_at=written_at,
        written_by=work.actor.name,
        account_id=work.actor.account_id,
        taken_at=None,
        taken_by=None,
        withdrawn_at=None,
    )
    place = {"site_id": station.site_id, "line_id": station.line_id}
    work.audit("handover", command.id, after=command.payload(), **place)
    work.emit("handed_over", "handover", command.id, order_id=order_id, **place)
    return HandedOver(id=command.id, handover_id=command.id, state="written")


@operation("shopfloor.take_over", permission=WRITE)
async def take_over(work: Work, command: TakeOver) -> HandedOver:
    row = await _lock(work, command)
    day, span = await shift_running(work.session, work.now, row.site_id)
    if is_for_others(work.actor, row, (day, span.pattern.id if span else None)):
        raise OwnHandover
    taken_at = max(row.written_at, min(command.occurred_at or work.now, work.now))
    await _change(work, row, "taken_over", taken_at=taken_at, taken_by=work.actor.name)
    return HandedOver(id=command.id, handover_id=row.id, state="taken")


@operation("shopfloor.withdraw_handover", permission=WRITE)
async def withdraw_handover(work: Work, command: WithdrawHandOver) -> HandedOver:
    """Only by who wrote it, while nobody has gone by it."""
    row = await _lock(work, command)
    if row.account_id is None or row.account_id != work.actor.account_id:
        raise NotFound(kind="handover", key=str(command.handover_id))
    await _change(work, row, "handover_withdrawn", withdrawn_at=work.now)
    return HandedOver(id=command.id, handover_id=row.id, state="withdrawn")


async def _order_of(work: Work, site_id: int, operation_id: int | None) -> int | None:
    if operation_id is None:
        return None
    order_id = await work.session.scalar(
        select(WorkOrder.id)
        .join(Operation, Operation.order_id == WorkOrder.id)
        .where(Operation.id == operation_id, WorkOrder.site_id == site_id, *in_scope(work.actor))
    )
    if order_id is None:
        raise UnknownOperation(operation_id=operation_id)
    return order_id


async def _jobs_now(work: Work, station: Any, shift: ShiftKey) -> list[dict[str, Any]]:
    """What runs, what is stopped, and what the shift has made here, were it of a job that is complete."""
    reading = Reading(work.session, work.actor, work.now)
    made = await made_in_shift(reading, station, shift)
    told = []
    for job in await station_jobs(reading, station.id):
        state = _state(job)
        good, ng = made.pop(job["operation_id"], (0, 0))
        if state != "waiting" or good + ng > 0:
            told.append(_told(job["operation_id"], state, job["left"], good, ng, job["bar"]["blocked"]))
    return told + [_told(operation_id, "waiting", 0, good, ng, None) for operation_id, (good, ng) in made.items()]


def _state(job: dict[str, Any]) -> str:
    if job["bar"]["blocked"]:
        return "blocked"
    return "running" if job["bar"]["progress"] == Progress.RUNNING else "waiting"


def _told(operation_id: int, state: str, left: float, good: int, ng: int, blocked: Any) -> dict[str, Any]:
    return {
        "operation_id": operation_id,
        "state": state,
        "left": left,
        "good": show_qty(good),
        "ng": show_qty(ng),
        "blocked": blocked and BlockShown.model_validate(blocked).model_dump(mode="json"),
    }


async def _lock(work: Work, command: TakeOver | WithdrawHandOver) -> Any:
    rows = await work.session.execute(
        select(ROW)
        .join(Station, Station.id == ROW.c.station_id)
        .where(ROW.c.id == command.handover_id, ROW.c.withdrawn_at.is_(None), *stations_in_scope(work.actor))
        .with_for_update(of=ROW)
    )
    row = rows.one_or_none()
    if row is None:
        raise NotFound(kind="handover", key=str(command.handover_id))
    if row.taken_at is not None:
        raise AlreadyTakenOver(by=row.taken_by, at=row.taken_at.isoformat())
    return row


async def _change(work: Work, row: Any, fact: str, **values: Any) -> None:
    await work.session.execute(update(ROW).where(ROW.c.id == row.id).values(**values))  # type: ignore[arg-type]
    place = {"site_id": row.site_id, "line_id": row.line_id}
    work.audit(
        "handover",
        row.id,
        before={"text": row.text},
        after={name: str(value) for name, value in values.items()},
        **place,
    )
    work.emit(fact, "handover", row.id, order_id=row.order_id, **place)

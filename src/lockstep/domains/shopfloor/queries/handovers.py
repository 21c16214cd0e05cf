# SPDX-License-Identifier: Apache-2.0
"""What the shifts before have told at a station, the newest first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from lockstep.domains.masterdata.models import Shift
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.shopfloor.models import Handover, ProductionReport
from lockstep.domains.shopfloor.queries.piecework import IN_FORCE, LATER
from lockstep.domains.shopfloor.queries.stations import shift_running, station_in_scope
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import Qty
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query

WRITE = "report.create"
SHOWN = 30
ON_TOP = 5
ShiftKey = tuple[date, int | None]
"""The date and id of a shift; between two shifts there is no id."""


@query("shopfloor.handovers", permission="queue.read")
async def handovers(reading: Reading, *, station: str | None = None) -> dict[str, Any]:
    """The last ones at the named station, else at the terminal's own."""
    found = await station_in_scope(reading.session, reading.actor, code=station)
    day, span = await shift_running(reading.session, reading.now, found.site_id)
    rows = await _rows(reading, [Handover.station_id == found.id], SHOWN + 1)
    shown = await _shown_all(reading, rows[:SHOWN], (day, span.pattern.id if span else None))
    return {"handovers": shown, "more": len(rows) > SHOWN}


async def open_handovers(reading: Reading, station_id: int, running: ShiftKey) -> list[dict[str, Any]]:
    """Those that nobody has taken over yet."""
    rows = await _rows(reading, [Handover.station_id == station_id, Handover.taken_at.is_(None)], ON_TOP)
    return await _shown_all(reading, rows, running)


def is_for_others(actor: Actor, written: Any, running: ShiftKey) -> bool:
    """Who wrote it takes it over in another shift at the earliest: until then nobody else has read it."""
    own = actor.account_id is not None and written.account_id == actor.account_id
    return own and (written.shift_date, written.shift_id) == running


async def made_in_shift(reading: Reading, station: Any, shift: ShiftKey) -> dict[int, tuple[Qty, Qty]]:
    """Good and NG by operation, as they stand now."""
    made = ProductionReport
    rows = await reading.session.execute(
        select(made.operation_id, func.sum(made.good).label("good"), func.sum(made.ng).label("ng"))
        .outerjoin(LATER, LATER.replaces_id == made.id)
        .where(
            made.site_id == station.site_id,
            made.station_id == station.id,
            made.shift_date == shift[0],
            made.shift_id.is_not_distinct_from(shift[1]),
            *IN_FORCE,
        )
        .group_by(made.operation_id)
        .order_by(made.operation_id)
    )
    return {row.operation_id: (row.good, row.ng) for row in rows}


async def _rows(reading: Reading, conditions: Sequence[ColumnElement[bool]], most: int) -> Sequence[Any]:
    rows = await reading.session.execute(
        select(Handover.__table__, Shift.name.label("shift_name"))
        .outerjoin(Shift, Shift.id == Handover.shift_id)
        .where(Handover.withdrawn_at.is_(None), *conditions)
        .order_by(Handover.written_at.desc(), Handover.id)
        .limit(most)
    )
    return rows.all()


async def _shown_all(reading: Reading, rows: Sequence[Any], running: ShiftKey) -> list[dict[str, Any]]:
    named = {row.operation_id for row in rows} | {job["operation_id"] for row in rows for job in row.jobs}
    called = await _called(reading, named - {None})
    return [_shown(reading, row, called, running) for row in rows]


async def _called(reading: Reading, operations: set[int]) -> dict[int, dict[str, Any]]:
    """What the operations in sight are called; of others nothing is told."""
    if not operations:
        return {}
    rows = await reading.session.execute(
        select(Operation.id, Operation.code, Operation.name, WorkOrder.number)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .where(Operation.id.in_(operations), *in_scope(reading.actor))
    )
    return {
        row.id: {
            "order_number": row.number,
            "operation_code": row.code,
            "operation_name": local_name(row.name, reading.actor.locale),
        }
        for row in rows
    }


def _shown(reading: Reading, row: Any, called: dict[int, dict[str, Any]], running: ShiftKey) -> dict[str, Any]:
    about = called.get(row.operation_id, {})
    return {
        **{name: getattr(row, name) for name in ("id", "written_at", "written_by", "text", "taken_at", "taken_by")},
        "shift": local_name(row.shift_name, reading.actor.locale) if row.shift_name else None,
        "shift_date": row.shift_date.isoformat(),
        "about": about.get("order_number"),
        "operation_id": row.operation_id,
        "operation_name": about.get("operation_name"),
        "jobs": [{**job, **called[job["operation_id"]]} for job in row.jobs if job["operation_id"] in called],
        "can": _can(reading.actor, row, running),
    }


def _can(actor: Actor, row: Any, running: ShiftKey) -> list[str]:
    if row.taken_at is not None or not actor.may(WRITE):
        return []
    can = [] if is_for_others(actor, row, running) else ["take_over"]
    own = actor.account_id is not None and row.account_id == actor.account_id
    return [*can, "withdraw"] if own else can

# SPDX-License-Identifier: Apache-2.0
"""Time without output as it was said, the newest first, with what was taken back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from lockstep.domains.masterdata.models import Person, Station
from lockstep.domains.masterdata.queries import shifts_of_sites
from lockstep.domains.masterdata.rules import shift_at, shift_date_at
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.shopfloor.models import TimeRecord
from lockstep.domains.shopfloor.queries.stations import ShiftPatterns
from lockstep.kernel.names import local_name
from lockstep.platform.accounts.people import of_accounts, of_people
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query

REVERSE_OWN = "report.correct_own"
REVERSE_ANY = "report.correct"
MOST = 50
REVERSAL = aliased(TimeRecord)
COUNTS = (REVERSAL.id.is_(None), TimeRecord.replaces_id.is_(None))
"""Together with an outer join of `REVERSAL`: said and not taken back."""
AS_STORED = ("id", "kind", "operation_id", "order_id", "order_number", "operation_code", "station_code", "person",
             "started_at", "ended_at", "received_at", "note", "reversed_because")  # fmt: skip


@query("shopfloor.times", permission="report.read")
async def times(
    reading: Reading,
    *,
    operation_id: int | None = None,
    mine: bool = False,
    shift_date: date | None = None,
    limit: int = MOST,
) -> dict[str, Any]:
    conditions: list[ColumnElement[bool]] = []
    if operation_id is not None:
        conditions.append(TimeRecord.operation_id == operation_id)
    if mine:
        conditions.append(_mine(reading.actor))
    if shift_date is not None:
        conditions.append(TimeRecord.shift_date == shift_date)
    said = _select(reading.actor).where(*conditions).order_by(TimeRecord.received_at.desc(), TimeRecord.id.desc())
    rows = (await reading.session.execute(said.limit(limit + 1))).all()
    patterns = await shifts_of_sites(reading.session)
    shown = [
        {
            **{name: getattr(row, name) for name in AS_STORED},
            "operation_name": local_name(row.operation_name, reading.actor.locale),
            "shift_date": row.shift_date.isoformat(),
            "can": ["reverse"] if _can_reverse(reading, row, patterns) else [],
        }
        for row in rows[:limit]
    ]
    return {"times": shown, "more": len(rows) > limit}


async def time_in_scope(session: AsyncSession, actor: Actor, record_id: UUID) -> Any:
    """A record that somebody said, not the reversal of one."""
    rows = await session.execute(_select(actor).where(TimeRecord.id == record_id))
    return rows.one_or_none()


def may_reverse(actor: Actor, row: Any, now: datetime, patterns: ShiftPatterns) -> bool:
    """One's own within the shift in which it was said."""
    if actor.may(REVERSE_ANY):
        return True
    return bool(actor.may(REVERSE_OWN) and row.mine and _shift(now, patterns) == _shift(row.received_at, patterns))


def _can_reverse(reading: Reading, row: Any, patterns: dict[int, ShiftPatterns]) -> bool:
    return row.reversed_by_id is None and may_reverse(reading.actor, row, reading.now, patterns[row.site_id])


def _shift(at: datetime, patterns: ShiftPatterns) -> tuple[date, int | None]:
    zone, known = patterns
    span = shift_at(at, known, zone)
    return shift_date_at(at, known, zone), span.pattern.id if span else None


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Who sent it, and whose time it is. What nobody's account sent is nobody's."""
    own = ((TimeRecord.account_id, actor.account_id), (TimeRecord.person_id, actor.person_id))
    return or_(false(), *(column == mine for column, mine in own if mine is not None))


def _select(actor: Actor) -> Any:
    return (
        select(
            TimeRecord.__table__,
            REVERSAL.id.label("reversed_by_id"),
            REVERSAL.reason.label("reversed_because"),
            Operation.code.label("operation_code"),
            Operation.name.label("operation_name"),
            WorkOrder.id.label("order_id"),
            WorkOrder.number.label("order_number"),
            WorkOrder.line_id,
            Station.code.label("station_code"),
            Person.name.label("person"),
            func.coalesce(_mine(actor), False).label("mine"),
        )
        .join(Operation, Operation.id == TimeRecord.operation_id)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .outerjoin(Station, Station.id == TimeRecord.station_id)
        .outerjoin(Person, Person.id == TimeRecord.person_id)
        .outerjoin(REVERSAL, REVERSAL.replaces_id == TimeRecord.id)
        .where(
            TimeRecord.replaces_id.is_(None),
            *in_scope(actor),
            or_(of_people(actor, TimeRecord.person_id), of_accounts(actor, TimeRecord.account_id)),
        )
    )

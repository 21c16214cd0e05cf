# SPDX-License-Identifier: Apache-2.0
"""The first page of the office: my tasks, what will be late, what waits for me. Each as far as the rights go."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, cast, false, func, literal, or_, select, true

from lockstep.domains.masterdata.models import Person
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import ENDED
from lockstep.domains.shopfloor.queries.parked import OPEN as PARKED
from lockstep.domains.shopfloor.queries.parked import REVIEW, parked_in_scope
from lockstep.domains.tasks.models import Task
from lockstep.domains.tasks.queries import tasks_shown, today_of_sites
from lockstep.domains.tasks.rules import OPEN
from lockstep.domains.wip.models import CellRow, HoldCase
from lockstep.domains.wip.queries.bars import due_of
from lockstep.domains.wip.queries.blocks import blocks
from lockstep.domains.wip.queries.board import OFF_BOARD, order_head, read_orders
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import Qty, show_qty
from lockstep.platform.accounts.permissions import SIGNED_IN
from lockstep.platform.commands.models import ParkedCommand
from lockstep.platform.commands.query import Reading, query

BOARD = "board.read"
DECIDES = ("wip.dispose", "wip.release")
JUDGES = "wip.judge"
DAY = timedelta(days=1)
"""More slack than puts an order at risk."""

NOT_SAID = ("order_id", "order_number", "operation_code", "operation_name", "reason_code", "reason_params", "target")
MOST_TASKS, MOST_LATE, MOST_WAITING = 50, 12, 30


@query("analytics.home", permission=SIGNED_IN)
async def home(reading: Reading) -> dict[str, Any]:
    return {
        "generated_at": reading.now,
        "tasks": await _tasks(reading),
        "late": await _late(reading) if reading.actor.may(BOARD) else None,
        "waiting": await _waiting(reading),
    }


async def _tasks(reading: Reading) -> list[dict[str, Any]] | None:
    if reading.actor.person_id is None:
        return None
    wanted = [Task.owner_id == reading.actor.person_id, Task.status == OPEN]
    return await tasks_shown(reading, wanted, await today_of_sites(reading.session, reading.now), most=MOST_TASKS)


def _drives(reading: Reading) -> ColumnElement[bool]:
    return _is_me(reading, Operation.progress_owner_id)


def _answers_for(reading: Reading) -> ColumnElement[bool]:
    return _is_me(reading, Operation.quality_owner_id)


def _is_me(reading: Reading, column: Any) -> ColumnElement[bool]:
    """Of nobody it is false, too, not a constant: PostgreSQL does not sort by one."""
    return func.coalesce(column == cast(literal(reading.actor.person_id), BigInteger), False)


async def _late(reading: Reading) -> dict[str, Any]:
    """Own orders first, then by how late. The bars are worked out for those that are shown."""
    own = select(Operation.order_id).where(or_(_drives(reading), _answers_for(reading)))
    rows = await reading.session.execute(
        select(WorkOrder.id, WorkOrder.due_at, WorkOrder.forecast_at, WorkOrder.id.in_(own).label("mine")).where(
            *in_scope(reading.actor), WorkOrder.status.not_in(OFF_BOARD), WorkOrder.due_at < WorkOrder.forecast_at + DAY
        )
    )
    orders: Sequence[Any] = rows.all()
    found = [(row, due) for row in orders if (due := due_of(row)) and due["state"] in ("late", "at_risk")]
    found.sort(key=lambda one: (not one[0].mine, one[1]["days"], one[0].id))
    states = Counter(due["state"] for _, due in found)
    first = {row.id: row.mine for row, _ in found[:MOST_LATE]}
    plant, heads = await read_orders(reading, ids=list(first))
    return {
        "late": states["late"],
        "at_risk": states["at_risk"],
        "orders": [{**order_head(reading, plant, heads[one]), "mine": mine} for one, mine in first.items()],
    }


async def _waiting(reading: Reading) -> list[dict[str, Any]]:
    found = await _parked(reading) if reading.actor.may(REVIEW) else []
    if reading.actor.may(BOARD):
        found += [*await _cases(reading), *await _inspections(reading), *await _blocks(reading)]
    return sorted(found, key=lambda one: (not one["mine"], one["since"]))[:MOST_WAITING]


async def _parked(reading: Reading) -> list[dict[str, Any]]:
    """Whoever may decide on them has to: they belong to nobody else."""
    row: Any = (
        await reading.session.execute(
            select(
                func.count().label("count"),
                func.sum(ParkedCommand.quantity).label("pieces"),
                func.min(ParkedCommand.parked_at).label("since"),
            )
            .select_from(ParkedCommand)
            .outerjoin(Operation, Operation.id == ParkedCommand.operation_id)
            .outerjoin(WorkOrder, WorkOrder.id == Operation.order_id)
            .where(ParkedCommand.status == PARKED, parked_in_scope(reading.actor))
        )
    ).one()
    return [_shown("parked", True, row.since, row.count, row.pieces)] if row.count else []


async def _cases(reading: Reading) -> list[dict[str, Any]]:
    """Pieces on hold and NG that is not decided, by operation."""
    decides = any(reading.actor.may(right) for right in DECIDES)
    mine = _answers_for(reading)
    rows = await reading.session.execute(
        select(
            *_operation(mine),
            func.count().label("count"),
            func.sum(HoldCase.open).label("pieces"),
            func.min(HoldCase.opened_at).label("since"),
        )
        .join(Operation, Operation.id == HoldCase.operation_id)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .where(HoldCase.open > 0, WorkOrder.status.not_in(ENDED), *in_scope(reading.actor), or_(mine, _all_if(decides)))
        .group_by(Operation.id, WorkOrder.id)
        .order_by(mine.desc(), func.min(HoldCase.opened_at))
        .limit(MOST_WAITING)
    )
    return [_at("case", row, reading.actor.locale) for row in rows]


async def _inspections(reading: Reading) -> list[dict[str, Any]]:
    """Where nobody is named to answer for the quality, they wait for all who may judge."""
    pieces = CellRow.waiting + CellRow.urgent
    mine = _answers_for(reading)
    anybody = and_(Operation.quality_owner_id.is_(None), _all_if(reading.actor.may(JUDGES)))
    rows = await reading.session.execute(
        select(
            *_operation(mine),
            func.count().label("count"),
            func.sum(pieces).label("pieces"),
            func.min(CellRow.waiting_since).label("since"),
        )
        .join(Operation, Operation.id == CellRow.operation_id)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .where(pieces > 0, CellRow.waiting_since.is_not(None), WorkOrder.status.not_in(ENDED))
        .where(*in_scope(reading.actor), or_(mine, anybody))
        .group_by(Operation.id, WorkOrder.id)
        .order_by(mine.desc(), func.min(CellRow.waiting_since))
        .limit(MOST_WAITING)
    )
    return [_at("inspection", row, reading.actor.locale) for row in rows]


def _all_if(right: bool) -> ColumnElement[bool]:
    return true() if right else false()


def _operation(mine: ColumnElement[bool]) -> tuple[Any, ...]:
    return (
        mine.label("mine"),
        WorkOrder.id.label("order_id"),
        WorkOrder.number.label("order_number"),
        Operation.code.label("operation_code"),
        Operation.name.label("operation_name"),
    )


def _at(kind: str, row: Any, locale: str) -> dict[str, Any]:
    return {
        **_shown(kind, row.mine, row.since, row.count, row.pieces),
        "order_id": row.order_id,
        "order_number": row.order_number,
        "operation_code": row.operation_code,
        "operation_name": local_name(row.operation_name, locale),
    }


async def _blocks(reading: Reading) -> list[dict[str, Any]]:
    """Those in force of which the reader is named as the owner."""
    person = await reading.session.scalar(select(Person.name).where(Person.id == reading.actor.person_id))
    names = {reading.actor.name, person}
    return [
        {
            **_shown("block", True, block["starts_at"], 1, None),
            "order_id": block["order_id"],
            "target": block["target"],
            "reason_code": block["reason_code"],
            "reason_params": block["reason_params"],
        }
        for block in (await blocks(reading))["blocks"]
        if block["owner"] in names and block["starts_at"] <= reading.now
    ]


def _shown(kind: str, mine: bool, since: datetime, count: int, pieces: Qty | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "mine": mine,
        "count": count,
        "pieces": None if pieces is None else show_qty(pieces),
        "since": since,
        **dict.fromkeys(NOT_SAID),
    }

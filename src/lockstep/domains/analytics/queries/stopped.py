# SPDX-License-Identifier: Apache-2.0
"""What stood still on a day, and what was put on hold that day and is so still."""

from typing import Any

from sqlalchemy import ColumnElement, select

from lockstep.domains.analytics.queries.day import Day
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.wip.models import HoldCase
from lockstep.domains.wip.queries.bars import site_time
from lockstep.domains.wip.queries.blocks import blocks_between
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.query import Reading

MOST = 100


def of_place(day: Day) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [WorkOrder.site_id == day.site.id]
    if day.line_id is not None:
        wanted.append(WorkOrder.line_id == day.line_id)
    return wanted


async def stops(reading: Reading, day: Day) -> list[dict[str, Any]]:
    """Blocks in force that day, with the minutes of working time that they took of it; the longest first."""
    working = site_time(day.site, day.ends)
    found = await blocks_between(reading, day.starts, day.ends, site_id=day.site.id, line_id=day.line_id)
    shown = []
    for block in found:
        until = min(one for one in (block["released_at"], block["ends_at"], day.ends) if one)
        seconds = working.worked_until(until) - working.worked_until(max(block["starts_at"], day.starts))
        shown.append({**block, "until": block.pop("ends_at"), "minutes": max(0, round(seconds / 60))})
    return sorted(shown, key=lambda block: -block["minutes"])


async def holds(reading: Reading, day: Day) -> list[dict[str, Any]]:
    rows = await reading.session.execute(
        select(
            *(HoldCase.id, HoldCase.operation_id, HoldCase.origin, HoldCase.source, HoldCase.open, HoldCase.reason),
            *(HoldCase.opened_at, HoldCase.opened_by, Operation.code, Operation.name),
            *(WorkOrder.id.label("order_id"), WorkOrder.number),
        )
        .join(Operation, Operation.id == HoldCase.operation_id)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .where(HoldCase.open > 0, HoldCase.opened_at.between(day.starts, day.ends))
        .where(*in_scope(reading.actor), *of_place(day))
        .order_by(HoldCase.id)
        .limit(MOST)
    )
    return [
        {
            "id": row.id,
            "operation_id": row.operation_id,
            "operation_code": row.code,
            "operation_name": local_name(row.name, reading.actor.locale),
            "order_id": row.order_id,
            "order_number": row.number,
            "origin": row.origin,
            "open": show_qty(row.open),
            "reason": row.reason,
            "opened_at": row.opened_at,
            "opened_by": row.opened_by,
        }
        for row in rows
    ]

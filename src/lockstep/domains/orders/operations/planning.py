# SPDX-License-Identifier: Apache-2.0
"""Planned times: by a forward pass when an order is released, or as a planner sets them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update

from lockstep.domains.masterdata.models import Product
from lockstep.domains.masterdata.queries import shifts_of_sites, working_time
from lockstep.domains.orders.commands import OrderPlaced, SetPlannedTimes
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.scheduling import Slot, Step, forward_pass
from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


async def plan_order(work: Work, order_id: int, start_at: datetime | None = None) -> None:
    """Standard times over the station calendars, behind what those stations have to do already."""
    found = await work.session.execute(
        select(WorkOrder.site_id, WorkOrder.due_at, Product.tray_quantity)
        .join(Product, Product.id == WorkOrder.product_id)
        .where(WorkOrder.id == order_id)
    )
    order = found.one()
    rows = (await work.session.execute(select(Operation.__table__).where(Operation.order_id == order_id))).all()
    steps = [_step(row) for row in sorted(rows, key=lambda row: row.sequence)]
    begin = start_at or work.now
    zone, shifts = (await shifts_of_sites(work.session)).get(order.site_id, (ZoneInfo("UTC"), ()))
    slots = forward_pass(
        steps,
        begin=begin,
        calendar=working_time(zone, shifts, begin, order.due_at or begin),
        station_free=await _station_free(work, sorted({one for step in steps for one in step.stations}), begin),
        tray=order.tray_quantity,
    )
    await _store_plan(work, slots)
    if any(step.piece_seconds for step in steps):
        end = max(slot.end for placed in slots.values() for slot in placed)
        await work.session.execute(
            update(WorkOrder)
            .where(WorkOrder.id == order_id)
            .values(forecast_at=max(end, work.now), forecast_computed_at=work.now)
        )


def _step(row: Any) -> Step:
    return Step(
        id=row.id,
        planned=row.planned_qty,
        setup_seconds=row.setup_seconds,
        piece_seconds=row.piece_seconds,
        stations=tuple(row.station_ids),
        successor_id=row.successor_id,
    )


async def _station_free(work: Work, stations: Sequence[int], begin: datetime) -> dict[int, datetime]:
    rows = await work.session.execute(
        select(Assignment.station_id, func.max(Assignment.planned_end).label("free"))
        .where(Assignment.station_id.in_(stations), Assignment.planned_end > begin)
        .group_by(Assignment.station_id)
    )
    return {row.station_id: row.free for row in rows}


async def _store_plan(work: Work, slots: dict[int, list[Slot]]) -> None:
    assignments = [
        {
            "operation_id": operation_id,
            "station_id": slot.station_id,
            "planned_qty": slot.quantity,
            "planned_start": slot.start,
            "planned_end": slot.end,
        }
        for operation_id, placed in slots.items()
        for slot in placed
        if slot.station_id is not None
    ]
    if assignments:
        await work.session.execute(insert(Assignment), assignments)
    for operation_id, placed in slots.items():
        await work.session.execute(
            update(Operation)
            .where(Operation.id == operation_id)
            .values(
                planned_start=min(slot.start for slot in placed),
                planned_end=max(slot.end for slot in placed),
            )
        )


@operation("orders.set_planned_times", permission="order.manage")
async def set_planned_times(work: Work, command: SetPlannedTimes) -> OrderPlaced:
    """The assignments of an operation take its times; what is already made stays as it is."""
    order = (
        await work.session.execute(
            select(WorkOrder.id, WorkOrder.number, WorkOrder.status, WorkOrder.site_id, WorkOrder.line_id)
            .where(WorkOrder.id == command.order_id, *in_scope(work.actor))
            .with_for_update(key_share=True)
        )
    ).one_or_none()
    if order is None:
        raise NotFound(kind="order", key=command.order_id)
    rows = await work.session.execute(
        select(Operation.id, Operation.code, Operation.planned_start, Operation.planned_end).where(
            Operation.order_id == order.id
        )
    )
    known = {row.id: row for row in rows}
    for times in command.times:
        if times.operation_id not in known:
            raise NotFound(kind="operation", key=times.operation_id)
        span = {"planned_start": times.start, "planned_end": times.end}
        await work.session.execute(update(Operation).where(Operation.id == times.operation_id).values(**span))
        await work.session.execute(
            update(Assignment).where(Assignment.operation_id == times.operation_id).values(**span)
        )
    work.audit(
        "work_order",
        order.id,
        before={row.code: [str(row.planned_start), str(row.planned_end)] for row in known.values()},
        after={known[times.operation_id].code: [str(times.start), str(times.end)] for times in command.times},
        reason=command.reason,
        site_id=order.site_id,
        line_id=order.line_id,
    )
    work.emit(
        "order_planned",
        "work_order",
        order.id,
        order_id=order.id,
        site_id=order.site_id,
        line_id=order.line_id,
    )
    return OrderPlaced(
        id=order.id,
        number=order.number,
        status=order.status,
        operations={row.code: row.id for row in known.values()},
        site_id=order.site_id,
        line_id=order.line_id,
    )

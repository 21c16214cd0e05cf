# SPDX-License-Identifier: Apache-2.0
"""Planned times: by a forward pass when an order is released, or as a planner sets them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update

from lockstep.domains.masterdata.models import Product
from lockstep.domains.masterdata.queries import shifts_of_sites, working_time
from lockstep.domains.orders.commands import OrderPlaced, SetPlannedTimes
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.operations.held import as_placed, lock_order, operations_of, tell
from lockstep.domains.orders.scheduling import Slot, Step, forward_pass
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

Chosen = Mapping[int, tuple[int, ...]]
"""By operation: the stations at which it is done. The others are done wherever they may be."""


async def plan_order(work: Work, order_id: int, start_at: datetime | None = None, chosen: Chosen | None = None) -> None:
    """Standard times over the station calendars, behind what those stations have to do already."""
    found = await work.session.execute(
        select(WorkOrder.site_id, WorkOrder.due_at, Product.tray_quantity)
        .join(Product, Product.id == WorkOrder.product_id)
        .where(WorkOrder.id == order_id)
    )
    order = found.one()
    rows = (await work.session.execute(select(Operation.__table__).where(Operation.order_id == order_id))).all()
    chosen = chosen or {}
    steps = [_step(row, chosen.get(row.id)) for row in sorted(rows, key=lambda row: row.sequence)]
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


def _step(row: Any, chosen: tuple[int, ...] | None) -> Step:
    return Step(
        id=row.id,
        planned=row.planned_qty,
        setup_seconds=row.setup_seconds,
        piece_seconds=row.piece_seconds,
        stations=tuple(row.station_ids) if chosen is None else chosen,
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
    order = await lock_order(work, command.order_id)
    known = await operations_of(work, order.id, [times.operation_id for times in command.times])
    for times in command.times:
        span = {"planned_start": times.start, "planned_end": times.end}
        await work.session.execute(update(Operation).where(Operation.id == times.operation_id).values(**span))
        await work.session.execute(
            update(Assignment).where(Assignment.operation_id == times.operation_id).values(**span)
        )
    before = {row.code: [str(row.planned_start), str(row.planned_end)] for row in known.values()}
    after = {known[times.operation_id].code: [str(times.start), str(times.end)] for times in command.times}
    tell(work, order, "order_planned", before, after, command.reason)
    return as_placed(order, known)

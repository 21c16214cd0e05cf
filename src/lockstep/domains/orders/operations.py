# SPDX-License-Identifier: Apache-2.0
"""Placing and releasing work orders."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update

from lockstep.domains.masterdata.decimals import check_decimals
from lockstep.domains.masterdata.models import Customer, Line, Product, Site, Station
from lockstep.domains.masterdata.operations import id_of
from lockstep.domains.masterdata.queries import shifts_of_sites, working_time
from lockstep.domains.orders.commands import OperationIn, OrderPlaced, PlaceOrder, SetPlannedTimes
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import OrderStatus, Progress
from lockstep.domains.orders.scheduling import Slot, Step, forward_pass
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


class NumberTaken(LockstepError):
    code = "order_number_taken"
    message = "There is an order {number} already."


class OrderOutOfScope(LockstepError):
    code = "order_out_of_scope"
    status = 403
    message = "Your account places orders on its own sites and lines only: name one of them."


@operation("orders.place_order", permission="order.create")
async def place_order(work: Work, command: PlaceOrder) -> OrderPlaced:
    """Make an order with its network; released at once, unless it is only planned, with planned times."""
    site_id, line_id = await _place(work, command)
    product = await _product(work, command.product_code)
    planned = (step.planned_qty for step in command.operations)
    check_decimals(product.unit, product.decimals, command.quantity, *planned)
    stations = await _stations(work, site_id, command.operations)
    order_id = await _insert_order(work, command, site_id, line_id, product)
    ids = await _insert_operations(work, command, order_id, product)
    if command.release:
        await _plan(work, command, site_id, order_id, ids, stations, product)
    work.audit("work_order", order_id, after=command.payload(), site_id=site_id, line_id=line_id)
    work.emit("order_placed", "work_order", order_id, order_id=order_id, site_id=site_id, line_id=line_id)
    status = OrderStatus.RELEASED if command.release else OrderStatus.PLANNED
    return OrderPlaced(id=order_id, number=command.number, status=status, operations=ids)


async def _place(work: Work, command: PlaceOrder) -> tuple[int, int | None]:
    """The site and line of the order. Who is limited to lines names one of them: an order without is on every line."""
    site_id = await id_of(work, Site, "site", command.site_code)
    line_id = await id_of(work, Line, "line", command.line_code, site_id=site_id) if command.line_code else None
    limited = work.actor.line_ids is not None and line_id is None
    if limited or not work.actor.sees(site_id, line_id):
        raise OrderOutOfScope
    return site_id, line_id


async def _product(work: Work, code: str) -> Any:
    product_id = await id_of(work, Product, "product", code)
    rows = await work.session.execute(
        select(Product.id, Product.unit, Product.decimals, Product.tray_quantity).where(Product.id == product_id)
    )
    return rows.one()


async def _insert_order(work: Work, command: PlaceOrder, site_id: int, line_id: int | None, product: Any) -> int:
    taken = select(WorkOrder.id).where(WorkOrder.site_id == site_id, WorkOrder.number == command.number)
    if (await work.session.execute(taken)).first():
        raise NumberTaken(number=command.number)
    customer_id = await id_of(work, Customer, "customer", command.customer_code) if command.customer_code else None
    rows = await work.session.execute(
        insert(WorkOrder)
        .values(
            site_id=site_id,
            line_id=line_id,
            number=command.number,
            product_id=product.id,
            customer_id=customer_id,
            quantity=command.quantity,
            unit=product.unit,
            due_at=command.due_at,
            status=OrderStatus.RELEASED if command.release else OrderStatus.PLANNED,
            priority=command.priority,
            released_at=work.now if command.release else None,
        )
        .returning(WorkOrder.id)
    )
    return rows.scalar_one()


async def _stations(work: Work, site_id: int, steps: list[OperationIn]) -> dict[str, int]:
    """By code. A station of a line that the actor does not see is not there."""
    codes = sorted({code for step in steps for code in step.stations})
    if not codes:
        return {}
    found = await work.session.execute(
        select(Station.id, Station.code, Station.line_id).where(Station.site_id == site_id, Station.code.in_(codes))
    )
    known = {row.code: row.id for row in found if work.actor.sees(site_id, row.line_id)}
    for code in codes:
        if code not in known:
            raise NotFound(kind="station", key=code)
    return known


async def _insert_operations(work: Work, command: PlaceOrder, order_id: int, product: Any) -> dict[str, int]:
    """From the last one backwards, so that each row can name its successor at once."""
    planned, following = command.planned(product.decimals), command.successors()
    fed = {after for after in following.values() if after}
    position = {step.code: (place + 1) * 10 for place, step in enumerate(command.operations)}
    ids: dict[str, int] = {}
    waiting = list(command.operations)
    while waiting:
        ready = [step for step in waiting if following[step.code] is None or following[step.code] in ids]
        rows = await work.session.execute(
            insert(Operation).returning(Operation.id, sort_by_parameter_order=True),
            [
                {
                    "order_id": order_id,
                    "sequence": position[step.code],
                    "code": step.code,
                    "name": dict(step.name),
                    "successor_id": ids.get(following[step.code] or ""),
                    "per": step.per,
                    "batch": step.batch,
                    "planned_qty": planned[step.code],
                    "issued_qty": 0 if step.code in fed else planned[step.code],
                    "unit": product.unit,
                    "decimals": product.decimals,
                    "acceptance": step.acceptance,
                    "input_rule": step.input_rule,
                    "setup_seconds": step.setup_seconds,
                    "piece_seconds": step.piece_seconds,
                    "status": Progress.RELEASED if command.release else Progress.PLANNED,
                }
                for step in ready
            ],
        )
        ids.update(zip([step.code for step in ready], rows.scalars(), strict=True))
        waiting = [step for step in waiting if step.code not in ids]
    return {step.code: ids[step.code] for step in command.operations}


async def _plan(
    work: Work,
    command: PlaceOrder,
    site_id: int,
    order_id: int,
    ids: dict[str, int],
    stations: dict[str, int],
    product: Any,
) -> None:
    planned, following = command.planned(product.decimals), command.successors()
    steps = [
        Step(
            id=ids[step.code],
            planned=planned[step.code],
            setup_seconds=step.setup_seconds,
            piece_seconds=step.piece_seconds,
            stations=tuple(stations[code] for code in step.stations),
            successor_id=ids.get(following[step.code] or ""),
        )
        for step in command.operations
    ]
    begin = command.start_at or work.now
    zone, shifts = (await shifts_of_sites(work.session)).get(site_id, (ZoneInfo("UTC"), ()))
    slots = forward_pass(
        steps,
        begin=begin,
        calendar=working_time(zone, shifts, begin, command.due_at or begin),
        station_free=await _station_free(work, list(stations.values()), begin),
        tray=product.tray_quantity,
    )
    await _store_plan(work, slots)
    if any(step.piece_seconds for step in steps):
        end = max(slot.end for placed in slots.values() for slot in placed)
        await work.session.execute(
            update(WorkOrder)
            .where(WorkOrder.id == order_id)
            .values(forecast_at=max(end, work.now), forecast_computed_at=work.now)
        )


async def _station_free(work: Work, stations: list[int], begin: datetime) -> dict[int, datetime]:
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
        id=order.id, number=order.number, status=order.status, operations={row.code: row.id for row in known.values()}
    )

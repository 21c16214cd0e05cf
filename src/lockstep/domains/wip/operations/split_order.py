# SPDX-License-Identifier: Apache-2.0
"""A part of an order becomes an order of its own, as far as nobody has begun with it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from lockstep.domains.masterdata.models import Customer, Line, Product, Site, Station
from lockstep.domains.orders.commands import PlaceOrder, SplitOrder
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.operations.held import hold_order, tell
from lockstep.domains.orders.operations.place import insert_order
from lockstep.domains.orders.operations.replan import set_quantity
from lockstep.domains.orders.operations.routing import codes_behind, step_like
from lockstep.domains.orders.rules import OrderStatus
from lockstep.domains.wip.queries.plant import lock_plant
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import RecordStatus


class AlreadyBegun(LockstepError):
    code = "split_already_begun"
    message = "{made} of {operation} are made; at most {most} can be split off."


@operation("wip.split_order", permission="order.manage")
async def split_order(work: Work, command: SplitOrder) -> RecordStatus:
    order = await hold_order(work, command, OrderStatus.RELEASED, OrderStatus.RUNNING, OrderStatus.PAUSED)
    rows = await work.session.execute(
        select(Operation.__table__).where(Operation.order_id == order.id, Operation.kind == "normal")
    )
    operations = sorted(rows.all(), key=lambda row: row.sequence)
    left = order.quantity - command.quantity
    await _require_not_begun(work, operations, left, order.quantity)
    await set_quantity(work, order.id, left)
    await _share_assignments(work, operations, left, order.quantity)
    await work.session.execute(
        update(WorkOrder)
        .where(WorkOrder.id == order.id)
        .values(quantity=left, version=order.version + 1, revision=order.revision + 1)
    )
    assigned = await _assigned(work, operations)
    placed = await insert_order(work, await _part(work, command, order, operations), assigned)
    before, after = {"quantity": show_qty(order.quantity)}, {"quantity": show_qty(left)}
    origin = {"number": command.new_number, "quantity": show_qty(command.quantity), "split_from": order.number}
    place = {"site_id": order.site_id, "line_id": order.line_id}
    work.audit("work_order", placed.id, after=origin, reason=command.reason, **place)
    return tell(work, order, "order_split", before, {**after, "split_off": command.new_number}, command.reason)


async def _require_not_begun(work: Work, operations: Sequence[Any], left: int, quantity: int) -> None:
    """What is made at each operation still fits what the smaller order makes there."""
    plant = await lock_plant(work.session, [row.id for row in operations], work.now)
    for row in operations:
        made = plant.ledger.operations[row.id].made
        if left <= 0 or made * quantity > row.planned_qty * left:
            begun = -(-made * quantity // row.planned_qty)
            raise AlreadyBegun(operation=row.code, made=show_qty(made), most=show_qty(max(0, quantity - begun)))


async def _share_assignments(work: Work, operations: Sequence[Any], left: int, quantity: int) -> None:
    ids = [row.id for row in operations]
    share = Assignment.planned_qty * left / quantity
    await work.session.execute(update(Assignment).where(Assignment.operation_id.in_(ids)).values(planned_qty=share))


async def _assigned(work: Work, operations: Sequence[Any]) -> dict[str, list[int]]:
    """The part is done where the whole is done."""
    codes = {row.id: row.code for row in operations}
    found = await work.session.execute(
        select(Assignment.operation_id, Assignment.station_id)
        .where(Assignment.operation_id.in_(list(codes)))
        .order_by(Assignment.id)
    )
    assigned: dict[str, list[int]] = {}
    for row in found:
        assigned.setdefault(codes[row.operation_id], []).append(row.station_id)
    return assigned


async def _part(work: Work, command: SplitOrder, order: Any, operations: Sequence[Any]) -> PlaceOrder:
    """The order as it was placed, with fewer pieces and another number."""
    session = work.session
    found = await session.execute(
        select(
            Site.code.label("site"),
            Line.code.label("line"),
            Product.code.label("product"),
            Customer.code.label("customer"),
        )
        .select_from(WorkOrder)
        .join(Site, Site.id == WorkOrder.site_id)
        .join(Product, Product.id == WorkOrder.product_id)
        .outerjoin(Line, Line.id == WorkOrder.line_id)
        .outerjoin(Customer, Customer.id == WorkOrder.customer_id)
        .where(WorkOrder.id == order.id)
    )
    named = found.one()
    ids = sorted({one for row in operations for one in row.station_ids})
    known = await session.execute(select(Station.id, Station.code).where(Station.id.in_(ids)))
    stations = {row.id: row.code for row in known}
    codes, named_by = {row.id: row.code for row in operations}, await codes_behind(work, operations)
    steps = [
        step_like(row, [stations[one] for one in row.station_ids], codes.get(row.successor_id), named_by)
        for row in operations
    ]
    return PlaceOrder.model_construct(
        id=command.id,
        site_code=named.site,
        line_code=named.line,
        number=command.new_number,
        product_code=named.product,
        customer_code=named.customer,
        quantity=command.quantity,
        due_at=order.due_at,
        start_at=order.start_at,
        priority=order.priority,
        release=True,
        operations=steps,
    )

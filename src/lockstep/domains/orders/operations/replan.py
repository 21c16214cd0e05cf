# SPDX-License-Identifier: Apache-2.0
"""What follows when a planner changes an order."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from lockstep.domains.masterdata.decimals import check_decimals
from lockstep.domains.masterdata.models import Product
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.rules import OrderStatus, planned_quantities
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.work import Work

FIXED = ("product_code", "line_code", "start_at", "quantity")


class OrderIsReleased(LockstepError):
    code = "order_is_released"
    message = "Order {order} is released: its {field} stays. Split it, or short-close it and place another."


class ProductStays(LockstepError):
    code = "order_product_stays"
    message = "An order keeps its product. Cancel {order} and place another."


async def follow_changes(work: Work, order_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A planned order takes another quantity with all its operations; a released one only what hurts nobody."""
    found = await work.session.execute(
        select(WorkOrder.number, WorkOrder.status, WorkOrder.quantity, WorkOrder.site_id, WorkOrder.line_id).where(
            WorkOrder.id == order_id
        )
    )
    order = found.one()
    changed = [field for field in FIXED if before[field] != after[field]]
    if "product_code" in changed:
        raise ProductStays(order=order.number)
    if changed and order.status != OrderStatus.PLANNED:
        raise OrderIsReleased(order=order.number, field=changed[0])
    if "quantity" in changed:
        await set_quantity(work, order_id, order.quantity)
    place = {"site_id": order.site_id, "line_id": order.line_id}
    work.emit("order_changed", "work_order", order_id, order_id=order_id, **place)


async def set_quantity(work: Work, order_id: int, quantity: int) -> None:
    """The operations make what the quantity needs of them."""
    found = await work.session.execute(
        select(Product.unit, Product.decimals)
        .join(WorkOrder, WorkOrder.product_id == Product.id)
        .where(WorkOrder.id == order_id)
    )
    product = found.one()
    check_decimals(product.unit, product.decimals, quantity)
    rows = (await work.session.execute(select(Operation.__table__).where(Operation.order_id == order_id))).all()
    codes = {row.id: row.code for row in rows}
    steps = {row.code: (codes.get(row.successor_id), row.per, row.batch, None) for row in rows}
    planned = planned_quantities(steps, quantity, product.decimals)
    fed = {row.successor_id for row in rows}
    for row in rows:
        issued = row.issued_qty if row.id in fed else planned[row.code]
        await work.session.execute(
            update(Operation).where(Operation.id == row.id).values(planned_qty=planned[row.code], issued_qty=issued)
        )

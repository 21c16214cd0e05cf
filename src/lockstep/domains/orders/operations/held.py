# SPDX-License-Identifier: Apache-2.0
"""An order under a command of the planner, locked and as it was on the screen."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from lockstep.domains.orders.commands import OrderPlaced
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import OrderStatus
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import OnRecord, RecordStatus
from lockstep.platform.metadata.errors import Stale


class WrongOrderStatus(LockstepError):
    code = "wrong_order_status"
    message = "Order {order} is {status}; this cannot be done with it."


async def lock_order(work: Work, order_id: int) -> Any:
    """An order in scope, whatever its version."""
    found = await work.session.execute(
        select(WorkOrder.__table__)
        .where(WorkOrder.id == order_id, *in_scope(work.actor))
        .with_for_update(key_share=True)
    )
    order = found.one_or_none()
    if order is None:
        raise NotFound(kind="order", key=order_id)
    return order


async def operations_of(work: Work, order_id: int, named: Iterable[int]) -> dict[int, Any]:
    """By id, those that are named among them."""
    rows = await work.session.execute(select(Operation.__table__).where(Operation.order_id == order_id))
    known = {row.id: row for row in rows}
    for operation_id in named:
        if operation_id not in known:
            raise NotFound(kind="operation", key=operation_id)
    return known


def as_placed(order: Any, operations: Mapping[int, Any]) -> OrderPlaced:
    return OrderPlaced(
        id=order.id,
        number=order.number,
        status=order.status,
        operations={row.code: row.id for row in operations.values()},
        site_id=order.site_id,
        line_id=order.line_id,
    )


async def hold_order(work: Work, command: OnRecord, *statuses: OrderStatus) -> Any:
    found = await work.session.execute(
        select(WorkOrder.__table__)
        .where(WorkOrder.id == command.record_id, *in_scope(work.actor))
        .with_for_update(key_share=True)
    )
    order = found.one_or_none()
    if order is None:
        raise NotFound(kind="work_order", key=command.record_id)
    if order.version != command.expected_version:
        raise Stale(entity="work_order", key=order.number)
    if order.status not in statuses:
        raise WrongOrderStatus(order=order.number, status=order.status)
    return order


def tell(
    work: Work, order: Any, event: str, before: dict[str, Any], after: dict[str, Any], reason: str
) -> RecordStatus:
    place = {"site_id": order.site_id, "line_id": order.line_id}
    work.audit("work_order", order.id, before=before, after=after, reason=reason, **place)
    work.emit(event, "work_order", order.id, order_id=order.id, **place)
    return RecordStatus(id=order.id, version=order.version + 1, status=after.get("status", order.status))

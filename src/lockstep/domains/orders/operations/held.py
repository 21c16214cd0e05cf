# SPDX-License-Identifier: Apache-2.0
"""An order under a command of the planner, locked and as it was on the screen."""

from typing import Any

from sqlalchemy import select

from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import OrderStatus
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import OnRecord, RecordStatus
from lockstep.platform.metadata.errors import Stale


class WrongOrderStatus(LockstepError):
    code = "wrong_order_status"
    message = "Order {order} is {status}; this cannot be done with it."


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

# SPDX-License-Identifier: Apache-2.0
"""Orders that end before all is made."""

from sqlalchemy import update

from lockstep.domains.orders.commands import EndOrder
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.operations.held import hold_order, tell
from lockstep.domains.orders.rules import OrderStatus
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import RecordStatus


@operation("orders.cancel_order", permission="order.manage")
async def cancel_order(work: Work, command: EndOrder) -> RecordStatus:
    """Nothing was made yet; an order that has begun is short-closed."""
    return await _end(work, command, OrderStatus.CANCELLED, OrderStatus.PLANNED, OrderStatus.RELEASED)


@operation("orders.short_close_order", permission="order.manage")
async def short_close_order(work: Work, command: EndOrder) -> RecordStatus:
    """What is made stays where it lies; what is missing is not made any more."""
    open_ones = (OrderStatus.RELEASED, OrderStatus.RUNNING, OrderStatus.PAUSED)
    return await _end(work, command, OrderStatus.SHORT_CLOSED, *open_ones)


async def _end(work: Work, command: EndOrder, end: OrderStatus, *statuses: OrderStatus) -> RecordStatus:
    order = await hold_order(work, command, *statuses)
    await work.session.execute(
        update(WorkOrder)
        .where(WorkOrder.id == order.id)
        .values(status=end, closed_at=work.now, closed_reason=command.reason, version=order.version + 1)
    )
    before, after = {"status": order.status}, {"status": end.value}
    return tell(work, order, f"order_{end.value}", before, after, command.reason)

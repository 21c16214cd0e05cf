# SPDX-License-Identifier: Apache-2.0
from sqlalchemy import update

from lockstep.domains.orders.commands import RushOrder
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.operations.held import hold_order, tell
from lockstep.domains.orders.rules import OrderStatus
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import RecordStatus


@operation("orders.rush_order", permission="order.manage")
async def rush_order(work: Work, command: RushOrder) -> RecordStatus:
    """It stands before others at every station's queue."""
    order = await hold_order(work, command, OrderStatus.RELEASED, OrderStatus.RUNNING, OrderStatus.PAUSED)
    await work.session.execute(
        update(WorkOrder).where(WorkOrder.id == order.id).values(priority=command.priority, version=order.version + 1)
    )
    before, after = {"priority": order.priority}, {"priority": command.priority}
    return tell(work, order, "order_rushed", before, after, command.reason)

# SPDX-License-Identifier: Apache-2.0
from sqlalchemy import update

from lockstep.domains.orders.commands import ReleaseOrder
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.operations.held import hold_order, tell
from lockstep.domains.orders.operations.planning import plan_order
from lockstep.domains.orders.rules import OrderStatus, Progress
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import RecordStatus


@operation("orders.release_order", permission="order.release")
async def release_order(work: Work, command: ReleaseOrder) -> RecordStatus:
    """The shop floor sees it from now on, with planned times at its stations."""
    order = await hold_order(work, command, OrderStatus.PLANNED)
    await work.session.execute(
        update(WorkOrder)
        .where(WorkOrder.id == order.id)
        .values(status=OrderStatus.RELEASED, released_at=work.now, version=order.version + 1)
    )
    await work.session.execute(update(Operation).where(Operation.order_id == order.id).values(status=Progress.RELEASED))
    await plan_order(work, order.id, order.start_at)
    before, after = {"status": order.status}, {"status": OrderStatus.RELEASED.value}
    return tell(work, order, "order_released", before, after, command.reason)

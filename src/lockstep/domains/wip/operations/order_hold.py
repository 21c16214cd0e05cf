# SPDX-License-Identifier: Apache-2.0
"""A planner stops a whole order, and lets it go on: a block whose releaser is the planner."""

from typing import Any

from sqlalchemy import select, update

from lockstep.domains.orders.commands import HoldOrder, ResumeOrder
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.operations.held import hold_order as lock_order
from lockstep.domains.orders.operations.held import tell
from lockstep.domains.orders.rules import OrderStatus
from lockstep.domains.wip.commands import ReleaseBlock, SetBlock
from lockstep.domains.wip.models import Block
from lockstep.domains.wip.operations.blocks import release_block, set_block
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import RecordStatus

MANAGE = "order.manage"
HELD = "order_held"
OPEN = (OrderStatus.RELEASED, OrderStatus.RUNNING, OrderStatus.PAUSED)


class OrderAlreadyHeld(LockstepError):
    code = "order_already_held"
    message = "Order {order} is on hold already."


class OrderNotHeld(LockstepError):
    code = "order_not_held"
    message = "Order {order} is not on hold."


@operation("wip.hold_order", permission=MANAGE)
async def hold_order(work: Work, command: HoldOrder) -> RecordStatus:
    """People are stopped at all its operations; what has happened goes into hold."""
    order = await lock_order(work, command, *OPEN)
    if await _held(work, order.id):
        raise OrderAlreadyHeld(order=order.number)
    block = SetBlock(
        id=command.id,
        target_kind="order",
        target_id=order.id,
        reason_code=HELD,
        reason_params={"reason": command.reason},
        owner=work.actor.name,
    )
    made = await set_block.run(work, block)
    await work.session.execute(update(Block).where(Block.id == made.block_id).values(releaser_permission=MANAGE))
    return await _changed(work, order, "order_held", command.reason)


@operation("wip.resume_order", permission=MANAGE)
async def resume_order(work: Work, command: ResumeOrder) -> RecordStatus:
    order = await lock_order(work, command, *OPEN)
    block_id = await _held(work, order.id)
    if block_id is None:
        raise OrderNotHeld(order=order.number)
    release = ReleaseBlock(id=command.id, block_id=block_id, reason=command.reason)
    await release_block.run(work, release)
    return await _changed(work, order, "order_resumed", command.reason)


async def _held(work: Work, order_id: int) -> int | None:
    found: int | None = await work.session.scalar(
        select(Block.id).where(
            Block.target_kind == "order",
            Block.target_id == order_id,
            Block.reason_code == HELD,
            Block.released_at.is_(None),
        )
    )
    return found


async def _changed(work: Work, order: Any, event: str, reason: str) -> RecordStatus:
    await work.session.execute(update(WorkOrder).where(WorkOrder.id == order.id).values(version=order.version + 1))
    held = event == "order_held"
    return tell(work, order, event, {"on_hold": not held}, {"on_hold": held}, reason)

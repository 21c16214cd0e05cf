# SPDX-License-Identifier: Apache-2.0
"""Event 9: the last operation delivers to stock, or takes back what was delivered by mistake."""

from lockstep.domains.wip.commands import ToStock
from lockstep.domains.wip.errors import Blocked
from lockstep.domains.wip.operations.part import (
    cells_shown,
    check_decimals,
    finish,
    lock_operation,
    lot_at,
    moved,
)
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.refusals import NotLastOperation
from lockstep.domains.wip.rules.stock import back_from_stock, to_stock
from lockstep.domains.wip.schemas import Moved
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("wip.to_stock", permission="wip.stock")
async def deliver_to_stock(work: Work, command: ToStock) -> Moved:
    plant = await lock_operation(work, command.operation_id)
    lot_id = await lot_at(work, plant, command.operation_id, command.lot)
    check_decimals(plant, command.operation_id, command.quantity)
    _check_kind(plant, command.operation_id)
    before = cells_shown(plant, command.operation_id)
    move = back_from_stock if command.back else to_stock
    move(plant.ledger, command.operation_id, command.quantity, lot_id)
    if not command.back:
        _check_blocks(plant)
    order = plant.order_of(command.operation_id)
    work.audit(
        "operation",
        command.operation_id,
        before=before,
        after={**cells_shown(plant, command.operation_id), "lot": command.lot},
        reason=command.reason,
        site_id=order.site_id,
        line_id=order.line_id,
    )
    event, fact = ("back_from_stock", "taken_from_stock") if command.back else ("to_stock", "delivered_to_stock")
    await finish(work, plant, event, fact, reason=command.reason)
    return Moved.model_construct(**moved(work, plant, command.operation_id))


def _check_kind(plant: Plant, operation_id: int) -> None:
    """A rework route hands over to the operation that it belongs to."""
    parent_id = plant.operations[operation_id].parent_id
    if parent_id is not None:
        raise NotLastOperation(
            operation=plant.operations[operation_id].code, next_operation=plant.operations[parent_id].code
        )


def _check_blocks(plant: Plant) -> None:
    """Nothing that is stopped leaves, whichever lot the pieces were taken from."""
    for move in plant.ledger.movements:
        block = plant.block_on(move.operation_id, lot_id=move.lot_id)
        if block is not None:
            raise Blocked(**block.shown())

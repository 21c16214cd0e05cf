# SPDX-License-Identifier: Apache-2.0
"""Event 8: what came out of rework, where no rework route of its own reports it."""

from lockstep.domains.wip.commands import ReworkResult
from lockstep.domains.wip.operations.part import (
    cells_shown,
    check_decimals,
    finish,
    lock_operation,
    lot_at,
    moved,
)
from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.rework import rework_result
from lockstep.domains.wip.rules.spread import need_free
from lockstep.domains.wip.schemas import Reworked
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("wip.rework_result", permission="wip.rework")
async def book_rework_result(work: Work, command: ReworkResult) -> Reworked:
    plant = await lock_operation(work, command.operation_id)
    lot_id = await lot_at(work, plant, command.operation_id, command.lot)
    parts = (command.good, command.scrap, command.pending)
    check_decimals(plant, command.operation_id, *parts)
    before = cells_shown(plant, command.operation_id)
    there = plant.ledger.operations[command.operation_id]
    # What a rework route has started comes out at its end, not past it.
    need_free(plant.ledger, there, Cell.REWORK, sum(parts), lot_id)
    cases = rework_result(plant.ledger, command.operation_id, *parts, lot_id)
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
    await finish(work, plant, "rework_result", "pieces_reworked", reason=command.reason)
    return Reworked.model_construct(**moved(work, plant, command.operation_id, case_ids=[case.id for case in cases]))

# SPDX-License-Identifier: Apache-2.0
"""Events 3 and 4 in one command: an inspector or leader decides about pieces that wait here."""

from lockstep.domains.wip.commands import Judge
from lockstep.domains.wip.operations.part import (
    cells_shown,
    check_decimals,
    finish,
    lock_operation,
    lot_at,
    moved,
)
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.inspection import judge
from lockstep.domains.wip.schemas import Judged
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("wip.judge", permission="wip.judge")
async def judge_pieces(work: Work, command: Judge) -> Judged:
    """A rejection stops nothing further on by itself: `urgent_moved_on` says how many to look for."""
    plant = await lock_operation(work, command.operation_id)
    lot_id = await lot_at(work, plant, command.operation_id, command.lot)
    check_decimals(plant, command.operation_id, command.quantity, command.found, command.destroyed)
    before = cells_shown(plant, command.operation_id)
    verdict = judge(
        plant.ledger,
        command.operation_id,
        command.quantity,
        command.verdict == "accept",
        command.found,
        command.destroyed,
        lot_id,
    )
    _note_verdict(plant, command, lot_id)
    order = plant.order_of(command.operation_id)
    work.audit(
        "operation",
        command.operation_id,
        before=before,
        after={
            **cells_shown(plant, command.operation_id),
            "verdict": command.verdict,
            "quantity": show_qty(command.quantity),
            "lot": command.lot,
        },
        reason=command.reason,
        site_id=order.site_id,
        line_id=order.line_id,
    )
    also = [command.operation_id]
    await finish(work, plant, "judge", "pieces_judged", reason=command.reason, also=also, verdict=command.verdict)
    cases = [case.id for case in verdict.cases]
    return Judged.model_construct(
        **moved(work, plant, command.operation_id, case_ids=cases, urgent_moved_on=verdict.urgent)
    )


def _note_verdict(plant: Plant, command: Judge, lot_id: int | None) -> None:
    """A rejection fails the operation, with the pieces that had moved on; an acceptance puts it right."""
    if command.verdict == "reject":
        for move in plant.ledger.movements:
            plant.reject(move.operation_id, move.lot_id, move.quantity)
        return
    for (operation_id, lot), marks in list(plant.beside.items()):
        if marks.rejected and operation_id == command.operation_id and lot_id in (None, lot):
            plant.reject(operation_id, lot, -marks.rejected)

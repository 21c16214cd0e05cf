# SPDX-License-Identifier: Apache-2.0
"""Event 7: the fate of held pieces. A concession leaves its mark on them."""

from lockstep.domains.wip.commands import Dispose
from lockstep.domains.wip.operations.decide import decided
from lockstep.domains.wip.operations.part import check_decimals, lock_case
from lockstep.domains.wip.queries.plant import Beside, Plant
from lockstep.domains.wip.rules.holding import Fate, dispose
from lockstep.domains.wip.rules.ledger import Case
from lockstep.domains.wip.schemas import CaseDecided
from lockstep.kernel.qty import Qty, show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

CONCEDE = "wip.concede"


@operation("wip.dispose", permission="wip.dispose")
async def dispose_pieces(work: Work, command: Dispose) -> CaseDecided:
    if command.to == "ready":
        work.actor.require(CONCEDE)
    plant, case = await lock_case(work, command.case_id)
    check_decimals(plant, case.operation_id, command.quantity)
    before = {"open": show_qty(case.open)}
    settle_case(plant, case, command.quantity, command.to)
    after = {"open": show_qty(case.open), "disposed": show_qty(command.quantity), "to": command.to}
    return await decided(work, plant, case, "dispose", "pieces_disposed", before, after, command.reason)


def settle_case(plant: Plant, case: Case, quantity: Qty, to: Fate) -> None:
    dispose(plant.ledger, case, quantity, to)
    if to in ("ready", "waiting"):
        take_back_rejection(plant, case, quantity)
    if to == "ready":
        marks = plant.beside.setdefault((case.operation_id, case.lot_id), Beside())
        marks.conceded += quantity
        plant.operations[case.operation_id].conceded += quantity


def take_back_rejection(plant: Plant, case: Case, quantity: Qty) -> None:
    """Pieces of a rejected lot that are conceded, or will be inspected again, fail their operation no longer."""
    if case.source == "inspection" and case.origin == "waiting":
        plant.reject(case.operation_id, case.lot_id, -quantity)

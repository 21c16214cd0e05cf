# SPDX-License-Identifier: Apache-2.0
"""Event 6: held pieces go back to where they came from."""

from lockstep.domains.wip.commands import Release
from lockstep.domains.wip.operations.decide import decided
from lockstep.domains.wip.operations.dispose import take_back_rejection
from lockstep.domains.wip.operations.part import check_decimals, lock_case
from lockstep.domains.wip.rules.holding import release
from lockstep.domains.wip.schemas import CaseDecided
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("wip.release", permission="wip.release")
async def release_pieces(work: Work, command: Release) -> CaseDecided:
    plant, case = await lock_case(work, command.case_id)
    check_decimals(plant, case.operation_id, command.quantity)
    before = {"open": show_qty(case.open)}
    release(plant.ledger, case, command.quantity)
    take_back_rejection(plant, case, command.quantity)
    after = {"open": show_qty(case.open), "released": show_qty(command.quantity), "to": case.origin}
    return await decided(work, plant, case, "release", "pieces_released", before, after, command.reason)

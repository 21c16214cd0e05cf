# SPDX-License-Identifier: Apache-2.0
"""Events 5 to 7: hold pieces that lie here, release them, or dispose of them."""

from typing import Literal

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.ledger import Case, CaseSource, Ledger, Operation
from lockstep.domains.wip.rules.refusals import NeedsJudgement, OverCase
from lockstep.domains.wip.rules.spread import need_free, need_quantity, spread
from lockstep.kernel.qty import Qty, show_qty

Holdable = Literal[Cell.READY, Cell.WAITING]
Fate = Literal["rework", "scrap", "ready", "waiting"]


def hold(
    ledger: Ledger,
    operation_id: int,
    cell: Holdable,
    quantity: Qty,
    lot_id: int | None = None,
    source: CaseSource = "hold",
) -> list[Case]:
    """One case for each lot row that gives pieces. What has gone is held where it is now, by the caller."""
    operation = ledger.operations[operation_id]
    need_quantity(operation, quantity)
    need_free(ledger, operation, cell, quantity, lot_id)
    origin: Literal["ready", "waiting"] = "ready" if cell is Cell.READY else "waiting"
    return [
        ledger.open_case(Case(None, operation.id, lot, origin, source, q, q))
        for lot, q in spread(ledger, operation, cell, Cell.HOLD, quantity, lot_id)
    ]


def release(ledger: Ledger, case: Case, quantity: Qty) -> None:
    operation = _check_open(ledger, case, quantity)
    if case.origin == "ng":
        raise NeedsJudgement(operation=operation.code, case_id=case.id)
    ledger.move(operation, case.lot_id, Cell.HOLD, Cell(case.origin), quantity)
    ledger.change_case(case, opened=-quantity, released=quantity)


def dispose(ledger: Ledger, case: Case, quantity: Qty, to: Fate) -> None:
    """`ready` is a concession, `waiting` means sorted and to be inspected again."""
    operation = _check_open(ledger, case, quantity)
    ledger.move(operation, case.lot_id, Cell.HOLD, Cell(to), quantity)
    ledger.change_case(case, opened=-quantity)
    case.scrapped += quantity if to == "scrap" else 0
    case.reworked += quantity if to == "rework" else 0


def _check_open(ledger: Ledger, case: Case, quantity: Qty) -> Operation:
    operation = ledger.operations[case.operation_id]
    need_quantity(operation, quantity)
    if quantity > case.open:
        raise OverCase(operation=operation.code, wanted=show_qty(quantity), there=show_qty(case.open), case_id=case.id)
    return operation

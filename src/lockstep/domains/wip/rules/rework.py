# SPDX-License-Identifier: Apache-2.0
"""Event 8: the result of rework. Reworked pieces are inspected again; they never go straight to ready."""

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.ledger import Case, Ledger
from lockstep.domains.wip.rules.spread import need_quantity, need_there, spread
from lockstep.kernel.qty import Qty


def rework_result(
    ledger: Ledger, operation_id: int, good: Qty, scrap: Qty = 0, pending: Qty = 0, lot_id: int | None = None
) -> list[Case]:
    """The operation is the one where the pieces were found NG; answers the cases of pending pieces."""
    operation = ledger.operations[operation_id]
    need_quantity(operation, good, scrap, pending)
    need_there(ledger, operation, Cell.REWORK, good + scrap + pending, lot_id)
    spread(ledger, operation, Cell.REWORK, Cell.WAITING, good, lot_id)
    spread(ledger, operation, Cell.REWORK, Cell.SCRAP, scrap, lot_id)
    return [
        ledger.open_case(Case(None, operation.id, lot, "ng", "rework", q, q))
        for lot, q in spread(ledger, operation, Cell.REWORK, Cell.HOLD, pending, lot_id)
    ]

# SPDX-License-Identifier: Apache-2.0
"""Which pieces a hold cannot reach, because they have moved on."""

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.ledger import Ledger, Operation
from lockstep.kernel.qty import Qty


def gone_from_here(ledger: Ledger, operation_id: int, lot_id: int | None, *, within_lot: bool = False) -> Qty:
    """Pieces of an operation, or of a lot at it, that the next operation or the store has taken.

    `within_lot`: those that the next operation made into pieces of the same lot are followed there.
    """
    operation = ledger.operations[operation_id]
    rows = [operation.row(lot) for lot in operation.lots(lot_id)]
    gone = sum(row.get(Cell.GONE) + row.get(Cell.URGENT) for row in rows)
    if within_lot and lot_id is not None:
        gone -= _in_same_lot(ledger, operation, lot_id)
    return max(0, gone)


def _in_same_lot(ledger: Ledger, operation: Operation, lot_id: int) -> Qty:
    following = ledger.successor(operation)
    if following is None or lot_id not in following.cells:
        return 0
    edge = next(edge for edge in following.predecessors if edge.operation_id == operation.id)
    return edge.needed(following.row(lot_id).made)

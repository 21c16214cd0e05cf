# SPDX-License-Identifier: Apache-2.0
"""Event 9: the last operation delivers to stock, and takes back what was delivered by mistake."""

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.ledger import Ledger, Operation
from lockstep.domains.wip.rules.refusals import NotLastOperation
from lockstep.domains.wip.rules.spread import need_free, need_quantity, spread
from lockstep.kernel.qty import Qty


def to_stock(ledger: Ledger, operation_id: int, quantity: Qty, lot_id: int | None = None) -> None:
    operation = _last(ledger, operation_id, quantity)
    need_free(ledger, operation, Cell.READY, quantity, lot_id)
    spread(ledger, operation, Cell.READY, Cell.GONE, quantity, lot_id)
    operation.stocked += quantity


def back_from_stock(ledger: Ledger, operation_id: int, quantity: Qty, lot_id: int | None = None) -> None:
    operation = _last(ledger, operation_id, quantity)
    need_free(ledger, operation, Cell.GONE, quantity, lot_id)
    spread(ledger, operation, Cell.GONE, Cell.READY, quantity, lot_id)
    operation.stocked -= quantity


def _last(ledger: Ledger, operation_id: int, quantity: Qty) -> Operation:
    operation = ledger.operations[operation_id]
    need_quantity(operation, quantity)
    following = ledger.successor(operation)
    if following is not None:
        raise NotLastOperation(operation=operation.code, next_operation=following.code)
    return operation

# SPDX-License-Identifier: Apache-2.0
"""A rework route and its parent: the route's pieces lie in the parent's rework cell until they leave it.

What the route scraps, and what its last operation has ready, is event 8 on the parent at once. What it
holds stays in the route, under a case of the rework operation.
"""

from collections.abc import Iterable

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.ledger import Ledger, Movement, Operation
from lockstep.domains.wip.rules.refusals import CellOverdrawn
from lockstep.domains.wip.rules.spread import need_free
from lockstep.kernel.qty import Qty, show_qty


def hand_over(ledger: Ledger, moves: Iterable[Movement]) -> None:
    """Book on the parents what these movements in rework routes mean to them."""
    scrapped: dict[tuple[int, int], Qty] = {}
    for move in moves:
        if ledger.operations[move.operation_id].parent_id is not None:
            change = move.quantity * ((move.target is Cell.SCRAP) - (move.source is Cell.SCRAP))
            key = (move.operation_id, move.lot_id)
            scrapped[key] = scrapped.get(key, 0) + change
    for (operation_id, lot_id), q in scrapped.items():
        operation = ledger.operations[operation_id]
        if q > 0:
            _move_parent(ledger, operation, Cell.REWORK, Cell.SCRAP, q, lot_id)
        elif q < 0:
            _move_parent(ledger, operation, Cell.SCRAP, Cell.REWORK, -q, lot_id)
        if operation.successor_id is None:
            ready = max(0, operation.row(lot_id).ready)
            ledger.move(operation, lot_id, Cell.READY, Cell.GONE, ready)
            _move_parent(ledger, operation, Cell.REWORK, Cell.WAITING, ready, lot_id)


def call_back(ledger: Ledger, operation: Operation, q: Qty, lot_id: int) -> None:
    """Before less is said of the last operation of a route: its pieces come back, if nobody judged them."""
    parent = parent_of(ledger, operation)
    if parent is None or operation.successor_id is not None:
        return
    q = min(q, operation.row(lot_id).gone)
    need_free(ledger, parent, Cell.WAITING, q)
    _move_parent(ledger, operation, Cell.WAITING, Cell.REWORK, q, lot_id)
    ledger.move(operation, lot_id, Cell.GONE, Cell.READY, q)


def parent_of(ledger: Ledger, operation: Operation) -> Operation | None:
    return None if operation.parent_id is None else ledger.operations[operation.parent_id]


def _move_parent(ledger: Ledger, operation: Operation, source: Cell, target: Cell, q: Qty, lot_id: int) -> None:
    """The lot of the report first, then whichever has pieces there."""
    parent = parent_of(ledger, operation)
    if parent is None:
        return
    left = q
    for lot in parent.lots_from(lot_id):
        part = min(left, max(0, parent.row(lot).get(source)))
        ledger.move(parent, lot, source, target, part)
        left -= part
    if left > 0:
        raise CellOverdrawn(cell=source.value, wanted=show_qty(q), there=show_qty(q - left), operation=parent.code)

# SPDX-License-Identifier: Apache-2.0
"""What a report takes from the predecessors, and what a correction gives back to them."""

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.ledger import NO_LOT, Ledger, Operation
from lockstep.domains.wip.rules.spread import under_inspection
from lockstep.kernel.qty import Qty


def take_inputs(ledger: Ledger, operation: Operation, made: Qty, lot_id: int) -> None:
    """Inputs of `made` further pieces; called before they are added to the operation's cells."""
    for edge, before in ledger.inputs(operation):
        _take(ledger, before, edge.needed(operation.made + made) - edge.needed(operation.made), lot_id)


def give_back_inputs(ledger: Ledger, operation: Operation, unmade: Qty, lot_id: int) -> None:
    """Inputs of `unmade` pieces; called before they leave the operation's cells."""
    for edge, before in ledger.inputs(operation):
        _give_back(ledger, before, edge.needed(operation.made) - edge.needed(operation.made - unmade), lot_id)


def _take(ledger: Ledger, before: Operation, q: Qty, lot_id: int) -> None:
    """Ready pieces first, then unverified ones under the urgent right, at last what nobody reported yet."""
    q -= _move(ledger, before, Cell.READY, Cell.GONE, q, lot_id)
    if before.urgent_allowed:
        unclaimed = ledger.unclaimed(before, Cell.WAITING)
        q -= _move(ledger, before, Cell.WAITING, Cell.URGENT, min(q, unclaimed), lot_id)
    short = lot_id if lot_id in before.cells else NO_LOT
    ledger.move(before, short, Cell.READY, Cell.GONE, q)


def _give_back(ledger: Ledger, before: Operation, q: Qty, lot_id: int) -> None:
    """The other way round: what was never reported, then urgent pieces, then verified ones."""
    for lot in before.lots_from(lot_id):
        unreported = min(q, max(0, -before.row(lot).ready))
        ledger.move(before, lot, Cell.GONE, Cell.READY, unreported)
        q -= unreported
    unclaimed = ledger.unclaimed(before, Cell.URGENT)
    q -= _move(ledger, before, Cell.URGENT, Cell.WAITING, min(q, unclaimed), lot_id)
    q -= _move(ledger, before, Cell.GONE, Cell.READY, q, lot_id)
    if q > 0:
        raise under_inspection(ledger, before, Cell.URGENT, q)


def _move(ledger: Ledger, before: Operation, source: Cell, target: Cell, most: Qty, lot_id: int) -> Qty:
    """Move up to `most` pieces, the lot of the report first; the answer is how many were moved."""
    left = most
    for lot in before.lots_from(lot_id):
        q = min(left, max(0, before.row(lot).get(source)))
        ledger.move(before, lot, source, target, q)
        left -= q
    return most - left

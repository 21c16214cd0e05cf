# SPDX-License-Identifier: Apache-2.0
"""Pieces that lie here: how many an event may touch, from which lots, and who holds the others."""

from typing import Literal

from lockstep.domains.wip.rules.available import in_rework_route
from lockstep.domains.wip.rules.cells import CELLS, Cell
from lockstep.domains.wip.rules.ledger import Ledger, Operation
from lockstep.domains.wip.rules.refusals import (
    CellOverdrawn,
    InReworkRoute,
    NoQuantity,
    PiecesMovedOn,
    UnderInspection,
)
from lockstep.kernel.qty import Qty, show_qty


def lying(operation: Operation, cell: Cell, lot_id: int | None = None) -> Qty:
    """Pieces in a cell, of one lot or of all; never below zero."""
    return sum(max(0, operation.row(lot).get(cell)) for lot in operation.lots(lot_id))


def free(ledger: Ledger, operation: Operation, cell: Cell, lot_id: int | None = None) -> Qty:
    """Those of them that neither an inspection nor a rework route has asked for."""
    there = lying(operation, cell, lot_id)
    if cell is Cell.WAITING or cell is Cell.URGENT:
        return min(there, ledger.unclaimed(operation, cell))
    if cell is Cell.REWORK:
        return min(there, operation.total(cell) - in_rework_route(ledger, operation))
    return there


def need_there(ledger: Ledger, operation: Operation, cell: Cell, q: Qty, lot_id: int | None = None) -> None:
    """Refuse what does not lie here any more, naming where the rest is."""
    there = lying(operation, cell, lot_id)
    if there < q:
        following = ledger.successor(operation)
        raise PiecesMovedOn(
            cell=cell.value,
            wanted=show_qty(q),
            there=show_qty(there),
            operation=operation.code,
            held_by=_elsewhere(operation, cell, lot_id),
            next_operation=following.code if following else None,
        )


def need_free(ledger: Ledger, operation: Operation, cell: Cell, q: Qty, lot_id: int | None = None) -> None:
    """Refuse what is not there or not free, naming what holds the rest."""
    need_there(ledger, operation, cell, q, lot_id)
    unbound = free(ledger, operation, cell, lot_id)
    if unbound >= q:
        return
    if cell is Cell.WAITING or cell is Cell.URGENT:
        raise under_inspection(ledger, operation, cell, q)
    raise InReworkRoute(wanted=show_qty(q), there=show_qty(unbound), operation=operation.code)


def under_inspection(
    ledger: Ledger, operation: Operation, cell: Literal[Cell.WAITING, Cell.URGENT], q: Qty
) -> UnderInspection:
    there = ledger.unclaimed(operation, cell)
    return UnderInspection(
        cell=cell.value,
        wanted=show_qty(q),
        there=show_qty(there),
        claimed=show_qty(operation.total(cell) - there),
        claims=[claim.id for claim in ledger.open_claims(operation)],
        operation=operation.code,
    )


def need_quantity(operation: Operation, *parts: Qty) -> None:
    """No part below zero, and together more than nothing."""
    if min(parts) < 0 or sum(parts) == 0:
        raise NoQuantity(operation=operation.code)


def spread(
    ledger: Ledger, operation: Operation, source: Cell, target: Cell, q: Qty, lot_id: int | None = None
) -> list[tuple[int, Qty]]:
    """Move `q` pieces that are there, without a lot first, then the lots ascending.

    Answers what each lot gave.
    """
    shares: list[tuple[int, Qty]] = []
    for lot in operation.lots(lot_id):
        share = min(q, max(0, operation.row(lot).get(source)))
        if share > 0:
            ledger.move(operation, lot, source, target, share)
            shares.append((lot, share))
            q -= share
    if q > 0:
        raise CellOverdrawn(cell=source.value, wanted=show_qty(q), there=0, operation=operation.code)
    return shares


def _elsewhere(operation: Operation, cell: Cell, lot_id: int | None) -> list[dict[str, str | int | float]]:
    found = [(other, lying(operation, other, lot_id)) for other in CELLS if other is not cell]
    return [{"cell": other.value, "quantity": show_qty(q)} for other, q in found if q > 0]

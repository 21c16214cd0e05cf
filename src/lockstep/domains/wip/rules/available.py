# SPDX-License-Identifier: Apache-2.0
"""How many pieces an operation can still make of what was handed over to it."""

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.ledger import Edge, Ledger, Operation
from lockstep.kernel.qty import SCALE, Qty


def available(ledger: Ledger, operation: Operation) -> Qty:
    """Never below zero, in whole steps of the operation's unit."""
    step = SCALE // int(10**operation.decimals)
    return max(0, _reach(ledger, operation)) // step * step


def in_rework_route(ledger: Ledger, parent: Operation) -> Qty:
    """Pieces of the parent's rework cell that its rework operations have started and not finished.

    What the chain scraps or finishes is booked as a result of rework on the parent by the same command.
    """
    inside = (Cell.READY, Cell.WAITING, Cell.HOLD, Cell.REWORK)
    route = [other for other in ledger.operations.values() if other.parent_id == parent.id]
    return sum(operation.total(cell) for operation in route for cell in inside)


def covered(ledger: Ledger, operation: Operation, edge: Edge, before: Operation) -> Qty:
    """How many pieces in all the pieces of one predecessor suffice for: those already made, and what lies there."""
    lying = before.total(Cell.READY)
    if before.urgent_allowed:
        lying += ledger.unclaimed(before, Cell.WAITING)
    return edge.makes(edge.needed(operation.made) + lying)


def _reach(ledger: Ledger, operation: Operation) -> Qty:
    if operation.predecessors:
        fed = min(covered(ledger, operation, edge, before) for edge, before in ledger.inputs(operation))
        return fed - operation.made
    if operation.kind == "rework" and operation.parent_id is not None:
        parent = ledger.operations[operation.parent_id]
        return parent.total(Cell.REWORK) - in_rework_route(ledger, parent)
    return operation.issued - operation.made

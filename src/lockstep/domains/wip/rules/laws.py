# SPDX-License-Identifier: Apache-2.0
"""The laws that hold after every event (quantities: L1 to L6); a plant is checked order by order."""

from collections.abc import Mapping
from typing import ClassVar

from lockstep.domains.wip.rules.cells import CELLS, Cell
from lockstep.domains.wip.rules.ledger import Ledger, Operation
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import Qty, show_qty


class LawBroken(LockstepError):
    code: ClassVar[str] = "law_broken"
    status: ClassVar[int] = 500
    message: ClassVar[str] = "{law} does not hold at {operation}: {found} instead of {expected}."


def check(ledger: Ledger, reported: Mapping[int, Qty] | None = None) -> None:
    """`reported`: good and NG of the unreversed reports of each operation; without it L1 is left out."""
    for operation in ledger.operations.values():
        if reported is not None:
            check_reported(operation, reported.get(operation.id, 0))
        check_used(ledger, operation)
        check_signs(ledger, operation)
        check_bar(operation)
        check_cases(ledger, operation)
        check_claims(ledger, operation)
        if not operation.predecessors and operation.kind == "normal":
            check_branch(ledger, operation)


def check_reported(operation: Operation, reported: Qty) -> None:
    _equal("L1", operation, operation.made, reported)


def check_used(ledger: Ledger, operation: Operation) -> None:
    used = operation.total(Cell.GONE) + operation.total(Cell.URGENT)
    following = ledger.successor(operation)
    if following is None:
        _equal("L2", operation, used, operation.stocked)
    else:
        _equal("L2", operation, used, _input_of(operation, following, following.made))


def check_signs(ledger: Ledger, operation: Operation) -> None:
    """Ready may be short while the input rule of the successor lets a report come before its inputs."""
    for row in operation.cells.values():
        for cell in CELLS:
            if row.get(cell) < 0 and not (cell is Cell.READY and ledger.may_run_short(operation)):
                raise _broken("L3", operation, row.get(cell), 0)


def check_bar(operation: Operation) -> None:
    _equal("L4", operation, sum(operation.bar().values()), operation.made)


def check_cases(ledger: Ledger, operation: Operation) -> None:
    unexplained = {lot: row.hold for lot, row in operation.cells.items()}
    for case in (case for case in ledger.cases if case.operation_id == operation.id):
        unexplained[case.lot_id] = unexplained.get(case.lot_id, 0) - case.open
        if not 0 <= case.open <= case.quantity - case.released:
            raise _broken("L5", operation, case.open, case.quantity - case.released)
    for rest in unexplained.values():
        _equal("L5", operation, rest, 0)


def check_claims(ledger: Ledger, operation: Operation) -> None:
    for cell in (Cell.WAITING, Cell.URGENT):
        if ledger.unclaimed(operation, cell) < 0:
            raise _broken("L5", operation, ledger.unclaimed(operation, cell), 0)


def check_branch(ledger: Ledger, first: Operation) -> None:
    """L6: what is issued to a branch and started, that is made at its first operation, is in one place."""
    _equal("L6", first, first.made, _placed(ledger, first))


def _placed(ledger: Ledger, operation: Operation) -> Qty:
    """Pieces of an operation that lie here or are part of pieces further on."""
    counts = operation.counts()
    here = counts.ready + counts.waiting + counts.hold + counts.rework + counts.scrap
    following = ledger.successor(operation)
    if following is None:
        return here + counts.gone
    return here + _input_of(operation, following, _placed(ledger, following))


def _input_of(operation: Operation, following: Operation, made: Qty) -> Qty:
    edge = next(edge for edge in following.predecessors if edge.operation_id == operation.id)
    return edge.needed(made)


def _equal(law: str, operation: Operation, found: Qty, expected: Qty) -> None:
    if found != expected:
        raise _broken(law, operation, found, expected)


def _broken(law: str, operation: Operation, found: Qty, expected: Qty) -> LawBroken:
    return LawBroken(law=law, operation=operation.code, found=show_qty(found), expected=show_qty(expected))

# SPDX-License-Identifier: Apache-2.0
"""Event 2: what a report said is replaced by what is right now, by its net difference only."""

from collections.abc import Sequence
from dataclasses import dataclass

from lockstep.domains.wip.rules.cells import Cell, Disposition
from lockstep.domains.wip.rules.inputs import give_back_inputs, take_inputs
from lockstep.domains.wip.rules.ledger import NO_LOT, Case, Ledger, Operation
from lockstep.domains.wip.rules.refusals import AlreadyJudged, NoQuantity
from lockstep.domains.wip.rules.report import NG_CELLS, Booked, NgLine, book_good, book_ng, check_input
from lockstep.domains.wip.rules.spread import need_free
from lockstep.kernel.qty import Qty, show_qty


@dataclass(frozen=True, slots=True)
class Report:
    """What is booked of a report at this moment."""

    good: Qty
    ng: Sequence[NgLine]
    good_cell: Cell
    lot_id: int = NO_LOT
    good_case_id: int | None = None
    """Holds good pieces that were booked under a block."""

    @property
    def made(self) -> Qty:
        return self.good + sum(line.quantity for line in self.ng)


def reverse(ledger: Ledger, operation_id: int, *, was: Report) -> Booked:
    return correct(ledger, operation_id, was=was, good=0, ng=())


def correct(ledger: Ledger, operation_id: int, *, was: Report, good: Qty, ng: Sequence[NgLine]) -> Booked:
    """Lines with the same key are the same line. While a block is in force, more good is held."""
    operation = ledger.operations[operation_id]
    if good < 0 or any(line.quantity <= 0 for line in ng):
        raise NoQuantity(operation=operation.code)
    booked = _as_booked(ledger, operation, was)
    growth = good + sum(line.quantity for line in ng) - was.made
    if growth > 0:
        check_input(ledger, operation, growth, booked)
        take_inputs(ledger, operation, growth, was.lot_id)
    elif growth < 0:
        give_back_inputs(ledger, operation, -growth, was.lot_id)
    _correct_pending(ledger, operation, was, ng, booked)
    for disposition in (Disposition.REWORK, Disposition.SCRAP):
        _correct_cell(
            ledger, operation, was, NG_CELLS[disposition], _said(ng, disposition) - _said(was.ng, disposition)
        )
    _correct_good(ledger, operation, was, good - was.good, booked)
    return booked


def _as_booked(ledger: Ledger, operation: Operation, was: Report) -> Booked:
    case = None if was.good_case_id is None else ledger.case(was.good_case_id)
    never_held = was.good_cell is Cell.HOLD and case is None and not operation.blocked
    return Booked(operation.acceptance.good_cell if never_held else was.good_cell, good_case=case)


def _said(lines: Sequence[NgLine], disposition: Disposition) -> Qty:
    return sum(line.quantity for line in lines if line.disposition is disposition)


def _correct_cell(ledger: Ledger, operation: Operation, was: Report, cell: Cell, growth: Qty) -> None:
    if growth > 0:
        ledger.move(operation, was.lot_id, None, cell, growth)
    elif growth < 0:
        need_free(ledger, operation, cell, -growth, was.lot_id)
        ledger.move(operation, was.lot_id, cell, None, -growth)


def _correct_good(ledger: Ledger, operation: Operation, was: Report, growth: Qty, booked: Booked) -> None:
    if growth > 0:
        _grow_good(ledger, operation, was.lot_id, growth, booked)
    elif growth < 0:
        held = _unhold_good(ledger, operation, was, -growth, booked)
        _correct_cell(ledger, operation, was, _loose_cell(operation, booked), growth + held)


def _grow_good(ledger: Ledger, operation: Operation, lot_id: int, growth: Qty, booked: Booked) -> None:
    if operation.blocked and booked.good_case is not None:
        _change_case(ledger, operation, booked.good_case, growth, booked)
        return
    now = Booked(good_cell=Cell.HOLD if operation.blocked else _loose_cell(operation, booked))
    book_good(ledger, operation, lot_id, growth, now)
    booked.cases += now.cases
    booked.good_case = now.good_case or booked.good_case


def _loose_cell(operation: Operation, booked: Booked) -> Cell:
    """Where the good pieces of a report lie that no case holds."""
    if booked.good_cell is not Cell.HOLD:
        return booked.good_cell
    if booked.good_case is None:
        return operation.acceptance.good_cell
    return Cell(booked.good_case.origin)


def _unhold_good(ledger: Ledger, operation: Operation, was: Report, shrink: Qty, booked: Booked) -> Qty:
    """Good pieces come back from their case first; beyond those only what was released from it.

    What was judged in between does not come back.
    """
    case = booked.good_case
    if case is None:
        return 0
    loose = was.good - case.quantity + case.released
    if shrink > case.open + loose:
        raise _judged(operation, shrink, case.open + loose, case)
    held = min(shrink, case.open)
    _change_case(ledger, operation, case, -held, booked)
    return held


def _correct_pending(ledger: Ledger, operation: Operation, was: Report, ng: Sequence[NgLine], booked: Booked) -> None:
    held = {line.key: line for line in was.ng if line.disposition is Disposition.PENDING}
    said = {line.key: line for line in ng if line.disposition is Disposition.PENDING}
    for key, line in held.items():
        right = said[key].quantity if key in said else 0
        _correct_line(ledger, operation, line, right - line.quantity, booked)
    for key, line in said.items():
        if key not in held:
            book_ng(ledger, operation, was.lot_id, line, booked)


def _correct_line(ledger: Ledger, operation: Operation, line: NgLine, growth: Qty, booked: Booked) -> None:
    if growth == 0:
        return
    if line.case_id is None:
        raise ValueError("a pending line that was booked names its case")
    case = ledger.case(line.case_id)
    if growth < 0 and case.open < -growth:
        raise _judged(operation, -growth, case.open, case)
    _change_case(ledger, operation, case, growth, booked)


def _change_case(ledger: Ledger, operation: Operation, case: Case, growth: Qty, booked: Booked) -> None:
    """Pieces are added to a case, or come back from it as if they had never been made."""
    if growth > 0:
        ledger.move(operation, case.lot_id, None, Cell.HOLD, growth)
    else:
        ledger.move(operation, case.lot_id, Cell.HOLD, None, -growth)
    ledger.change_case(case, quantity=growth, opened=growth)
    booked.cases.append(case)


def _judged(operation: Operation, wanted: Qty, there: Qty, case: Case) -> AlreadyJudged:
    return AlreadyJudged(
        wanted=show_qty(wanted),
        there=show_qty(there),
        operation=operation.code,
        case_id=case.id,
        key=case.key,
    )

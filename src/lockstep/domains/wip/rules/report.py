# SPDX-License-Identifier: Apache-2.0
"""Event 1: an operation reports good and NG pieces, made of what its predecessors handed over."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lockstep.domains.wip.rules.available import available
from lockstep.domains.wip.rules.cells import Cell, Disposition, InputRule
from lockstep.domains.wip.rules.inputs import take_inputs
from lockstep.domains.wip.rules.ledger import NO_LOT, Case, Ledger, Operation
from lockstep.domains.wip.rules.refusals import NoQuantity, OverAvailable
from lockstep.kernel.qty import Qty, show_qty

NG_CELLS = {
    Disposition.REWORK: Cell.REWORK,
    Disposition.SCRAP: Cell.SCRAP,
    Disposition.PENDING: Cell.HOLD,
}


@dataclass(frozen=True, slots=True)
class NgLine:
    quantity: Qty
    disposition: Disposition
    key: str
    """Names the defect line within its report: its case has the same key."""
    case_id: int | None = None
    """Of a stored pending line: the case that holds its pieces."""


@dataclass(frozen=True, slots=True)
class BookingWarning:
    code: str
    params: dict[str, int | float | str]


@dataclass(slots=True)
class Booked:
    good_cell: Cell
    """Where the good pieces went."""
    over: Qty = 0
    """How many pieces were booked beyond what was available."""
    warnings: list[BookingWarning] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    """Opened or changed by this event; those of pending lines have the line's key."""
    good_case: Case | None = None
    """Holds the good pieces that were booked under a block."""


def report(ledger: Ledger, operation_id: int, *, good: Qty, ng: Sequence[NgLine] = (), lot_id: int = NO_LOT) -> Booked:
    operation = ledger.operations[operation_id]
    made = good + sum(line.quantity for line in ng)
    if made <= 0 or good < 0 or any(line.quantity <= 0 for line in ng):
        raise NoQuantity(operation=operation.code)
    booked = Booked(good_cell=Cell.HOLD if operation.blocked else operation.acceptance.good_cell)
    check_input(ledger, operation, made, booked)
    take_inputs(ledger, operation, made, lot_id)
    book_good(ledger, operation, lot_id, good, booked)
    for line in ng:
        book_ng(ledger, operation, lot_id, line, booked)
    return booked


def check_input(ledger: Ledger, operation: Operation, made: Qty, booked: Booked) -> None:
    """Refuse, warn of or ignore pieces beyond the available ones, as the input rule of the operation says."""
    there = available(ledger, operation)
    booked.over = max(0, made - there)
    if booked.over == 0:
        return
    if operation.input_rule is InputRule.BLOCK:
        raise OverAvailable(available=show_qty(there), wanted=show_qty(made), operation=operation.code)
    if operation.input_rule is InputRule.WARN:
        booked.warnings.append(
            BookingWarning(
                "over_available",
                {
                    "available": show_qty(there),
                    "wanted": show_qty(made),
                    "over": show_qty(booked.over),
                    "operation": operation.code,
                },
            )
        )


def book_good(ledger: Ledger, operation: Operation, lot_id: int, good: Qty, booked: Booked) -> None:
    """Good pieces go where acceptance says; while a block is in force they are held under a case."""
    if good == 0:
        return
    ledger.move(operation, lot_id, None, booked.good_cell, good)
    if booked.good_cell is Cell.HOLD:
        origin = operation.acceptance.origin
        booked.good_case = ledger.open_case(Case(None, operation.id, lot_id, origin, "block", good, good))
        booked.cases.append(booked.good_case)


def book_ng(ledger: Ledger, operation: Operation, lot_id: int, line: NgLine, booked: Booked) -> None:
    ledger.move(operation, lot_id, None, NG_CELLS[line.disposition], line.quantity)
    if line.disposition is Disposition.PENDING:
        case = Case(None, operation.id, lot_id, "ng", "report", line.quantity, line.quantity, line.key)
        booked.cases.append(ledger.open_case(case))

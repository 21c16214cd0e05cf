# SPDX-License-Identifier: Apache-2.0
"""Small routes for the tests, in whole pieces."""

from itertools import pairwise
from typing import Any

from lockstep.domains.wip.rules.cells import CELLS, Acceptance, Disposition, InputRule
from lockstep.domains.wip.rules.correct import Report
from lockstep.domains.wip.rules.ledger import Case, Edge, Ledger, Operation
from lockstep.domains.wip.rules.report import Booked, NgLine
from lockstep.kernel.qty import pieces, show_qty

NONE, AFTER_REPORT, BEFORE_TRANSFER = Acceptance
OFF, WARN, BLOCK = InputRule
REWORK, SCRAP, PENDING = Disposition


def operation(number: int, acceptance: Acceptance = NONE, rule: InputRule = BLOCK, **more: Any) -> Operation:
    return Operation(
        id=number,
        order_id=1,
        code=f"OP{number}",
        acceptance=acceptance,
        input_rule=rule,
        planned=pieces(100),
        **{"decimals": 0, "urgent_allowed": acceptance is AFTER_REPORT, **more},
    )


def route(*operations: Operation, issued: int = 100, per: float = 1, batch: int = 1) -> Ledger:
    """A line of operations in the order given; `per` holds for all its edges."""
    operations[0].issued = pieces(issued)
    for before, after in pairwise(operations):
        feed(before, after, per, batch)
    return Ledger(operations={one.id: one for one in operations})


def feed(before: Operation, after: Operation, per: float = 1, batch: int = 1) -> None:
    before.successor_id = after.id
    after.predecessors.append(Edge(before.id, int(pieces(1) * per), pieces(batch)))


def ng(quantity: float, disposition: Disposition, key: str = "1", case: Case | None = None) -> NgLine:
    return NgLine(int(pieces(1) * quantity), disposition, key, case.id if case else None)


def store(ledger: Ledger) -> None:
    """What the database does at the end of a command: new cases and claims get ids, the next one starts."""
    for rows in (ledger.cases, ledger.claims):
        for row in rows:
            if row.id is None:
                row.id = 1 + max((other.id or 0 for other in rows), default=0)
    ledger.movements.clear()
    ledger.touched_cases.clear()


def stored_report(
    ledger: Ledger, booked: Booked, good: float, lines: list[NgLine] | None = None, lot_id: int = 0
) -> Report:
    """The report as a later command reads it back."""
    store(ledger)
    ids = {case.key: case.id for case in booked.cases if case is not booked.good_case}
    return Report(
        good=int(pieces(1) * good),
        ng=tuple(NgLine(one.quantity, one.disposition, one.key, ids.get(one.key)) for one in lines or ()),
        good_cell=booked.good_cell,
        lot_id=lot_id,
        good_case_id=booked.good_case.id if booked.good_case else None,
    )


def cells(ledger: Ledger, number: int, lot_id: int | None = None) -> dict[str, int | float]:
    """Pieces in each cell that is not empty, of one lot or of all."""
    one = ledger.operations[number]
    counts = one.counts() if lot_id is None else one.row(lot_id)
    return {cell.value: show_qty(counts.get(cell)) for cell in CELLS if counts.get(cell)}

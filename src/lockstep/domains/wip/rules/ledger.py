# SPDX-License-Identifier: Apache-2.0
"""The working state of one command: loaded under the order lock, changed by the events, stored as deltas.

An event that refuses may have changed something already: the ledger is thrown away with its transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lockstep.domains.wip.rules.cells import Acceptance, Cell, Counts, InputRule
from lockstep.domains.wip.rules.refusals import CellOverdrawn
from lockstep.kernel.qty import SCALE, Qty, show_qty

Origin = Literal["waiting", "ready", "ng"]
CaseSource = Literal["report", "block", "inspection", "rework", "hold"]

NO_LOT = 0


@dataclass(slots=True)
class Edge:
    """`per` pieces of the predecessor go into every `batch` pieces here (1 sheet into 12 blanks)."""

    operation_id: int
    per: Qty
    batch: Qty = SCALE

    def needed(self, made: Qty) -> Qty:
        """Input of all the pieces made so far, rounded up to a whole ten-thousandth.

        Inputs of one event are differences of this sum, so that rounding never adds up and the order
        of events does not matter.
        """
        return -(-made * self.per // self.batch)

    def makes(self, used: Qty) -> Qty:
        """The most pieces whose input is not above `used`."""
        return used * self.batch // self.per


@dataclass(slots=True)
class Operation:
    id: int
    order_id: int
    code: str
    acceptance: Acceptance
    input_rule: InputRule
    planned: Qty
    issued: Qty = 0
    """Where there is no predecessor: how many pieces may be started."""
    predecessors: list[Edge] = field(default_factory=list)
    successor_id: int | None = None
    blocked: bool = False
    urgent_allowed: bool = False
    """The next operation may take pieces that wait for inspection."""
    kind: Literal["normal", "rework"] = "normal"
    cells: dict[int, Counts] = field(default_factory=dict)
    """By lot id; 0 is without a lot."""
    stocked: Qty = 0
    parent_id: int | None = None
    """Of a rework operation: the operation whose rework cell feeds its chain."""
    decimals: int = 4
    """Decimals of the unit; what is available is rounded down to them."""

    def row(self, lot_id: int) -> Counts:
        return self.cells.setdefault(lot_id, Counts())

    def total(self, cell: Cell) -> Qty:
        return sum(row.get(cell) for row in self.cells.values())

    @property
    def made(self) -> Qty:
        return sum(row.made for row in self.cells.values())

    def counts(self) -> Counts:
        total = Counts()
        for row in self.cells.values():
            total.ready += row.ready
            total.gone += row.gone
            total.waiting += row.waiting
            total.urgent += row.urgent
            total.hold += row.hold
            total.rework += row.rework
            total.scrap += row.scrap
        return total

    def bar(self) -> dict[str, Qty]:
        return self.counts().bar()

    def lots(self, lot_id: int | None = None) -> list[int]:
        """The lot rows an event may touch: the one that it names, else all ascending, without a lot first."""
        return sorted(self.cells) if lot_id is None else [lot_id]

    def lots_from(self, lot_id: int) -> list[int]:
        """All lot rows, the preferred one first and the pieces without a lot last."""
        others = [lot for lot in sorted(self.cells) if lot not in (lot_id, NO_LOT)]
        return [lot for lot in dict.fromkeys([lot_id, *others, NO_LOT]) if lot in self.cells]


@dataclass(slots=True, eq=False)
class Case:
    """Why pieces are on hold. It remembers the cell that they came from."""

    id: int | None
    operation_id: int
    lot_id: int
    origin: Origin
    source: CaseSource
    quantity: Qty
    open: Qty
    key: str | None = None
    """Of an NG line: the line that asked for a judgement."""
    released: Qty = 0
    """How many of the pieces went back to their origin."""
    scrapped: Qty = 0
    reworked: Qty = 0


@dataclass(slots=True, eq=False)
class InspectionClaim:
    """The pieces that a verdict will be about, fixed when the inspection is asked for."""

    id: int | None
    operation_id: int
    here: Qty
    urgent: Qty = 0
    open: bool = True


@dataclass(frozen=True, slots=True)
class Movement:
    """No source: made here. No target: unmade by a correction."""

    operation_id: int
    lot_id: int
    source: Cell | None
    target: Cell | None
    quantity: Qty


@dataclass
class Ledger:
    operations: dict[int, Operation] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    claims: list[InspectionClaim] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    touched_cases: set[int] = field(default_factory=set)

    def move(self, operation: Operation, lot_id: int, source: Cell | None, target: Cell | None, q: Qty) -> None:
        if q < 0:
            raise ValueError("a movement is not negative")
        if q == 0:
            return
        row = operation.row(lot_id)
        if source is not None:
            row.add(source, -q)
            if row.get(source) < 0 and not (source is Cell.READY and self.may_run_short(operation)):
                there = show_qty(row.get(source) + q)
                raise CellOverdrawn(cell=source.value, wanted=show_qty(q), there=there, operation=operation.code)
        if target is not None:
            row.add(target, q)
        self.movements.append(Movement(operation.id, lot_id, source, target, q))
        if target is Cell.READY and row.ready > 0:
            self._cover_shortages(operation, lot_id)

    def may_run_short(self, operation: Operation) -> bool:
        """Whether the successor may have taken pieces that nobody reported here yet."""
        if operation.successor_id is None:
            return False
        return self.operations[operation.successor_id].input_rule is not InputRule.BLOCK

    def _cover_shortages(self, operation: Operation, lot_id: int) -> None:
        """Pieces that arrive in a lot cover what was taken in advance under another one.

        So a negative row never hides behind a positive one, and ready pieces really lie here.
        """
        for short in operation.lots():
            q = min(operation.row(lot_id).ready, -operation.row(short).ready)
            if q > 0:
                self.move(operation, lot_id, Cell.READY, Cell.GONE, q)
                self.move(operation, short, Cell.GONE, Cell.READY, q)

    def successor(self, operation: Operation) -> Operation | None:
        return None if operation.successor_id is None else self.operations[operation.successor_id]

    def inputs(self, operation: Operation) -> Iterator[tuple[Edge, Operation]]:
        for edge in operation.predecessors:
            yield edge, self.operations[edge.operation_id]

    def open_claims(self, operation: Operation) -> list[InspectionClaim]:
        return [claim for claim in self.claims if claim.open and claim.operation_id == operation.id]

    def unclaimed(self, operation: Operation, cell: Literal[Cell.WAITING, Cell.URGENT]) -> Qty:
        """Waiting (or urgent) pieces that no inspection has asked for."""
        claims = self.open_claims(operation)
        claimed = sum(claim.here if cell is Cell.WAITING else claim.urgent for claim in claims)
        return operation.total(cell) - claimed

    def open_case(self, case: Case) -> Case:
        self.cases.append(case)
        return case

    def change_case(self, case: Case, *, quantity: Qty = 0, opened: Qty = 0, released: Qty = 0) -> None:
        case.quantity += quantity
        case.open += opened
        case.released += released
        if case.id is not None:
            self.touched_cases.add(case.id)

    def case(self, case_id: int) -> Case:
        return next(case for case in self.cases if case.id == case_id)

    @property
    def opened_cases(self) -> list[Case]:
        return [case for case in self.cases if case.id is None]

    @property
    def changed_cases(self) -> list[Case]:
        return [case for case in self.cases if case.id in self.touched_cases]

# SPDX-License-Identifier: Apache-2.0
"""One plant twice: in the product's rules and, where both can do it, in the reference model."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from lockstep.domains.wip.rules.available import available
from lockstep.domains.wip.rules.cells import CELLS, InputRule
from lockstep.domains.wip.rules.correct import Report
from lockstep.domains.wip.rules.laws import check
from lockstep.domains.wip.rules.ledger import Case, Ledger, Operation
from lockstep.domains.wip.rules.report import Booked, NgLine
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import BEFORE_TRANSFER as INSPECTED
from tests.domains.wip.building import (
    BLOCK,
    NONE,
    PENDING,
    REWORK,
    SCRAP,
    feed,
    operation,
    store,
)

ROUTE = ("10", "20", "30", "40", "50")
"""10-20 and 30 meet in 40, then 50."""


@dataclass
class Said:
    """What a person says of the pieces: good, and NG by what is to become of it."""

    good: int
    rework: int
    scrap: int
    pending: int

    @property
    def made(self) -> int:
        return self.good + self.rework + self.scrap + self.pending

    def lines(self) -> list[NgLine]:
        parts = ((self.rework, REWORK), (self.scrap, SCRAP), (self.pending, PENDING))
        return [NgLine(pieces(q), disposition, disposition.value) for q, disposition in parts if q]


@dataclass
class Entry:
    """A report as it is booked now."""

    number: int
    said: Said
    was: Report


@dataclass
class World:
    ledger: Ledger
    theirs: dict[int, Any] = field(default_factory=dict)
    """The operations of the reference model; empty where it has no word for what happens."""
    entries: list[Entry] = field(default_factory=list)
    their_reports: list[Any] = field(default_factory=list)
    their_claims: list[Any] = field(default_factory=list)
    cases: list[tuple[Case, Any]] = field(default_factory=list)
    inbox: set[int] = field(default_factory=set)

    def keep_report(self, entry: Entry, said: Said, booked: Booked) -> None:
        """What the database would store of a report, its lines and the ids of its cases."""
        store(self.ledger)
        ids = {line.key: line.case_id for line in entry.was.ng}
        ids |= {case.key: case.id for case in booked.cases if case.key is not None}
        lines = [replace(line, case_id=ids.get(line.key)) for line in said.lines()]
        entry.said = said
        entry.was = Report(
            good=pieces(said.good),
            ng=lines,
            good_cell=booked.good_cell,
            lot_id=entry.was.lot_id,
            good_case_id=booked.good_case.id if booked.good_case else None,
        )

    def pair_cases(self) -> None:
        """New cases of one event, in the order in which both sides open them."""
        known = {id(case) for pair in self.cases for case in pair}
        ours = [case for case in self.ledger.cases if id(case) not in known]
        theirs = [case for one in self.theirs.values() for case in one.cases if case.open and id(case) not in known]
        self.cases += zip(ours, theirs if self.theirs else [None] * len(ours), strict=True)

    def compare(self) -> None:
        for number, other in self.theirs.items():
            one = self.ledger.operations[number]
            assert {cell.value: one.total(cell) for cell in CELLS} == {
                name: pieces(count) for name, count in other.c.items()
            }, one.code
            assert available(self.ledger, one) == pieces(max(0, other.available())), one.code
            assert one.bar() == {name: pieces(count) for name, count in other.bar().items()}

    def hold_laws(self) -> None:
        reported: dict[int, int] = {}
        for entry in self.entries:
            reported[entry.number] = reported.get(entry.number, 0) + pieces(entry.said.made)
        check(self.ledger, reported)
        for one in self.ledger.operations.values():
            signs = {row.ready > 0 for row in one.cells.values() if row.ready}
            assert len(signs) < 2, "a short lot behind a ready one"


def plain_world(model: ModuleType, inspected: Sequence[bool], urgent: Sequence[bool]) -> World:
    """What the reference model knows: whole pieces, no lots, inputs are checked."""
    world = free_world(inspected, urgent, [BLOCK] * 5, [(1, 1), (1, 1), (2, 1), (1, 1)])
    others = {
        one.id: model.Op(one.code, one.acceptance is not NONE, 100, urgent_ok=one.urgent_allowed)
        for one in world.ledger.operations.values()
    }
    for one in world.ledger.operations.values():
        other = others[one.id]
        other.issued = one.issued // pieces(1)
        other.preds = [(others[edge.operation_id], edge.per // pieces(1)) for edge in one.predecessors]
        other.succ = others[one.successor_id] if one.successor_id else None
    world.theirs = others
    return world


def free_world(
    inspected: Sequence[bool],
    urgent: Sequence[bool],
    rules: Sequence[InputRule],
    pers: Sequence[tuple[float, int]],
) -> World:
    operations: dict[int, Operation] = {}
    for index, name in enumerate(ROUTE):
        acceptance = INSPECTED if inspected[index] else NONE
        one = operation(int(name), acceptance, rules[index], urgent_allowed=urgent[index])
        operations[one.id] = one
    operations[10].issued, operations[30].issued = pieces(80), pieces(160)
    for (before, after), (per, batch) in zip(((10, 20), (20, 40), (30, 40), (40, 50)), pers, strict=True):
        feed(operations[before], operations[after], per, batch)
    return World(Ledger(operations=operations))


def correct_theirs(model: ModuleType, theirs: Any, said: Said) -> None:
    """Event 2 in the words of the reference model, which itself knows the whole reversal only."""
    one, growth = theirs.op, said.made - theirs.made
    if growth > max(0, one.available()):
        raise model.Refused("input")
    if growth > 0:
        model.take(one, growth)
    else:
        model.give_back(one, -growth)
    for cell, change in (
        (theirs.to, said.good - theirs.good),
        ("rework", said.rework - theirs.rework),
        ("scrap", said.scrap - theirs.scrap),
    ):
        there = one.unclaimed if cell == "waiting" else one.c[cell]
        if change < 0 and there < -change:
            raise model.Refused("pieces have moved on")
        one.c[cell] += change
    _correct_their_case(model, theirs, said.pending - theirs.pending)
    for name in ("good", "rework", "scrap", "pending"):
        setattr(theirs, name, getattr(said, name))


def _correct_their_case(model: ModuleType, theirs: Any, change: int) -> None:
    one = theirs.op
    if theirs.pending == 0 and change > 0:
        theirs.case = model.Case(one, "ng", 0, "report")
        one.cases.append(theirs.case)
    if change < 0 and theirs.case.open < -change:
        raise model.Refused("already judged")
    if change:
        theirs.case.open += change
        one.c["hold"] += change

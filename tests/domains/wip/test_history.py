# SPDX-License-Identifier: Apache-2.0
"""The same random history through the rules and through the reference model: equal cells, lawful throughout.

What the reference model has no word for (lots, warn, blocks, fractions) runs alone and is held to the laws.
"""

import pickle
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lockstep.domains.wip.rules.available import available
from lockstep.domains.wip.rules.cells import CELLS, Cell
from lockstep.domains.wip.rules.correct import Report, correct
from lockstep.domains.wip.rules.holding import dispose, hold, release
from lockstep.domains.wip.rules.inspection import claim, judge, verdict
from lockstep.domains.wip.rules.ledger import Case
from lockstep.domains.wip.rules.refusals import CellOverdrawn
from lockstep.domains.wip.rules.report import report
from lockstep.domains.wip.rules.rework import rework_result
from lockstep.domains.wip.rules.stock import back_from_stock, to_stock
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import BLOCK, OFF, WARN, store
from tests.domains.wip.world import (
    ROUTE,
    Entry,
    Said,
    World,
    correct_theirs,
    free_world,
    plain_world,
)

NUMBERS = st.sampled_from([int(name) for name in ROUTE])
SAID = st.builds(Said, st.integers(0, 20), *(st.sampled_from([0, 0, 1, 2]) for _ in range(3)))
CHANCE = st.integers(0, 9)
FEW = st.integers(0, 2)
WHICH = st.integers(0, 10**6)
LOT = st.sampled_from([0, 11, 12])
ANY_LOT = st.sampled_from([None, 0, 11, 12])
FIVE_TIMES = st.lists(st.booleans(), min_size=5, max_size=5)
PERS = st.lists(st.sampled_from([(1, 1), (2, 1), (0.5, 1), (12, 1), (1, 12)]), min_size=4, max_size=4)
RULES = st.lists(st.sampled_from([BLOCK, WARN, OFF]), min_size=5, max_size=5)


class History(RuleBasedStateMachine):
    def __init__(self, model: Any) -> None:
        """Without a model there is more to happen, and nothing to compare with."""
        super().__init__()
        self.model = model
        self.plain = model is not None
        self.world: World
        self.late: list[Callable[[], None]] = []
        self.sent = 0

    @initialize(inspected=FIVE_TIMES, urgent=FIVE_TIMES, rules=RULES, pers=PERS)
    def build(self, inspected: list, urgent: list, rules: list, pers: list) -> None:
        if self.plain:
            self.world = plain_world(self.model, inspected, urgent)
        else:
            self.world = free_world(inspected, urgent, rules, pers)
        self.fill()

    def fill(self) -> None:
        """Put something into every cell, so that few of the events after it come to nothing."""
        for number, good in ((10, 50), (30, 90), (20, 30), (40, 15), (50, 8)):
            self.book(-number, number, self.fitting(number, Said(good, 2, 1, 2)), False, 0)
            self.is_judged(number, 9, True, 1, 1, 0)
        self.is_held(40, Cell.READY, 2, 0)
        self.goes_to_stock(2, 0)

    def fitting(self, number: int, said: Said) -> Said:
        """As much of it as is available."""
        one = self.world.ledger.operations[number]
        over = said.made - available(self.world.ledger, one) // pieces(1)
        return replace(said, good=max(0, said.good - max(0, over)))

    def place(self, which: int, *cells: Cell) -> int:
        """An operation that has pieces in one of these cells, if there is one."""
        operations = self.world.ledger.operations.values()
        places = [one.id for one in operations if any(one.total(cell) > 0 for cell in cells)]
        return places[which % len(places)] if places else 10

    def some(self, number: int, cell: Cell, q: int) -> int:
        """Part or all of what is there, sometimes one too many."""
        return 1 + q % (max(0, self.world.ledger.operations[number].total(cell)) // pieces(1) + 1)

    def happen(self, ours: Callable[[World], Any], theirs: Callable[[World], Any]) -> None:
        """One event is one transaction: refused means that nothing happened, on both sides."""
        new = pickle.loads(pickle.dumps(self.world))  # the same as deepcopy, in a fifth of the time
        refused = self.is_refused(ours, new, LockstepError)
        if self.plain:
            assert refused == self.is_refused(theirs, new, self.model.Refused)
        if not refused:
            store(new.ledger)
            new.pair_cases()
            self.world = new

    def is_refused(self, event: Callable[[World], Any], world: World, refusal: type[Exception]) -> bool:
        try:
            event(world)
        except CellOverdrawn:
            raise
        except refusal:
            return True
        return False

    def lot(self, lot_id: int | None) -> int | None:
        return 0 if self.plain else lot_id

    # Event 1, also late, in another order or twice

    @rule(number=NUMBERS, said=SAID, suspect=CHANCE, lot_id=LOT, delay=CHANCE, fit=CHANCE)
    def reports(self, number: int, said: Said, suspect: int, lot_id: int, delay: int, fit: int) -> None:
        self.sent += 1
        command = self.sent
        said = said if fit == 0 else self.fitting(number, said)

        def arrive() -> None:
            if command not in self.world.inbox:
                self.book(command, number, said, suspect == 0, self.lot(lot_id) or 0)

        if delay > 1:
            arrive()
        if delay < 4:
            self.late.append(arrive)

    @precondition(lambda self: self.late)
    @rule(which=WHICH)
    def arrives_late_or_again(self, which: int) -> None:
        self.late.pop(which % len(self.late))()

    def book(self, command: int, number: int, said: Said, suspect: bool, lot_id: int) -> None:
        def ours(world: World) -> None:
            operation = world.ledger.operations[number]
            operation.blocked = suspect
            booked = report(world.ledger, number, good=pieces(said.good), ng=said.lines(), lot_id=lot_id)
            operation.blocked = False
            entry = Entry(number, said, Report(0, (), booked.good_cell, lot_id))
            world.keep_report(entry, said, booked)
            world.entries.append(entry)
            world.inbox.add(command)

        def theirs(world: World) -> None:
            parts = (said.good, said.rework, said.scrap, said.pending)
            world.their_reports.append(self.model.report(world.theirs[number], *parts, suspect))

        self.happen(ours, theirs)

    # Event 2

    @rule(which=WHICH, said=SAID, blocked=st.booleans())
    def is_corrected(self, which: int, said: Said, blocked: bool) -> None:
        self.change(which, lambda _: said, blocked and not self.plain)

    @rule(which=WHICH, good=st.integers(-2, 2), scrap=st.integers(-1, 1), pending=st.integers(-1, 1))
    def is_corrected_a_little(self, which: int, good: int, scrap: int, pending: int) -> None:
        def little(was: Said) -> Said:
            parts = (was.good + good, was.rework, was.scrap + scrap, was.pending + pending)
            return Said(*(max(0, part) for part in parts))

        self.change(which, little, False)

    @rule(which=WHICH)
    def is_reversed(self, which: int) -> None:
        self.change(which, lambda _: Said(0, 0, 0, 0), False)

    def change(self, which: int, right: Callable[[Said], Said], blocked: bool) -> None:
        entries = [index for index, entry in enumerate(self.world.entries) if entry.said.made]
        if not entries:
            return
        index = entries[which % len(entries)]
        if self.plain and self.world.entries[index].was.good_cell is Cell.HOLD:
            return  # the reference model never reverses what was booked into hold
        said = right(self.world.entries[index].said)

        def ours(world: World) -> None:
            entry = world.entries[index]
            operation = world.ledger.operations[entry.number]
            operation.blocked = blocked
            good = pieces(said.good)
            booked = correct(world.ledger, operation.id, was=entry.was, good=good, ng=said.lines())
            operation.blocked = False
            world.keep_report(entry, said, booked)

        def theirs(world: World) -> None:
            if said.made:
                correct_theirs(self.model, world.their_reports[index], said)
            else:
                self.model.reverse(world.their_reports[index])

        self.happen(ours, theirs)

    # Events 3 and 4

    @rule(which=WHICH, q=WHICH, urgent=FEW, accept=st.booleans(), found=FEW, destroyed=FEW)
    def inspects(self, which: int, q: int, urgent: int, accept: bool, found: int, destroyed: int) -> None:
        """Ask for an inspection, or give the verdict of one that was asked for."""
        if which % 2 and self.world.ledger.claims:
            self.is_decided(q % len(self.world.ledger.claims), accept, found, destroyed)
        else:
            number = self.place(which, Cell.WAITING, Cell.URGENT)
            self.is_claimed(number, self.some(number, Cell.WAITING, q // 2) - 1, urgent)

    def is_claimed(self, number: int, here: int, urgent: int) -> None:
        def theirs(world: World) -> None:
            self.model.open_lot(world.theirs[number], here, urgent)
            world.their_claims.append(world.theirs[number].lots[-1])

        self.happen(lambda world: claim(world.ledger, number, pieces(here), pieces(urgent)), theirs)

    def is_decided(self, index: int, accept: bool, found: int, destroyed: int) -> None:
        parts = pieces(found), pieces(destroyed)
        self.happen(
            lambda world: verdict(world.ledger, world.ledger.claims[index], accept, *parts),
            lambda world: self.model.verdict(world.their_claims[index], accept, found, destroyed),
        )

    @rule(which=WHICH, q=WHICH, accept=st.booleans(), found=FEW, destroyed=FEW, lot_id=ANY_LOT)
    def judges(self, which: int, q: int, accept: bool, found: int, destroyed: int, lot_id: int | None) -> None:
        number = self.place(which, Cell.WAITING)
        self.is_judged(number, self.some(number, Cell.WAITING, q), accept, found, destroyed, lot_id)

    def is_judged(self, number: int, q: int, accept: bool, found: int, destroyed: int, lot_id: int | None) -> None:
        def theirs(world: World) -> None:
            other = world.theirs[number]
            here = min(q, other.unclaimed)
            self.model.open_lot(other, here, q - here)
            self.model.verdict(other.lots[-1], accept, found, destroyed)

        parts = pieces(found), pieces(destroyed)
        self.happen(lambda world: judge(world.ledger, number, pieces(q), accept, *parts, self.lot(lot_id)), theirs)

    # Events 5 to 7

    @rule(which=WHICH, cell=st.sampled_from([Cell.READY, Cell.WAITING]), q=WHICH, lot_id=ANY_LOT)
    def holds(self, which: int, cell: Any, q: int, lot_id: int | None) -> None:
        number = self.place(which, cell)
        self.is_held(number, cell, self.some(number, cell, q // 2), lot_id)

    def is_held(self, number: int, cell: Any, q: int, lot_id: int | None) -> None:
        self.happen(
            lambda world: hold(world.ledger, number, cell, pieces(q), self.lot(lot_id)),
            lambda world: self.model.hold(world.theirs[number], cell.value, q),
        )

    @precondition(lambda self: self.world.cases)
    @rule(which=WHICH, q=FEW)
    def releases(self, which: int, q: int) -> None:
        index, q = self.case(which, q, lambda case: case.origin != "ng")
        self.happen(
            lambda world: release(world.ledger, world.cases[index][0], pieces(q)),
            lambda world: self.model.release(world.cases[index][1], q),
        )

    @precondition(lambda self: self.world.cases)
    @rule(which=WHICH, q=FEW, to=st.sampled_from(["rework", "scrap", "ready", "waiting"]))
    def disposes(self, which: int, q: int, to: Any) -> None:
        index, q = self.case(which, q, lambda case: case.open > 0)
        self.happen(
            lambda world: dispose(world.ledger, world.cases[index][0], pieces(q), to),
            lambda world: self.model.dispose(world.cases[index][1], q, to),
        )

    def case(self, which: int, less: int, fits: Callable[[Case], bool]) -> tuple[int, int]:
        """A case, one that fits if there is any, and how many of its pieces."""
        cases = [index for index, (case, _) in enumerate(self.world.cases) if fits(case)]
        index = cases[which % len(cases)] if cases else which % len(self.world.cases)
        return index, max(1, self.world.cases[index][0].open // pieces(1) + 1 - less)

    # Events 8 and 9

    @rule(which=WHICH, good=st.integers(1, 2), scrap=FEW, pending=FEW, lot_id=ANY_LOT)
    def reworks(self, which: int, good: int, scrap: int, pending: int, lot_id: int | None) -> None:
        number = self.place(which, Cell.REWORK)
        parts = [pieces(part) for part in (good, scrap, pending)]
        self.happen(
            lambda world: rework_result(world.ledger, number, *parts, self.lot(lot_id)),
            lambda world: self.model.rework_done(world.theirs[number], good, scrap, pending),
        )

    @rule(q=WHICH, lot_id=ANY_LOT)
    def delivers(self, q: int, lot_id: int | None) -> None:
        self.goes_to_stock(self.some(50, Cell.READY, q), lot_id)

    def goes_to_stock(self, q: int, lot_id: int | None) -> None:
        self.happen(
            lambda world: to_stock(world.ledger, 50, pieces(q), self.lot(lot_id)),
            lambda world: self.model.stock(world.theirs[50], q),
        )

    @rule(q=WHICH, lot_id=ANY_LOT)
    def takes_back(self, q: int, lot_id: int | None) -> None:
        q = self.some(50, Cell.GONE, q)

        def theirs(world: World) -> None:
            world.theirs[50].mv("gone", "ready", q)
            world.theirs[50].stocked -= q

        self.happen(lambda world: back_from_stock(world.ledger, 50, pieces(q), self.lot(lot_id)), theirs)

    @invariant()
    def equal_and_lawful(self) -> None:
        self.world.compare()
        self.world.hold_laws()
        if self.plain:
            self.model.check(list(self.world.theirs.values()))


SETTINGS = settings(
    max_examples=70,
    stateful_step_count=50,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_any_history_is_as_in_the_reference_model(quantity_model: ModuleType) -> None:
    run_state_machine_as_test(lambda: History(quantity_model), settings=SETTINGS)


def test_any_history_with_lots_blocks_and_short_inputs_is_lawful() -> None:
    run_state_machine_as_test(lambda: History(None), settings=SETTINGS)


REPORTS = st.lists(st.tuples(NUMBERS, SAID.filter(lambda said: said.made > 0), LOT), max_size=12)


@given(reports=REPORTS, inspected=FIVE_TIMES, pers=PERS, data=st.data())
@settings(max_examples=80, deadline=None, database=None)
def test_reports_may_arrive_in_any_order_where_inputs_are_not_blocked(
    reports: list, inspected: list, pers: list, data: st.DataObject
) -> None:
    ends = []
    for order in (reports, data.draw(st.permutations(reports))):
        world = free_world(inspected, [False] * 5, [WARN, OFF, WARN, OFF, WARN], pers)
        for number, said, lot_id in order:
            report(world.ledger, number, good=pieces(said.good), ng=said.lines(), lot_id=lot_id)
        ends.append({one.id: [one.total(cell) for cell in CELLS] for one in world.ledger.operations.values()})
    assert ends[0] == ends[1]

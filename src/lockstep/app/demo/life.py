# SPDX-License-Identifier: Apache-2.0
"""The life of one finished order, worked out in memory with the rules of the ledger: what is told is never refused.

Time runs in slots of six hours. In each slot the operations act from the last to the first, each within minutes of its
own, so that an operation takes what was handed over in the slot before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from lockstep.app.demo.acts import (
    Act,
    Closing,
    Completion,
    Decision,
    Delivery,
    Doubled,
    Holding,
    Line,
    Past,
    Report,
    Rework,
    Setup,
    Verdict,
)
from lockstep.app.demo.plant import DEFECTS, DEFECTS_OF, Step, route_of_product
from lockstep.domains.wip.rules.available import available
from lockstep.domains.wip.rules.cells import Acceptance, Cell, Disposition, InputRule
from lockstep.domains.wip.rules.holding import Fate, dispose
from lockstep.domains.wip.rules.inspection import judge
from lockstep.domains.wip.rules.ledger import Case, Edge, Ledger, Operation
from lockstep.domains.wip.rules.report import NgLine, report
from lockstep.domains.wip.rules.rework import rework_result
from lockstep.domains.wip.rules.stock import to_stock
from lockstep.kernel.qty import SCALE, pieces

SLOT = 360.0
"""Minutes."""

BAND = 42.0
"""Minutes of an operation within a slot."""

HELD_FOR = 60.0, 190.0
"""Minutes; over before the next operation, at most three bands ahead, takes its pieces."""

REPORTS_PER_OPERATION = 3
MOST_SLOTS = 60
YIELD = {"10": 0.986, "20": 0.958, "30": 0.989, "40": 0.981, "50": 0.988, "60": 0.992, "70": 0.934, "80": 1.0}
DISPOSITION_OF = {code: disposition for code, _, _, disposition in DEFECTS}
FATES: tuple[Fate, ...] = ("rework", "rework", "rework", "scrap", "scrap", "ready")
CLOSED_AT = 0.6
"""The share of a closed order that was delivered."""


@dataclass
class Mishaps:
    """What happens now and then, and at least once in a history."""

    rng: Random
    seen: set[str] = field(default_factory=set)

    def happens(self, kind: str, chance: float) -> bool:
        first = kind not in self.seen
        if first or self.rng.random() < chance:
            self.seen.add(kind)
            return True
        return False


@dataclass
class Life:
    """`closed`: the customer took less, and the order ends short."""

    past: Past
    rng: Random
    mishaps: Mishaps
    acts: list[Act] = field(default_factory=list)
    completed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.steps = route_of_product(self.past.product)
        self.ledger = _empty_ledger(self.steps, self.past.quantity)
        self.most = -(-self.past.quantity // REPORTS_PER_OPERATION)

    def run(self) -> int:
        """How many slots it took."""
        order = list(enumerate(reversed(self.steps)))
        for slot in range(MOST_SLOTS):
            for place, step in order:
                self._work(step, slot, slot * SLOT + place * BAND)
            if self._is_over(slot):
                return slot + 1
        raise RuntimeError(f"{self.past.number} does not come to an end")

    def _operation(self, step: Step) -> Operation:
        return self.ledger.operations[int(step.code)]

    def _is_over(self, slot: int) -> bool:
        last = self._operation(self.steps[-1])
        if not self.past.closed:
            return self._finished(last)
        if last.stocked < CLOSED_AT * pieces(self.past.quantity):
            return False
        self.acts.append(Closing((slot + 1) * SLOT - 40, last.code, waits=self.past.last))
        return True

    def _finished(self, operation: Operation) -> bool:
        """Nothing will come in any more, and nothing waits for a word."""
        open_cells = (Cell.WAITING, Cell.URGENT, Cell.HOLD, Cell.REWORK)
        if any(operation.total(cell) for cell in open_cells):
            return False
        if operation.made >= operation.planned:
            return True
        before = [one for _, one in self.ledger.inputs(operation)]
        return all(self._finished(one) for one in before) and not available(self.ledger, operation)

    def _work(self, step: Step, slot: int, at: float) -> None:
        operation = self._operation(step)
        if slot % 2 or self._nothing_comes(operation):
            self._rework(operation, at)
        self._report(step, operation, at + self.rng.uniform(2, 14))
        if operation.acceptance is Acceptance.NONE:
            self._deliver(operation, at + 20)
        elif slot % 2 or self._nothing_comes(operation):
            self._judge(operation, at + self.rng.uniform(22, 26))
        if operation.id not in self.completed and self._finished(operation):
            self.completed.add(operation.id)
            if operation.made < operation.planned and not self.past.closed:
                self.acts.append(Completion(at + 38, operation.code, step.stations[0]))

    def _nothing_comes(self, operation: Operation) -> bool:
        before = [one for _, one in self.ledger.inputs(operation)]
        return operation.made >= operation.planned or all(self._finished(one) for one in before)

    def _report(self, step: Step, operation: Operation, at: float) -> None:
        there = available(self.ledger, operation) // SCALE
        count = there if there <= 1.2 * self.most else self.most
        if count == 0 or (count < self.most // 3 and not self._nothing_comes(operation) and operation.predecessors):
            return
        station = self.rng.choice(step.stations)
        if not operation.made and self.rng.random() < 0.3:
            self.acts.append(Setup(at - 1, step.code, station, self.rng.uniform(15, 45)))
        ng = sum(self.rng.random() > YIELD[step.code] for _ in range(count))
        lines = tuple(_lines(self.rng, step.code, ng))
        place = len(self.acts)
        plain = bool(lines) and all(line.disposition != "pending" for line in lines)
        first_said = count if plain and self.mishaps.happens("corrected", 0.02) else None
        self.acts.append(Report(at, step.code, station, count - ng, lines, first_said))
        said = [
            NgLine(pieces(line.quantity), Disposition(line.disposition), str(index)) for index, line in enumerate(lines)
        ]
        booked = report(self.ledger, operation.id, good=pieces(count - ng), ng=said)
        for case in booked.cases:
            self._decide(case, Decision(at + 16, step.code, self._fate(), report=place, line=int(case.key or 0)))
        if there - count >= 10 and self.mishaps.happens("doubled", 0.005):
            self.acts.append(Doubled(at + 8, step.code, station, 10))

    def _fate(self) -> Fate:
        return self.rng.choice(FATES)

    def _decide(self, case: Case, decision: Decision) -> None:
        dispose(self.ledger, case, case.open, decision.fate)
        self.acts.append(decision)

    def _judge(self, operation: Operation, at: float) -> None:
        here, urgent = operation.total(Cell.WAITING), operation.total(Cell.URGENT)
        if here + urgent == 0:
            return
        found = pieces(1) if here >= pieces(10) and self.rng.random() < 0.12 else 0
        fate = self._fate() if found else None
        self.acts.append(Verdict(at, operation.code, (here + urgent) // SCALE, found // SCALE, fate))
        for case in judge(self.ledger, operation.id, here + urgent, True, found).cases:
            dispose(self.ledger, case, case.open, fate or "scrap")
        ready = operation.total(Cell.READY) // SCALE
        if ready >= 20 and self.mishaps.happens("held", 0.03):
            self.acts.append(Holding(at + 10, operation.code, ready // 2, self.rng.uniform(*HELD_FOR)))

    def _rework(self, operation: Operation, at: float) -> None:
        count = operation.total(Cell.REWORK) // SCALE
        if count == 0:
            return
        scrap = sum(self.rng.random() < 0.15 for _ in range(count))
        rework_result(self.ledger, operation.id, pieces(count - scrap), pieces(scrap))
        self.acts.append(Rework(at, operation.code, count - scrap, scrap))

    def _deliver(self, operation: Operation, at: float) -> None:
        ready = operation.total(Cell.READY)
        if ready:
            to_stock(self.ledger, operation.id, ready)
            self.acts.append(Delivery(at, operation.code, ready // SCALE))


def _empty_ledger(steps: list[Step], quantity: int) -> Ledger:
    ledger = Ledger()
    for step in steps:
        feeding = [int(other.code) for other in steps if other.successor == step.code]
        acceptance = Acceptance(step.acceptance)
        ledger.operations[int(step.code)] = Operation(
            id=int(step.code),
            order_id=1,
            code=step.code,
            acceptance=acceptance,
            input_rule=InputRule.BLOCK,
            planned=pieces(quantity),
            issued=0 if feeding else pieces(quantity),
            predecessors=[Edge(one, SCALE) for one in feeding],
            successor_id=int(step.successor) if step.successor else None,
            urgent_allowed=acceptance is Acceptance.AFTER_REPORT,
            decimals=0,
        )
    return ledger


def _lines(rng: Random, step: str, ng: int) -> Iterator[Line]:
    """One code or two; the first of a step is the most frequent."""
    if ng == 0:
        return
    codes = list(dict.fromkeys(rng.choices(DEFECTS_OF[step], weights=range(len(DEFECTS_OF[step]), 0, -1), k=2)))
    second = ng // 3 if len(codes) > 1 else 0
    for code, quantity in zip(codes, (ng - second, second), strict=False):
        if quantity:
            yield Line(code, quantity, DISPOSITION_OF[code])

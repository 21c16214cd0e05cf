# SPDX-License-Identifier: Apache-2.0
"""Piece-rate pay. Pure.

A piece is paid once its fate is decided, at the rate of its operation, to whoever made it by their share.
What is scrapped is taken off from who answers for it. A piece that needs rework is paid with the others;
the rework itself is not paid again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from lockstep.kernel.qty import SCALE, Qty

CENT = Decimal("0.01")
WHOLE = 100
"""A share is in per cent."""

Part = Fraction
"""A quantity by somebody's share: ten-thousandths of a piece, not rounded."""


def part(quantity: Qty, share: int) -> Part:
    return Fraction(quantity * share, WHOLE)


def money(quantity: Part, rate: Qty) -> Decimal:
    """Rounded to the cent, the half up: each line of a pay slip is an amount that one can add up."""
    exact = quantity * rate / (SCALE * SCALE)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(CENT, ROUND_HALF_UP)


class Bearer(StrEnum):
    """Who answers for a defect."""

    MAKER = "maker"
    PERSON = "person"
    OPERATION = "operation"
    NOBODY = "nobody"
    """Of those who make: a supplier, a machine, the drawing."""


@dataclass(frozen=True, slots=True)
class Blame:
    bearer: Bearer
    person_id: int | None = None
    operation: str | None = None


def blame_of(
    *, judged: str | None, usual: str | None, found_at: str, operations: Collection[str], people: Mapping[str, int]
) -> Blame:
    """Who answers: whom the last judgement names; without one the operation that the defect code usually comes
    from; else who made the piece. `people` are by their code and name in lower case, `operations` of the order."""
    codes = {code.casefold(): code for code in operations}
    word = (judged or "").strip().casefold()
    if word in people:
        return Blame(Bearer.PERSON, person_id=people[word])
    if not word:
        word = (usual or "").strip().casefold()
        if word not in codes:
            return Blame(Bearer.MAKER)
    if word == found_at.casefold():
        return Blame(Bearer.MAKER)
    return Blame(Bearer.OPERATION, operation=codes[word]) if word in codes else Blame(Bearer.NOBODY)


@dataclass(frozen=True, slots=True)
class Job:
    """An operation of an order, as a pay slip names it."""

    order: str
    operation: str
    name: str
    rate: Qty | None


@dataclass(frozen=True, slots=True)
class Piecework:
    """What somebody made in one report, by their share."""

    job: Job
    made: Part
    undecided: Part


@dataclass(frozen=True, slots=True)
class Deduction:
    """Pieces that are taken off, and why: own scrap, named by a judgement, by the operation that caused it, found
    by an inspection later."""

    job: Job
    why: Literal["own", "named", "caused", "inspection"]
    quantity: Part
    defect: str | None = None
    found_at: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    job: Job
    quantity: Part
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Taken:
    deduction: Deduction
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Pay:
    earned: list[Earned]
    deductions: list[Taken]
    undecided: Decimal
    unrated: Part
    """Pieces at operations without a piece rate: nothing is paid for them here."""

    @property
    def deducted(self) -> Decimal:
        return sum((line.amount for line in self.deductions), Decimal(0))

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.earned), Decimal(0)) - self.deducted


def pay(works: Iterable[Piecework], deductions: Iterable[Deduction]) -> Pay:
    decided: dict[Job, Part] = {}
    undecided: dict[Job, Part] = {}
    for work in works:
        decided[work.job] = decided.get(work.job, Part(0)) + work.made - work.undecided
        undecided[work.job] = undecided.get(work.job, Part(0)) + work.undecided
    return Pay(
        earned=[
            Earned(job, quantity, money(quantity, job.rate))
            for job, quantity in decided.items()
            if job.rate is not None and quantity > 0
        ],
        deductions=[
            Taken(line, money(line.quantity, line.job.rate))
            for line in deductions
            if line.job.rate is not None and line.quantity > 0
        ],
        undecided=sum(
            (money(quantity, job.rate) for job, quantity in undecided.items() if job.rate is not None), Decimal(0)
        ),
        unrated=sum((quantity for job, quantity in decided.items() if job.rate is None), Part(0)),
    )


def still_waiting(undecided: Qty, good: Qty, made_later: Qty) -> Qty:
    """How many good pieces of a report are not decided yet: inspections take the oldest first, so the newest
    pieces of an operation wait the longest."""
    return min(good, max(0, undecided - made_later))

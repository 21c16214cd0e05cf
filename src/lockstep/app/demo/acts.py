# SPDX-License-Identifier: Apache-2.0
"""What happened to an order of the past. `minute` counts from the beginning of its first slot."""

from dataclasses import dataclass
from datetime import datetime

from lockstep.domains.wip.rules.holding import Fate


@dataclass(frozen=True, slots=True)
class Past:
    """`closed`: the customer took less, and the order ended short. `last`: shortly before now."""

    number: str
    sales_order: str
    product: str
    customer: str
    quantity: int
    closed: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    quantity: int
    disposition: str


@dataclass(frozen=True, slots=True)
class Act:
    minute: float
    step: str


@dataclass(frozen=True, slots=True)
class Setup(Act):
    """Ended at its minute."""

    station: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Report(Act):
    """`first_said`: all of it as good, and corrected a little later."""

    station: str
    good: int
    lines: tuple[Line, ...]
    first_said: int | None


@dataclass(frozen=True, slots=True)
class Doubled(Act):
    """Reported once too often, and reversed."""

    station: str
    good: int


@dataclass(frozen=True, slots=True)
class Decision(Act):
    """On a line of a report that waited for one; the report by its place among the acts."""

    fate: Fate
    report: int
    line: int


@dataclass(frozen=True, slots=True)
class Verdict(Act):
    """`fate` of the bad pieces that were found."""

    quantity: int
    found: int
    fate: Fate | None


@dataclass(frozen=True, slots=True)
class Holding(Act):
    """Released after so many minutes."""

    quantity: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Rework(Act):
    good: int
    scrap: int


@dataclass(frozen=True, slots=True)
class Delivery(Act):
    quantity: int


@dataclass(frozen=True, slots=True)
class Completion(Act):
    """Of an operation that made less than its plan, because nothing comes any more."""

    station: str


@dataclass(frozen=True, slots=True)
class Closing(Act):
    """The order ends short, and somebody reports once more after that. `waits`: nobody has decided on it yet."""

    waits: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An order of the past with everything that happened to it."""

    past: Past
    began: datetime
    due_at: datetime
    acts: tuple[Act, ...]

# SPDX-License-Identifier: Apache-2.0
"""The seven cells a made piece can lie in, and the words that decide which one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from lockstep.kernel.qty import Qty


class Cell(StrEnum):
    READY = "ready"
    GONE = "gone"
    WAITING = "waiting"
    URGENT = "urgent"
    HOLD = "hold"
    REWORK = "rework"
    SCRAP = "scrap"


CELLS: Final = tuple(Cell)


class Disposition(StrEnum):
    """What is to become of NG pieces; `pending` leaves the judgement to somebody else."""

    REWORK = "rework"
    SCRAP = "scrap"
    PENDING = "pending"


class Acceptance(StrEnum):
    NONE = "none"
    AFTER_REPORT = "after_report"
    BEFORE_TRANSFER = "before_transfer"

    @property
    def good_cell(self) -> Cell:
        return Cell.READY if self is Acceptance.NONE else Cell.WAITING

    @property
    def origin(self) -> Literal["ready", "waiting"]:
        return "ready" if self is Acceptance.NONE else "waiting"


class InputRule(StrEnum):
    """What happens to a report of more pieces than the predecessors have handed over."""

    OFF = "off"
    WARN = "warn"
    BLOCK = "block"


@dataclass(slots=True)
class Counts:
    """How many pieces of one operation and lot lie in each cell."""

    ready: Qty = 0
    gone: Qty = 0
    waiting: Qty = 0
    urgent: Qty = 0
    hold: Qty = 0
    rework: Qty = 0
    scrap: Qty = 0

    def get(self, cell: Cell) -> Qty:
        return int(getattr(self, cell.value))

    def add(self, cell: Cell, quantity: Qty) -> None:
        setattr(self, cell.value, self.get(cell) + quantity)

    @property
    def made(self) -> Qty:
        return self.ready + self.gone + self.waiting + self.urgent + self.hold + self.rework + self.scrap

    def bar(self) -> dict[str, Qty]:
        """The five colours of the bar; together they are what was made."""
        return {
            "good": self.ready + self.gone,
            "waiting": self.waiting + self.urgent,
            "hold": self.hold,
            "rework": self.rework,
            "scrap": self.scrap,
        }

# SPDX-License-Identifier: Apache-2.0
"""The nine orders in work, as they stand now. Data only."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lockstep.app.demo.plant import STEPS


@dataclass(frozen=True, slots=True)
class Made:
    """What lies at an operation in the end: verified, waiting, on hold, in rework, scrapped."""

    good: int = 0
    waiting: int = 0
    hold: int = 0
    rework: int = 0
    scrap: int = 0

    @property
    def total(self) -> int:
        return self.good + self.waiting + self.hold + self.rework + self.scrap


@dataclass(frozen=True, slots=True)
class Order:
    """Days are relative to today; `made` by operation code."""

    number: str
    product: str
    customer: str
    quantity: int
    due_in_days: float
    started_days_ago: float
    made: dict[str, Made] = field(default_factory=dict)


def _made(*rows: tuple[int, ...] | None) -> dict[str, Made]:
    return {step.code: Made(*row) for step, row in zip(STEPS, rows, strict=True) if row is not None}


ORDERS = (
    Order(
        "WO-2611-0176", "EPS-72A", "C-DMK", 400, 0.3, 9,
        _made((400,), (400,), (400,), (398, 0, 0, 0, 2), (394, 0, 0, 2, 2), (386, 2), (262, 0, 84, 16), (240,)),
    ),
    Order(
        "WO-2611-0183", "WP-40", "C-BQ", 1200, 1.2, 8,
        _made(
            (1200,), (1046, 60, 0, 0, 8), (1200,), (704, 40, 0, 12, 4), (690, 24), (612,), (540, 48, 0, 6, 2), (520,)
        ),
    ),
    Order(
        "WO-2611-0187", "EPS-72A", "C-DMK", 600, 2.6, 5,
        _made((600,), (212, 0, 128), (450, 50), (380, 20, 0, 6), (168, 0, 36), (96, 12), (48, 0, 40), (0,)),
    ),
    Order(
        "WO-2611-0189", "EPS-72B", "C-YL", 500, 5, 5,
        _made((500,), (360, 0, 0, 0, 2), (320, 60), (260, 24), (120, 0, 84), (72,), (40,), (0,)),
    ),
    Order(
        "WO-2611-0191", "SA-16", "C-ST", 3000, 11, 7,
        _made(
            (2400, 600), None, (2100, 150, 0, 0, 6), (1640, 80, 0, 10, 3), (1520, 40), (1280, 60, 0, 8),
            (1150, 40, 0, 4, 6), (1080,),
        ),
    ),
    Order(
        "WO-2611-0194", "BM-28", "C-YC", 800, 7, 4,
        _made((800,), (620, 40, 0, 0, 2), (0, 800), (410, 30), (300,), (180, 12), (120,), (96,)),
    ),
    Order(
        "WO-2611-0195", "WP-40", "C-YL", 800, 8, 3,
        _made((560, 40, 0, 0, 2), (210, 20), (340, 60), (0,), (0,), (0,), (0,), (0,)),
    ),
    Order(
        "WO-2611-0198", "SA-16", "C-ST", 2000, 14, 2,
        _made((720, 180), None, (260, 40), (120,), (0,), (0,), (0,), (0,)),
    ),
    Order("WO-2611-0199", "BM-28", "C-BQ", 600, 12, 0, _made((0,), (0,), (0,), (0,), (0,), (0,), (0,), (0,))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldPieces:
    order: str
    step: str
    quantity: int
    reason: str
    hours_ago: float


HOLDS = (
    HeldPieces("WO-2611-0187", "20", 128, "首检外径超上限，可疑品隔离", 0.7),
    HeldPieces("WO-2611-0187", "50", 36, "轴坯批次 L261118-07 可疑", 3),
    HeldPieces("WO-2611-0187", "70", 40, "轴坯批次 L261118-07 可疑", 3),
    HeldPieces("WO-2611-0176", "70", 84, "轴坯批次 L261118-07 可疑", 24),
    HeldPieces("WO-2611-0189", "50", 84, "轴坯批次 L261118-07 可疑", 3),
)


@dataclass(frozen=True, slots=True)
class Gate:
    order: str
    step: str
    reason_code: str
    reason_params: dict[str, str | float]
    owner: str
    answer_in_hours: float


BLOCKS = (
    Gate("WO-2611-0187", "20", "first_article_failed", {"value": "0.0014 mm"}, "孙颖", 1.5),
    Gate("WO-2611-0183", "40", "machine_down", {"station": "WD-02"}, "赵明", 4),
)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Stood still yesterday, so many hours before today's day shift, and goes on."""

    order: str
    step: str
    reason_code: str
    hours_before: float
    minutes: int
    went_on: str


STOPPED = (Stopped("WO-2611-0199", "30", "material_missing", 19, 105, "端盖毛坯到了"),)

SALES_ORDERS = {
    "C-DMK": "SO-2611-0051",
    "C-BQ": "SO-2611-0052",
    "C-YL": "SO-2611-0053",
    "C-ST": "SO-2611-0054",
    "C-YC": "SO-2611-0055",
}
"""By customer: the lines of each are made by the orders above, in their order."""


@dataclass(frozen=True, slots=True)
class Unmade:
    """A line that a customer ordered and nobody makes yet."""

    customer: str
    product: str
    quantity: int
    due_in_days: float


UNMADE = (Unmade("C-YC", "BM-28", 500, 21), Unmade("C-DMK", "EPS-72A", 300, 30))

LOTS = {"10": "SHB", "30": "CAP", "40": "WIRE-05", "50": "MAG-N35", "60": "BRG-608"}
"""What goes in at a step comes in lots of a week."""

SUSPECT_LOT = "L261118-07"
SUSPECT_AT = {("WO-2611-0187", "10"), ("WO-2611-0176", "10"), ("WO-2611-0189", "10")}


WIRE_PER_PIECE = 0.08


def lots_into(order: str, step: str, at: datetime, pieces: int) -> list[dict[str, Any]]:
    """What was put in for so many pieces, named with the first report of a step."""
    if step not in LOTS:
        return []
    year, week, _ = at.isocalendar()
    lot = SUSPECT_LOT if (order, step) in SUSPECT_AT else f"{LOTS[step]}-{year % 100:02}{week:02}"
    return [{"code": lot, "quantity": round(pieces * WIRE_PER_PIECE, 2) if step == "40" else pieces}]

# SPDX-License-Identifier: Apache-2.0
"""Orders as they stand in memory during one command or one reading."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from lockstep.domains.masterdata.rules import ShiftPattern
from lockstep.kernel.qty import Qty


@dataclass(slots=True)
class OrderState:
    id: int
    site_id: int
    line_id: int | None
    number: str
    product_id: int
    customer_id: int | None
    quantity: Qty
    unit: str
    due_at: datetime | None
    status: str
    forecast_at: datetime | None
    forecast_computed_at: datetime | None
    priority: int


ShiftTimes = tuple[time, time, tuple[int, ...], frozenset[date], frozenset[date]]


@dataclass(slots=True)
class SiteState:
    """What a command needs to know of its site: the clock on its wall and its shifts."""

    id: int
    code: str
    time_zone: str
    shifts: tuple[ShiftPattern, ...]
    pattern: tuple[ShiftTimes, ...] = field(init=False)
    """The shifts' times alone, for looking up what was worked out for them."""

    def __post_init__(self) -> None:
        self.pattern = tuple(
            (shift.starts, shift.ends, shift.weekdays, shift.off, shift.extra) for shift in self.shifts
        )


@dataclass(slots=True)
class OperationState:
    """An operation's plan and progress; its pieces are in the ledger."""

    id: int
    order_id: int
    sequence: int
    code: str
    name: dict[str, str]
    kind: str
    parent_id: int | None
    successor_id: int | None
    planned_qty: Qty
    unit: str
    decimals: int
    acceptance: str
    setup_seconds: int
    piece_seconds: int
    skill_id: int | None
    status: str
    planned_start: datetime | None
    planned_end: datetime | None
    started_at: datetime | None
    completed_at: datetime | None
    stations: int
    """How many stations share it."""
    not_booked: Qty
    waiting_since: datetime | None = None
    conceded: Qty = 0
    rejected: Qty = 0
    said_good: Qty = 0
    said_ng: Qty = 0

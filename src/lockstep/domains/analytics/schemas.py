# SPDX-License-Identifier: Apache-2.0
"""The page of the morning meeting and the first page of the office, as they go out."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel

from lockstep.domains.tasks.schemas import TaskShown
from lockstep.domains.wip.schemas import Bar, OrderHead


class Choice(BaseModel):
    id: int
    name: str


class At(BaseModel):
    """An operation of an order."""

    order_id: int
    order_number: str
    operation_id: int
    operation_code: str
    operation_name: str


class DefectSaid(BaseModel):
    name: str
    pieces: float


class MorningRow(At):
    """Progress until the end of the day, quality of the day, and the bar as it is now."""

    unit: str
    planned: float
    made: float
    short: float
    missed: bool
    good: float
    ng: float
    fpy: float | None
    reports: int
    defects: list[DefectSaid]
    owner_id: int | None
    """Who drives it, and takes an action about it if nobody says otherwise."""
    quality_owner_id: int | None
    progress_owner: str | None
    quality_owner: str | None
    bar: Bar


class DefectPlace(At):
    pieces: float


class MorningDefect(BaseModel):
    code: str
    name: str
    pieces: float
    places: list[DefectPlace]


class MorningStop(BaseModel):
    """`minutes` of working time of that day. `released_at`: it is over."""

    id: int
    target_kind: str
    target_id: int
    target: str | None
    order_id: int | None
    reason_code: str
    reason_params: dict[str, Any]
    owner: str
    starts_at: datetime
    until: datetime | None
    released_at: datetime | None
    minutes: int


class MorningHold(At):
    id: int
    origin: str
    open: float
    reason: str | None
    opened_at: datetime
    opened_by: str


class Waits(BaseModel):
    count: int
    oldest_at: datetime | None


class MorningSummary(BaseModel):
    """`scrap`: of the NG pieces those that were said to be scrap when they were reported."""

    missed: int
    good: float
    ng: float
    scrap: float
    fpy: float | None
    late: int


class TrendDay(BaseModel):
    day: date
    good: float
    ng: float
    fpy: float | None


class Morning(BaseModel):
    generated_at: datetime
    site: Choice
    line: Choice | None
    sites: list[Choice]
    lines: list[Choice]
    day: date
    today: date
    meeting_on: date
    due_on: date
    summary: MorningSummary
    rows: list[MorningRow]
    trend: list[TrendDay]
    """That day and those before it, the oldest first."""
    late: list[OrderHead]
    defects: list[MorningDefect]
    stops: list[MorningStop]
    holds: list[MorningHold]
    parked: Waits | None
    """None for who may not decide on them."""
    tasks: list[TaskShown]


class LateOrder(OrderHead):
    mine: bool
    """The reader drives one of its operations, or answers for its quality."""


class LateOrders(BaseModel):
    late: int
    at_risk: int
    orders: list[LateOrder]


class Waiting(BaseModel):
    """Something that waits for the reader: by ownership (`mine`) or because they have the right."""

    kind: Literal["parked", "case", "inspection", "block"]
    mine: bool
    count: int
    pieces: float | None
    since: datetime
    order_id: int | None
    order_number: str | None
    operation_code: str | None
    operation_name: str | None
    reason_code: str | None
    reason_params: dict[str, Any] | None
    target: str | None


class Home(BaseModel):
    """Null where the reader has no right to it."""

    generated_at: datetime
    tasks: list[TaskShown] | None
    """None for an account without a person."""
    late: LateOrders | None
    waiting: list[Waiting]

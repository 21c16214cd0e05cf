# SPDX-License-Identifier: Apache-2.0
"""The bar as every screen gets it, and what commands on pieces answer."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from lockstep.kernel.qty import QtyJson
from lockstep.platform.commands.command import Answer


class BlockShown(BaseModel):
    reason_code: str
    reason_params: dict[str, Any]
    owner: str
    until: datetime | None


class Due(BaseModel):
    """`days` of slack: negative is late."""

    state: Literal["on_time", "at_risk", "late", "none"]
    days: float | None


class Pin(BaseModel):
    kind: Literal["equipment", "quality", "material", "help"]
    stage: Literal["unanswered", "handled", "contained"]
    at_qty: float
    exception_id: str


class Bar(BaseModel):
    """Scale, the five colours, where the plan is now and what stops it."""

    model_config = ConfigDict(frozen=True)

    ordered: float
    unit: str
    in_route: bool
    n: float
    good: float
    waiting: float
    hold: float
    rework: float
    scrap: float
    plan_now: float | None
    blocked: BlockShown | None
    not_booked: float
    not_reported: float
    pins: list[Pin]
    due: Due | None
    quality_status: str
    progress: str


class OrderBar(Bar):
    """The bar of a whole order, in per cent of its work."""

    deliverable: float
    """Pieces that are ready at its end, or delivered."""
    shortage: float
    """What will be missing even if all that is not scrapped turns out good."""
    weighted: bool
    """By standard hours; without them all operations weigh the same."""


class CaseShown(BaseModel):
    id: int
    order_id: int
    order_number: str
    operation_id: int
    operation_code: str
    lot: str | None
    origin: str
    source: str
    quantity: QtyJson
    open: QtyJson
    released: QtyJson
    reason: str | None
    opened_by: str
    opened_at: datetime
    can: list[str]


class CaseList(BaseModel):
    cases: list[CaseShown]


class BlockListed(BaseModel):
    """A block in force, or one that will be."""

    id: int
    target_kind: str
    target_id: int
    target: str
    order_id: int | None
    reason_code: str
    reason_params: dict[str, Any]
    owner: str
    starts_at: datetime
    ends_at: datetime | None
    can: list[str]


class BlockList(BaseModel):
    blocks: list[BlockListed]


class Moved(Answer):
    """What every command on pieces answers: the operation as it is now."""

    id: UUID
    operation_id: int
    bar: Bar
    order_bar: OrderBar
    can: list[str]


class HeldAt(BaseModel):
    """`not_reached`: pieces that have gone from here."""

    operation_id: int
    operation_code: str
    held: QtyJson
    not_reached: QtyJson
    case_ids: list[int]


class Held(Answer):
    id: UUID
    held: QtyJson
    not_reached: QtyJson
    places: list[HeldAt]


class CaseDecided(Moved):
    case_id: int
    open: QtyJson


class Judged(Moved):
    """`urgent_moved_on`: judged pieces that the next operation had taken before."""

    case_ids: list[int]
    urgent_moved_on: QtyJson


class Reworked(Moved):
    case_ids: list[int]


class BlockSet(Answer):
    id: UUID
    block_id: int
    operations: list[int]
    """Those whose bars show it now, or no longer."""


class ReworkRouteCreated(Answer):
    id: UUID
    cycle: int
    operations: dict[str, int]
    """Ids by code."""


class BoardColumn(BaseModel):
    key: str
    name: str
    stations: list[str]
    fpy: float | None


class BoardCell(BaseModel):
    column: str
    operation_id: int
    code: str
    name: str
    bar: Bar


class OrderHead(BaseModel):
    order_id: int
    number: str
    product_code: str
    product_name: str
    quantity: float
    unit: str
    customer_name: str | None
    customer_grade: str | None
    due_at: datetime | None
    forecast_at: datetime | None
    due: Due
    status: str
    order_bar: OrderBar


class BoardRow(OrderHead):
    cells: list[BoardCell]


class BoardSummary(BaseModel):
    """`not_booked` pieces wait in the list of parked commands."""

    orders: int
    late: int
    at_risk: int
    waiting_pieces: float
    oldest_waiting_minutes: int | None
    not_booked: float


class Board(BaseModel):
    generated_at: datetime
    forecast_at: datetime | None
    cursor: int
    mode: Literal["operation", "position"]
    columns: list[BoardColumn]
    summary: BoardSummary
    rows: list[BoardRow]


class OrderOfLine(BaseModel):
    """A work order that is made for a customer's line, or (`pegged` is null) a part that such an order waits for.
    What is out of sight has no number."""

    order_id: int | None
    number: str | None
    status: str
    pegged: float | None
    forecast_at: datetime | None


class Deciding(BaseModel):
    """The work order that is ready last, and what it stands at."""

    order_id: int
    number: str
    kind: Literal["blocked", "held", "waiting", "behind", "at", "planned"]
    operation: str | None
    quantity: float
    blocked: BlockShown | None


class CustomerLine(BaseModel):
    """`delivered`, `coming` and `missing` are the whole line; for what is missing no work order is under way."""

    line_id: int
    sales_order_id: int
    version: int
    """Of the customer's order."""
    number: str
    line: str
    reference: str | None
    """The customer's own number for it."""
    customer_code: str
    customer_name: str
    customer_grade: str | None
    product_code: str
    product_name: str
    quantity: float
    unit: str
    due_at: datetime | None
    promised_at: datetime | None
    forecast_at: datetime | None
    """Of the work orders that there are; not of what is missing."""
    due: Due
    """Against the promise, else the due date."""
    bar: Bar
    """In per cent of the line."""
    delivered: float
    coming: float
    missing: float
    pegged: float
    orders: list[OrderOfLine]
    decides: Deciding | None
    """Where it is late or at risk."""


class CustomerOrders(BaseModel):
    generated_at: datetime
    forecast_at: datetime | None
    """When the oldest of its forecasts was made."""
    rows: list[CustomerLine]
    can: list[str]


class MissingSkill(BaseModel):
    """Asked for here, and not known of who reads: with *block* they cannot report, with *warn* it is marked."""

    name: str
    strength: Literal["warn", "block"]


class PauseShown(BaseModel):
    """`reason` is missing where the pause is older than the question for it."""

    at: datetime
    reason: str | None


class JobCard(BaseModel):
    """One job of a station: what to make, how far it is, what stops it, what can be done."""

    assignment_id: int | None
    operation_id: int
    order_id: int
    order_number: str
    product_code: str
    product_name: str
    customer_name: str | None
    due_at: datetime | None
    operation_code: str
    operation_name: str
    station_code: str | None
    planned_start: datetime | None
    progress_owner: str | None
    quality_owner: str | None
    """Whom to call; where nobody is named, the owner of the block is."""
    instructions: list[UUID]
    """Ids of the attachments that show how it is done."""
    missing_skill: MissingSkill | None
    left: float
    paused: PauseShown | None
    bar: Bar
    can: list[str]

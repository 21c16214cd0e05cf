# SPDX-License-Identifier: Apache-2.0
"""One order as its page shows it: what it is made for, its operations, what stops it, what happened."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from lockstep.domains.wip.schemas import Bar, CaseShown, OrderHead
from lockstep.kernel.qty import QtyJson

EventKind = Literal[
    "report",
    "correction",
    "reversal",
    "block",
    "unblock",
    "hold",
    "release",
    "to_rework",
    "to_scrap",
    "start",
    "pause",
    "complete",
    "handover",
    "accepted",
    "rejected",
]


class MadeFor(BaseModel):
    """A line of a customer's order, or the work order above; what is out of sight has no number."""

    number: str | None
    line: str | None
    reference: str | None
    """The customer's own number for it."""
    parent_order_id: int | None
    quantity: QtyJson


class OperationOnPage(BaseModel):
    operation_id: int
    code: str
    name: str
    kind: Literal["normal", "rework"]
    successor_id: int | None
    per: QtyJson
    batch: QtyJson
    """`per` pieces of this operation go into every `batch` pieces of the next."""
    stations: list[str]
    progress_owner: str | None
    quality_owner: str | None
    started_at: datetime | None
    planned_start: datetime | None
    fpy: float | None
    bar: Bar


class Branch(BaseModel):
    operation_id: int
    covers: QtyJson
    """How many its pieces suffice for, with those that went in before."""
    short: bool
    """It brings less than another: nothing more comes together before it does."""


class SetsShown(BaseModel):
    """Where branches meet. `complete` of them are made or could be made now; `possible` are not made yet."""

    operation_id: int
    complete: QtyJson
    possible: QtyJson
    branches: list[Branch]


class CaseOnPage(CaseShown):
    defect: str | None


class LotUsed(BaseModel):
    """`quantity` is null where some report said no figure."""

    lot: str
    product_code: str | None
    product_name: str | None
    operation_id: int
    quantity: QtyJson | None
    frozen: bool


class DefectTold(BaseModel):
    name: str
    quantity: QtyJson


class OrderEvent(BaseModel):
    at: datetime
    kind: EventKind
    operation_id: int | None
    target: str | None
    """The station, product or lot that was stopped for other orders as well."""
    who: str | None
    quantity: QtyJson | None
    """Good pieces of a report; held, released or disposed pieces else."""
    ng: QtyJson | None
    defects: list[DefectTold]
    reason: str | None
    reason_code: str | None
    reason_params: dict[str, Any] | None


class OrderPage(BaseModel):
    generated_at: datetime
    order: OrderHead
    drawing: str | None
    revision: int
    start_at: datetime | None
    made_for: list[MadeFor]
    operations: list[OperationOnPage]
    sets: list[SetsShown]
    cases: list[CaseOnPage]
    lots: list[LotUsed]
    events: list[OrderEvent]
    more: bool
    """There are older events than those."""

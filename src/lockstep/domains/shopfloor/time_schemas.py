# SPDX-License-Identifier: Apache-2.0
"""Time without output: what is answered, and how it is listed."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from lockstep.domains.shopfloor.schemas import ReportWarning
from lockstep.domains.wip.schemas import Bar, OrderBar
from lockstep.platform.commands.command import Answer


class TimeRecorded(Answer):
    id: UUID
    outcome: Literal["booked", "parked"]
    operation_id: int
    bar: Bar | None
    order_bar: OrderBar | None
    can: list[str]
    warnings: list[ReportWarning]


class TimeReversed(Answer):
    id: UUID
    time_record_id: UUID


class TimeShown(BaseModel):
    id: UUID
    kind: Literal["setup", "run", "other"]
    order_id: int
    order_number: str
    operation_id: int
    operation_code: str
    operation_name: str
    station_code: str | None
    person: str | None
    started_at: datetime
    ended_at: datetime
    received_at: datetime
    shift_date: str
    note: str | None
    reversed_because: str | None
    can: list[Literal["reverse"]]


class TimeList(BaseModel):
    times: list[TimeShown]
    more: bool
    """There are older ones than those."""

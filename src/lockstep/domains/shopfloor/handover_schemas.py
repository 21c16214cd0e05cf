# SPDX-License-Identifier: Apache-2.0
"""What one shift tells the next at a station."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from lockstep.domains.wip.schemas import BlockShown
from lockstep.kernel.qty import QtyJson
from lockstep.kernel.types import Id, Text, said
from lockstep.platform.commands.command import Answer, Command

Told = Annotated[Text, Field(min_length=1, max_length=500), AfterValidator(said)]


class HandOver(Command):
    """Without a station it is told at the terminal's own; without an operation it is about none in particular."""

    station_id: Id | None = None
    operation_id: Id | None = None
    text: Told


class TakeOverBody(Command):
    pass


class TakeOver(TakeOverBody):
    handover_id: UUID


class WithdrawHandOverBody(Command):
    pass


class WithdrawHandOver(WithdrawHandOverBody):
    handover_id: UUID


class HandedOver(Answer):
    id: UUID
    handover_id: UUID
    state: Literal["written", "taken", "withdrawn"]


class JobTold(BaseModel):
    """How an operation stood when it was written, with what the shift had made of it here until then."""

    operation_id: int
    order_number: str
    operation_code: str
    operation_name: str
    state: Literal["running", "blocked", "waiting"]
    left: QtyJson
    """Still to be made; as it was then."""
    good: QtyJson
    ng: QtyJson
    blocked: BlockShown | None


class HandoverShown(BaseModel):
    id: UUID
    written_at: datetime
    written_by: str
    shift: str | None
    shift_date: str
    text: str
    about: str | None
    """The order, where it is about one."""
    operation_id: int | None
    operation_name: str | None
    jobs: list[JobTold]
    taken_at: datetime | None
    taken_by: str | None
    can: list[Literal["take_over", "withdraw"]]


class HandoverList(BaseModel):
    handovers: list[HandoverShown]
    more: bool
    """There are older ones than those."""

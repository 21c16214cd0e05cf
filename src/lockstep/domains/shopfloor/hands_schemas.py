# SPDX-License-Identifier: Apache-2.0
from typing import Literal

from pydantic import BaseModel

from lockstep.domains.wip.schemas import BlockListed, CaseShown, JobCard
from lockstep.kernel.qty import QtyJson


class MayShown(BaseModel):
    """Whether the reader may, and the roles that bring the right."""

    reader: bool
    roles: list[str]


class OperationHands(BaseModel):
    """What lies at an operation and what stops it, for those who hold, release and stop at the station."""

    job: JobCard
    station_id: int | None
    unit: str
    decimals: int
    ready: QtyJson
    waiting: QtyJson
    cases: list[CaseShown]
    blocks: list[BlockListed]
    may: dict[Literal["hold", "release"], MayShown]

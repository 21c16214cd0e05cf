# SPDX-License-Identifier: Apache-2.0
"""What can be done with pieces that are made: hold, release, dispose, judge, rework, deliver; and blocks."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lockstep.domains.masterdata.schemas import LocalNames
from lockstep.kernel.qty import NonNegativeQty, PositiveQty
from lockstep.kernel.repeats import first_repeated
from lockstep.kernel.types import At, Code, Id, Name, Reason, Text
from lockstep.platform.commands.command import Command

Param = (
    Annotated[Text, Field(max_length=200)]
    | Annotated[int, Field(ge=-(2**53), le=2**53)]
    | Annotated[float, Field(allow_inf_nan=False)]
    | bool
    | None
)
"""A word or figure of the sentence that says why."""

TargetKind = Literal["operation", "assignment", "order", "lot", "station", "product"]


class Hold(Command):
    """Some pieces in one cell, or without a quantity everything that lies there: at an operation, of a
    lot at an operation, or of a lot wherever it is."""

    operation_id: Id | None = None
    lot: Code | None = None
    cell: Literal["ready", "waiting"] | None = None
    quantity: PositiveQty | None = None
    reason: Reason

    @model_validator(mode="after")
    def _something_is_named(self) -> "Hold":
        if self.operation_id is None and self.lot is None:
            raise PydanticCustomError("hold_names_nothing", "name an operation or a lot")
        if self.quantity is not None and (self.operation_id is None or self.cell is None):
            raise PydanticCustomError("hold_names_no_cell", "a quantity is held in one cell of one operation")
        return self


class Release(Command):
    case_id: Id
    quantity: PositiveQty
    reason: Reason


class Dispose(Command):
    """`ready` is a concession; `waiting` means sorted, to be inspected again."""

    case_id: Id
    quantity: PositiveQty
    to: Literal["rework", "scrap", "ready", "waiting"]
    reason: Reason


class Judge(Command):
    """A rejection is about the whole quantity; an acceptance may name bad and destroyed pieces in it."""

    operation_id: Id
    quantity: PositiveQty
    verdict: Literal["accept", "reject"]
    found: NonNegativeQty = 0
    destroyed: NonNegativeQty = 0
    lot: Code | None = None
    reason: Reason | None = None

    @model_validator(mode="after")
    def _a_rejection_says_why(self) -> "Judge":
        if self.verdict == "reject" and self.reason is None:
            raise PydanticCustomError("reason_missing", "a rejection has a reason")
        if self.verdict == "reject" and self.found + self.destroyed > 0:
            raise PydanticCustomError("reject_all", "a rejection is about all of the pieces")
        return self


class ReworkResult(Command):
    """What came out of rework, at the operation where the pieces were found NG."""

    operation_id: Id
    good: NonNegativeQty = 0
    scrap: NonNegativeQty = 0
    pending: NonNegativeQty = 0
    lot: Code | None = None
    reason: Reason | None = None


class ToStock(Command):
    """`back`: what was delivered by mistake comes back."""

    operation_id: Id
    quantity: PositiveQty
    lot: Code | None = None
    back: bool = False
    reason: Reason | None = None

    @model_validator(mode="after")
    def _taking_back_says_why(self) -> "ToStock":
        if self.back and self.reason is None:
            raise PydanticCustomError("reason_missing", "taking back from stock has a reason")
        return self


class ProgressBody(Command):
    """Of the whole operation, or of one of its assignments."""

    assignment_id: Id | None = None
    reason: Reason | None = None


class ChangeProgress(ProgressBody):
    operation_id: Id


class PauseBody(ProgressBody):
    reason: Reason


class PauseOperation(ChangeProgress):
    reason: Reason


class SetBlock(Command):
    """Stops a target from a time on, perhaps a future one, until a time or its release."""

    target_kind: TargetKind
    target_id: Id
    reason_code: Code
    reason_params: dict[Code, Param] = Field(default_factory=dict, max_length=20)
    owner: Name | None = None
    """None: who is named for the operation, else who sets it."""
    from_: At | None = Field(default=None, alias="from")
    until: At | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "SetBlock":
        if self.from_ is not None and self.until is not None and self.until <= self.from_:
            raise PydanticCustomError("block_ends_early", "the block ends before it begins")
        return self


class ReleaseBody(Command):
    reason: Reason


class ReleaseBlock(ReleaseBody):
    block_id: Id


class ReworkStep(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    name: LocalNames
    station_code: Code | None = None
    piece_seconds: int = Field(default=0, ge=0, le=10_000_000)


class ReworkRouteBody(Command):
    """A short chain of its own for the pieces in rework at an operation."""

    operations: list[ReworkStep] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _codes_differ(self) -> "ReworkRouteBody":
        if twice := first_repeated(step.code for step in self.operations):
            raise PydanticCustomError("operation_twice", "operation {operation} is named twice", {"operation": twice})
        return self


class CreateReworkRoute(ReworkRouteBody):
    operation_id: Id

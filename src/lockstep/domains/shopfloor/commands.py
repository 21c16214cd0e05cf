# SPDX-License-Identifier: Apache-2.0
"""Commands beside the report itself: corrections, judgements, time without output, and the review of
what could not be attached.

Where the address names the record, the body is a class of its own: `http.addressed` joins the two.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lockstep.domains.shopfloor.schemas import Quantities, Source
from lockstep.kernel.types import At, Id, Note, Reason, Text
from lockstep.platform.commands.command import Command
from lockstep.platform.metadata.define import Mask


class ReverseBody(Command):
    reason: Reason


class ReverseReport(ReverseBody):
    report_id: UUID


class CorrectBody(Command, Quantities):
    """The new truth of a report: all of it, not the difference."""

    reason: Reason

    @model_validator(mode="after")
    def _something_is_left(self) -> "CorrectBody":
        if self.good + self.ng <= 0:
            raise PydanticCustomError("nothing_left", "a correction leaves a quantity; a report of nothing is reversed")
        return self


class CorrectReport(CorrectBody):
    report_id: UUID


class BookBody(Command):
    pass


class BookParked(BookBody):
    command_id: UUID


class BookToBody(Command):
    operation_id: Id


class BookParkedTo(BookToBody):
    command_id: UUID


class WithdrawBody(Command):
    reason: Reason


class WithdrawParked(WithdrawBody):
    command_id: UUID


class RecordTime(Command):
    """Time at an operation in which no piece was finished."""

    operation_id: Id
    station_id: Id | None = None
    person_id: Annotated[Id | None, Mask("person")] = None
    kind: Literal["setup", "run", "other"]
    started_at: At
    ended_at: At
    source: Source = Source.STATION
    note: Note | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "RecordTime":
        if self.started_at > self.ended_at:
            raise PydanticCustomError("ends_before_start", "the time ends before it starts")
        return self


class ReverseTime(ReverseBody):
    time_record_id: UUID


def _require_photo_id(value: str) -> None:
    try:
        UUID(value)
    except ValueError:
        raise PydanticCustomError("photo_not_named", "a photo is named by its id") from None


class JudgeBody(Command):
    """A later word on a defect line. A photo is named by its id, a disposition by what is to become of
    pieces that wait for it."""

    aspect: Literal["cause", "responsibility", "photo", "disposition"]
    value: Text = Field(min_length=1, max_length=500)
    reason: Reason | None = None

    @model_validator(mode="after")
    def _fits_the_aspect(self) -> "JudgeBody":
        if self.aspect == "photo":
            _require_photo_id(self.value)
        if self.aspect == "disposition":
            if self.value not in ("rework", "scrap", "ready", "waiting"):
                message = "a disposition is rework, scrap, ready or waiting"
                raise PydanticCustomError("disposition_unknown", message)
            if self.reason is None:
                raise PydanticCustomError("reason_missing", "a disposition has a reason")
        return self


class JudgeDefect(JudgeBody):
    defect_line_id: UUID

# SPDX-License-Identifier: Apache-2.0
"""What a report says, and what it is answered with."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lockstep.domains.shopfloor.handover_schemas import HandoverShown
from lockstep.domains.wip.schemas import Bar, JobCard, MissingSkill, Moved, OrderBar
from lockstep.kernel.qty import NonNegativeQty, PositiveQty, QtyJson, pieces
from lockstep.kernel.repeats import first_repeated
from lockstep.kernel.types import At, Code, Id, Note, Text
from lockstep.platform.commands.command import Answer, Command
from lockstep.platform.metadata.define import Mask


class Source(StrEnum):
    STATION = "station"
    OFFICE = "office"
    IMPORT = "import"
    MACHINE = "machine"


class DefectIn(BaseModel):
    """Some NG pieces with one defect and one disposition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    defect_code: Code
    quantity: PositiveQty
    disposition: Literal["rework", "scrap", "pending"]
    note: Note | None = None
    cause: Note | None = None
    photo_ids: list[UUID] = Field(default_factory=list, max_length=8)


class ShareIn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    person_id: Id
    share: int = Field(default=100, ge=1, le=100)


class InputLotIn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    quantity: PositiveQty | None = None


class ValueIn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    parameter: Code
    value: Annotated[float, Field(allow_inf_nan=False)] | Annotated[Text, Field(max_length=200)]


class Quantities(BaseModel):
    """`ng` is always given and equals the sum of its lines: the defect answer is part of the report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    good: NonNegativeQty
    ng: NonNegativeQty
    defects: list[DefectIn] = Field(default_factory=list, max_length=50)

    @model_validator(mode="after")
    def _defects_explain_ng(self) -> "Quantities":
        explained = sum(line.quantity for line in self.defects)
        if explained != self.ng:
            raise PydanticCustomError("defects_not_ng", "the defect lines must sum up to ng")
        return self


class ReportProduction(Command, Quantities):
    operation_id: Id
    station_id: Id | None = None
    assignment_id: Id | None = None
    people: Annotated[list[ShareIn], Mask("person")] = Field(default_factory=list, max_length=20)
    started_at: At | None = None
    ended_at: At | None = None
    lot: Code | None = None
    input_lots: list[InputLotIn] = Field(default_factory=list, max_length=50)
    serials: list[Code] = Field(default_factory=list, max_length=1000)
    values: list[ValueIn] = Field(default_factory=list, max_length=100)
    source: Source = Source.STATION
    note: Note | None = None

    @model_validator(mode="after")
    def _something_was_made(self) -> "ReportProduction":
        if self.good + self.ng <= 0:
            message = "a report has a good or NG quantity; time without output is a time record"
            raise PydanticCustomError("nothing_reported", message)
        if self.started_at and self.ended_at and self.started_at > self.ended_at:
            raise PydanticCustomError("ends_before_start", "the work ends before it starts")
        if sum(share.share for share in self.people) > 100:
            raise PydanticCustomError("shares_above_all", "the shares of the people are more than 100 per cent")
        if pieces(len(self.serials)) > self.good + self.ng:
            raise PydanticCustomError("serials_above_pieces", "there are more serials than pieces")
        return self

    @model_validator(mode="after")
    def _each_named_once(self) -> "ReportProduction":
        if first_repeated(share.person_id for share in self.people) is not None:
            raise PydanticCustomError("person_twice", "a person is named twice")
        if serial := first_repeated(self.serials):
            raise PydanticCustomError("serial_twice", "serial {serial} is named twice", {"serial": serial})
        if lot := first_repeated([*(lot.code for lot in self.input_lots), *([self.lot] if self.lot else [])]):
            raise PydanticCustomError("lot_twice", "lot {lot} is named twice", {"lot": lot})
        if parameter := first_repeated(value.parameter for value in self.values):
            raise PydanticCustomError("value_twice", "{parameter} is measured twice", {"parameter": parameter})
        return self


class ReportWarning(BaseModel):
    code: str
    params: dict[str, Any]


class ReportResult(Answer):
    id: UUID
    outcome: Literal["booked", "parked"]
    report_id: UUID | None
    operation_id: int
    bar: Bar | None
    order_bar: OrderBar | None
    can: list[str]
    warnings: list[ReportWarning]


class DefectJudged(Moved):
    defect_line_id: UUID
    aspect: str
    value: str


class ReportBatch(BaseModel):
    """Queued reports in the order of the device. Each is answered by itself."""

    model_config = ConfigDict(extra="forbid")

    reports: list[ReportProduction] = Field(min_length=1, max_length=200)


class BatchLine(BaseModel):
    id: UUID
    outcome: Literal["booked", "parked", "refused", "duplicate"]
    code: str | None = None
    params: dict[str, Any] = Field(default_factory=dict)
    result: ReportResult | None = None


class BatchResult(BaseModel):
    results: list[BatchLine]


class JudgementShown(BaseModel):
    value: str
    reason: str | None
    by: str
    at: datetime


class DefectShown(BaseModel):
    """What was said at the station, and by aspect the last judgement on it."""

    id: UUID
    defect_code: str
    name: str
    quantity: QtyJson
    disposition: str
    note: str | None
    cause: str | None
    photo_ids: list[UUID]
    judgements: dict[str, JudgementShown]


class ReportShown(BaseModel):
    id: UUID
    replaces_id: UUID | None
    replaced_by_id: UUID | None
    reason: str | None
    order_id: int
    order_number: str
    operation_id: int
    operation_code: str
    operation_name: str
    station_code: str | None
    good: QtyJson
    ng: QtyJson
    defects: list[DefectShown]
    people: list[str]
    """Of those who made it, whom the reader sees."""
    crew: int
    """How many made it."""
    occurred_at: datetime
    received_at: datetime
    shift_date: str
    source: str
    note: str | None
    doubts: list[str]
    """Codes of the rules of the plant that it was booked against."""
    can: list[str]


class ReportList(BaseModel):
    reports: list[ReportShown]
    next_cursor: str | None


class ParkedReason(BaseModel):
    code: str
    params: dict[str, Any]


class ParkedDefect(DefectIn):
    name: str | None
    """Nobody may know the code: then it has no name."""


class ParkedShown(BaseModel):
    """A report that waits for a person, with what it says."""

    id: UUID
    operation: str
    """The name of the operation that would have booked it."""
    order_id: int | None
    order_number: str | None
    operation_id: int | None
    operation_code: str | None
    operation_name: str | None
    good: QtyJson
    ng: QtyJson
    defects: list[ParkedDefect]
    person: str
    device: str | None
    reason: ParkedReason
    occurred_at: datetime
    parked_at: datetime
    age_minutes: int
    can: list[str]


class ParkedList(BaseModel):
    parked: list[ParkedShown]


class ParkedWithdrawn(Answer):
    id: UUID
    command_id: UUID
    status: Literal["withdrawn"]


class StationShown(BaseModel):
    id: int
    code: str
    name: str


class ShiftShown(BaseModel):
    name: str
    date: str


class StationQueue(BaseModel):
    station: StationShown
    shift: ShiftShown | None
    handovers: list[HandoverShown]
    """Those that nobody has taken over yet."""
    running: list[JobCard]
    blocked: list[JobCard]
    next: list[JobCard]


class DefectChoice(BaseModel):
    id: int
    code: str
    name: str
    search: str
    """What its code and names may be found by, pinyin among them."""
    severity: Literal["critical", "major", "minor"]
    default_disposition: Literal["rework", "scrap", "pending"]
    favourite: bool
    recent_count: int


class DetailRuleShown(BaseModel):
    severity: str | None
    quantity: float | None
    first_time: bool
    ask_cause: bool
    ask_photo: bool
    strength: Literal["warn", "block"]


class LotShown(BaseModel):
    code: str


class PersonShown(BaseModel):
    id: int
    code: str
    name: str
    team: str | None
    near: bool
    """Of the reader's team, or of a team of this line."""
    skilled: bool
    """Has the skill that the operation names, if it names one."""


class SheetShift(BaseModel):
    date: str
    starts_at: datetime | None
    """None between two shifts."""


class ReportSheet(BaseModel):
    job: JobCard
    tray_quantity: float | None
    available: float
    acceptance: Literal["none", "after_report", "before_transfer"]
    input_rule: Literal["off", "warn", "block"]
    unit: str
    decimals: int
    started_at: datetime | None
    defects: list[DefectChoice]
    detail_rules: list[DetailRuleShown]
    lots: list[LotShown]
    shift: SheetShift
    people: list[PersonShown]
    """Who may have made it, those nearby first."""
    skill_asked: MissingSkill | None
    """Of whoever makes it here."""
    can: list[str]

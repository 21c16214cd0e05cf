# SPDX-License-Identifier: Apache-2.0
"""What somebody made, how long it took and what it earns them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel

from lockstep.domains.shopfloor.rules.periods import Period
from lockstep.domains.shopfloor.schemas import ReportShown
from lockstep.kernel.types import Code, Day, Id
from lockstep.platform.commands.command import Answer, Command
from lockstep.platform.metadata.define import Mask


class ReadFigures(Command):
    """The figures of those who work at a site; of a line, of a team or of one person."""

    period: Period = "day"
    day: Day | None = None
    """Any date of the period; without one the shift date that runs now."""
    site_id: Id | None = None
    line_id: Id | None = None
    team_id: Id | None = None
    person_id: Id | None = None


class ExportFigures(ReadFigures):
    """The same as a sheet."""


class JobShown(BaseModel):
    order: str
    operation_code: str
    operation_name: str
    rate: float | None


class EarnedShown(BaseModel):
    job: JobShown
    quantity: float
    amount: float


class DeductionShown(BaseModel):
    """`why`: own scrap, named by a judgement, caused by this operation, found by an inspection later."""

    job: JobShown
    why: Literal["own", "named", "caused", "inspection"]
    quantity: float
    amount: float
    defect: str | None
    found_at: str | None
    reason: str | None


class PayShown(BaseModel):
    total: float
    deducted: float
    undecided: float
    """What undecided pieces will bring at most."""
    unrated: float
    """Pieces made at operations without a piece rate."""
    earned: list[EarnedShown]
    deductions: list[DeductionShown]


class PersonFigures(BaseModel):
    """Quantities by the person's share. `made` = good + ng; `undecided` are those of both that wait for a verdict."""

    person_id: int
    code: str
    name: str
    team: str | None
    reports: int
    made: float
    good: float
    ng: float
    scrap: float
    rework: float
    pending: float
    kept: float
    """NG at first that was found fit for use."""
    undecided: float
    good_rate: float | None
    """Good in per cent of made."""
    seconds: int
    pay: PayShown | None


class MyFigures(BaseModel):
    today: date
    first: date
    last: date
    currency: str
    figures: PersonFigures


class NamedId(BaseModel):
    id: int
    name: str


class TeamFigures(Answer):
    """`pays`: whether the reader sees what is earned. The reports are those of one person who was asked for."""

    today: date
    first: date
    last: date
    currency: str
    site: NamedId
    pays: bool
    rows: list[PersonFigures]
    reports: list[ReportShown]
    sites: list[NamedId]
    lines: list[NamedId]
    teams: list[NamedId]


class FiguresTrace(BaseModel):
    """What the audit keeps of a reading: of which dates, about whom, and whether with what they earn."""

    first: date
    last: date
    people: Annotated[list[str], Mask("person")]
    pay: bool


class FiguresSheet(Answer):
    name: Code
    content: str

# SPDX-License-Identifier: Apache-2.0
from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, Field, field_validator
from pydantic_core import PydanticCustomError

from lockstep.kernel.qty import NonNegativeQty, PositiveQty
from lockstep.kernel.types import Code, Name
from lockstep.platform.metadata.define import Define, Mask, NotListed, Refers, Widget

Locale = Literal["zh-CN", "zh-TW", "en"]
LocalNames = Annotated[dict[Locale, Name], Field(min_length=1)]

SiteCode = Annotated[Code, Refers("site")]
LineCode = Annotated[Code, Refers("line")]
PrintKind = Literal["traveller", "station", "badge", "tray", "lot"]
"""What is printed: the card that goes with an order, and labels."""
Weekday = Annotated[int, Field(ge=0, le=6)]


class DefineSite(Define):
    code: Code
    name: LocalNames
    time_zone: Annotated[Code, Widget("time_zone")] = "Asia/Shanghai"
    currency: Code = "CNY"
    locale: Locale = "zh-CN"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, key: str) -> str:
        try:
            return ZoneInfo(key).key
        except (ZoneInfoNotFoundError, OSError, ValueError):
            raise PydanticCustomError("unknown_time_zone", "this time zone is not known") from None


class DefineArea(Define):
    site_code: SiteCode
    code: Code
    name: LocalNames


class DefineLine(Define):
    site_code: SiteCode
    code: Code
    name: LocalNames
    area_code: Annotated[Code, Refers("area")] | None = None


class DefineStation(Define):
    site_code: SiteCode
    line_code: LineCode
    code: Code
    name: LocalNames
    station_group: Code | None = None
    """Stations of one group can take each other's work."""
    equipment_number: Code | None = None
    """Of the machine in the books of the plant, where that is not the code."""


class DefineShift(Define):
    site_code: SiteCode
    code: Code
    name: LocalNames
    starts: time
    ends: time
    weekdays: Annotated[list[Weekday], Widget("weekdays")] = Field(min_length=1, max_length=7)

    @field_validator("weekdays")
    @classmethod
    def _each_once(cls, days: list[int]) -> list[int]:
        if len(set(days)) != len(days):
            raise PydanticCustomError("weekday_twice", "weekdays are 0 (Monday) to 6, each once")
        return sorted(days)


class DefineCalendarDay(Define):
    site_code: SiteCode
    day: date
    name: LocalNames
    shift_codes: list[Annotated[Code, Refers("shift")]] = Field(default_factory=list, max_length=20)


Millimetres = Annotated[int, Field(ge=15, le=500)]
"""From the smallest label that a camera still reads to a sheet of A3."""


class DefineLabelFormat(Define):
    site_code: SiteCode
    code: Code
    name: LocalNames
    kind: PrintKind
    width_mm: Millimetres
    height_mm: Millimetres


class DefineSkill(Define):
    code: Code
    name: LocalNames


class DefineTeam(Define):
    site_code: SiteCode
    code: Code
    name: LocalNames
    line_code: LineCode | None = None


class DefinePerson(Define):
    site_code: SiteCode
    code: Code
    name: Name
    team_code: Annotated[Code, Refers("team")] | None = None
    skill_codes: list[Annotated[Code, Refers("skill")]] = Field(default_factory=list, max_length=50)


class DefineProduct(Define):
    code: Code
    name: LocalNames
    drawing: Code | None = None
    """Number and revision of the drawing, as the label prints it."""
    unit: Code = "pcs"
    decimals: int = Field(default=0, ge=0, le=4)
    tracking: Literal["none", "lot", "serial"] = "none"
    tray_quantity: PositiveQty | None = None
    standard_cost: Annotated[NonNegativeQty | None, Mask("price")] = None
    aliases: list[Code] = Field(default_factory=list, max_length=50)


class DefineCustomer(Define):
    code: Code
    name: Name
    grade: Code | None = None


class DefineSupplier(Define):
    code: Code
    name: Name
    grade: Code | None = None


class DefineDefectCode(Define):
    code: Code
    name: LocalNames
    parent_code: Annotated[Code, Refers("defect_code")] | None = None
    severity: Literal["critical", "major", "minor"] = "minor"
    default_disposition: Literal["rework", "scrap", "pending"] = "pending"
    responsible_operation: Code | None = None
    favourite_at: Annotated[list[Code], NotListed()] = Field(default_factory=list, max_length=50)
    """Codes of operations at which it stands among the first."""


ReasonKind = Literal["pause", "hold", "release", "correct", "scrap", "cancel", "stop", "rush", "handover"]


class DefineReason(Define):
    code: Code
    kind: ReasonKind
    name: LocalNames


class ReasonShown(BaseModel):
    code: str
    kind: ReasonKind
    name: str


class ReasonList(BaseModel):
    reasons: list[ReasonShown]

# SPDX-License-Identifier: Apache-2.0
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from lockstep.kernel.qty import PositiveQty
from lockstep.kernel.types import Code, Name
from lockstep.platform.commands.command import Answer, Command

Locale = Literal["zh-CN", "zh-TW", "en"]
LocalNames = Annotated[dict[Locale, Name], Field(min_length=1)]


class Known(Answer):
    """A record by its code, made or changed."""

    id: int
    code: str


class DefineSite(Command):
    code: Code
    name: LocalNames
    time_zone: Code = "Asia/Shanghai"
    currency: Code = "CNY"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, key: str) -> str:
        try:
            return ZoneInfo(key).key
        except (ZoneInfoNotFoundError, OSError, ValueError):
            raise ValueError("this time zone is not known") from None


class DefineLine(Command):
    site_code: Code
    code: Code
    name: LocalNames


class DefineStation(Command):
    site_code: Code
    line_code: Code
    code: Code
    name: LocalNames


class DefineShift(Command):
    site_code: Code
    code: Code
    name: LocalNames
    starts: time
    ends: time
    weekdays: list[int] = Field(min_length=1, max_length=7)

    @field_validator("weekdays")
    @classmethod
    def _days_of_the_week(cls, days: list[int]) -> list[int]:
        if len(set(days)) != len(days) or not set(days) <= set(range(7)):
            raise ValueError("weekdays are 0 (Monday) to 6, each once")
        return days


class DefinePerson(Command):
    site_code: Code
    code: Code
    name: Name


class DefineProduct(Command):
    code: Code
    name: LocalNames
    unit: Code = "pcs"
    decimals: int = Field(default=0, ge=0, le=4)
    tray_quantity: PositiveQty | None = None


class DefineCustomer(Command):
    code: Code
    name: Name
    grade: Code | None = None


class DefineDefectCode(Command):
    code: Code
    name: LocalNames
    initials: str = Field(default="", max_length=40, pattern=r"^[a-z0-9]*$")
    severity: Literal["critical", "major", "minor"] = "minor"
    default_disposition: Literal["rework", "scrap", "pending"] = "pending"
    favourite_at: list[Code] = Field(default_factory=list, max_length=50)
    """Codes of operations at which it stands among the first."""

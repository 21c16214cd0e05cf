# SPDX-License-Identifier: Apache-2.0
"""What the columns of a log mean: a TOML file that somebody writes once per kind of log."""

import codecs
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from lockstep.app.importing.outcome import CannotRead
from lockstep.domains.masterdata.schemas import Locale, LocalNames
from lockstep.kernel.types import Code

ISO = "iso"
Column = Annotated[str, Field(min_length=1, max_length=200)]
Disposition = Literal["rework", "scrap", "pending"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Part):
    """A site or line: made if it is not there, left alone if it is."""

    code: Code
    name: LocalNames


class Columns(_Part):
    order: Column
    order_quantity: Column
    product: Column
    activity: Column
    end: Column
    good: Column
    start: Column | None = None
    resource: Column | None = None
    person: Column | None = None
    report_type: Column | None = None
    rework: Column | None = None
    duration: Column | None = None
    due: Column | None = None


class ReportTypes(_Part):
    """What time without pieces was spent on, by the word in the report type column."""

    setup: list[str] = Field(default_factory=list)
    run: list[str] = Field(default_factory=list)
    other: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _each_word_once(self) -> "ReportTypes":
        words = [*self.setup, *self.run, *self.other]
        if len(set(words)) != len(words):
            raise ValueError("a report type stands in two lists")
        return self


class NgColumn(_Part):
    """A column of pieces that are not good: their defect code, and what becomes of them."""

    column: Column
    defect_code: Code
    name: LocalNames
    disposition: Disposition
    severity: Literal["critical", "major", "minor"] = "minor"


class Mapping(_Part):
    site: Place
    line: Place
    time_zone: str
    columns: Columns
    key: list[Column] = Field(min_length=1)
    """Columns that tell one report from another, without its quantities. The order always belongs to them."""
    time_format: list[str]
    locale: Locale = "en"
    """The language of the names in the log."""
    encoding: str = "utf-8-sig"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    decimal_comma: bool = False
    duration_unit: Literal["h:mm", "seconds", "minutes", "hours"] = "h:mm"
    good_includes_ng: bool = False
    report_types: ReportTypes = ReportTypes()
    rework_marks: list[str] = Field(default_factory=list)
    ng: list[NgColumn] = Field(default_factory=list, max_length=20)

    @field_validator("time_format", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("time_format")
    @classmethod
    def _formats_tell_the_minute(cls, formats: list[str]) -> list[str]:
        probe = datetime(2012, 11, 23, 14, 35)  # noqa: DTZ001 - only its text matters
        for text in formats:
            if text == ISO:
                continue
            try:
                read = datetime.strptime(probe.strftime(text), text)  # noqa: DTZ007
            except ValueError as error:
                raise ValueError(f"{text!r} cannot be read back: {error}") from None
            if read.replace(tzinfo=None) != probe:
                raise ValueError(f"{text!r} does not tell year, month, day, hour and minute")
        return formats

    @field_validator("time_zone")
    @classmethod
    def _zone_is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is not a time zone; Asia/Shanghai is one") from None
        return name

    @field_validator("encoding")
    @classmethod
    def _encoding_is_known(cls, name: str) -> str:
        try:
            "".encode(codecs.lookup(name).name)
        except LookupError:
            raise ValueError(f"{name!r} is not a text encoding; utf-8-sig, gb18030 and big5 are") from None
        return name

    @model_validator(mode="after")
    def _columns_serve_one_purpose(self) -> "Mapping":
        codes = [ng.defect_code for ng in self.ng]
        if len(set(codes)) != len(codes):
            raise ValueError("a defect code stands at two columns")
        counted = [self.columns.good, *(ng.column for ng in self.ng)]
        if len(set(counted)) != len(counted):
            raise ValueError("the pieces of a column are counted twice")
        if self.rework_marks and self.columns.rework is None:
            raise ValueError("rework_marks need a rework column")
        return self

    def named_columns(self) -> list[str]:
        """Every column that the mapping reads, each once."""
        roles = [name for name in self.columns.model_dump().values() if name is not None]
        return list(dict.fromkeys([*roles, *(ng.column for ng in self.ng), *self.key]))


def read_mapping(path: Path) -> Mapping:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CannotRead("mapping_missing", file=str(path), problem=error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise CannotRead("mapping_not_toml", file=str(path), problem=str(error)) from None
    try:
        return Mapping.model_validate(content)
    except ValidationError as error:
        problems = [
            {"at": ".".join(str(part) for part in one["loc"]) or "mapping", "problem": one["msg"]}
            for one in error.errors()
        ]
        raise CannotRead("mapping_invalid", file=str(path), problems=problems) from None

# SPDX-License-Identifier: Apache-2.0
"""Types of what comes in from outside, so narrow that the database never has to refuse a shape."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field
from pydantic_core import PydanticCustomError

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def _storable(text: str) -> str:
    if "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise PydanticCustomError("text_not_storable", "the text holds a character that cannot be stored")
    return text


def said(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("text_blank", "blanks say nothing")
    return text


def _plausible(at: datetime) -> datetime:
    if not EARLIEST <= at < LATEST:
        raise PydanticCustomError("instant_out_of_range", "the time is outside 1990 to 2200")
    return at


Text = Annotated[str, AfterValidator(_storable)]
Code = Annotated[Text, Field(min_length=1, max_length=64)]
Name = Annotated[Text, Field(min_length=1, max_length=120)]
Note = Annotated[Text, Field(max_length=1000)]
Reason = Annotated[Text, Field(min_length=1, max_length=500), AfterValidator(said)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
At = Annotated[AwareDatetime, AfterValidator(_plausible)]
Day = Annotated[date, Field(ge=EARLIEST.date(), lt=LATEST.date())]

# SPDX-License-Identifier: Apache-2.0
"""What a command is, and what it answers with."""

import hashlib
import json
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lockstep.kernel.types import At


class Mode(StrEnum):
    """*ask*: a person is present and may be refused. *book*: the act has happened; it is booked or parked."""

    ASK = "ask"
    BOOK = "book"


class Command(BaseModel):
    """`id` is made by the sender and opaque: the same id with the same content is answered the same, for ever."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    mode: Mode = Mode.ASK
    occurred_at: At | None = None
    device_sequence: int | None = Field(default=None, ge=0, lt=2**53)

    def payload(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

    def content_hash(self) -> bytes:
        """A hash of what is asked, whatever the mode and order of sending."""
        content = self.model_dump(mode="json", exclude={"id", "mode", "device_sequence"})
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).digest()


class Answer(BaseModel):
    """Base of every result of a command."""

    model_config = ConfigDict(frozen=True)


class Outcome(StrEnum):
    BOOKED = "booked"
    PARKED = "parked"
    REFUSED = "refused"
    DUPLICATE = "duplicate"

# SPDX-License-Identifier: Apache-2.0
"""Answers of the generic list, detail and form."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from lockstep.platform.metadata.fields import Kind


class Choice(BaseModel):
    value: str
    label: str


class FieldShown(BaseModel):
    key: str
    label: str
    kind: Kind
    required: bool
    default: Any
    choices: list[Choice]
    entity: str | None
    listed: bool
    fixed: bool
    """It names the record: settable when it is made, then never again."""
    masked: bool
    """It is there, and the reader lacks the right to see it."""
    widget: str | None
    minimum: float | None
    above: float | None
    maximum: float | None
    max_length: int | None
    lines: list["FieldShown"]


class ActionShown(BaseModel):
    """Sent to `/entities/{entity}/{key}` with record, version, reason and these fields."""

    key: str
    label: str
    fields: list[FieldShown]


class EntityShown(BaseModel):
    key: str
    group: str
    name: str
    title: str
    may_edit: bool
    fields: list[FieldShown]
    actions: list[ActionShown]
    statuses: dict[str, str]
    """In words."""


class RecordShown(BaseModel):
    """`names` are the words behind the codes of references, by field."""

    id: int
    status: str
    revision: int
    version: int
    values: dict[str, Any]
    names: dict[str, str]


class RecordPage(BaseModel):
    rows: list[RecordShown]
    total: int


class RecordDetail(RecordShown):
    """`can`: edit, release, retire, reinstate, delete and keys of actions: the buttons of this person here."""

    can: list[str]


class Option(BaseModel):
    code: str
    name: str


class ValueChange(BaseModel):
    field: str
    label: str
    before: Any
    after: Any


class HistoryEntry(BaseModel):
    at: datetime
    actor: str
    operation: str
    reason: str | None
    changes: list[ValueChange]

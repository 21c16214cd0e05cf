# SPDX-License-Identifier: Apache-2.0
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lockstep.kernel.types import Name, Text
from lockstep.platform.commands.command import Answer, Command

Heading = Annotated[Text, Field(max_length=5000)]


class Target(BaseModel):
    """A column that a sheet may have."""

    target: str
    label: str
    required: bool


class SheetColumn(BaseModel):
    heading: str
    samples: list[str]
    target: str | None
    """What it was understood to be."""


class SheetUploaded(Answer):
    id: UUID
    rows: int
    columns: list[SheetColumn]
    targets: list[Target]


class StartImport(Command):
    import_id: UUID
    mapping: dict[Heading, Name] = Field(min_length=1, max_length=300)
    """The target of each heading that is taken."""
    dry_run: bool = True


class RepeatImport(Command):
    import_id: UUID


class CancelImport(Command):
    import_id: UUID


class ImportState(Answer):
    id: UUID
    entity: str
    file_name: str
    status: Literal["uploaded", "queued", "running", "done", "cancelled", "failed"]
    dry_run: bool
    total: int
    processed: int
    counts: dict[str, int]
    """Records by outcome: made, changed, unchanged, refused."""
    uploaded_at: datetime
    finished_at: datetime | None


class ImportRow(BaseModel):
    row: int
    outcome: Literal["made", "changed", "unchanged", "refused"]
    code: str | None
    params: dict[str, Any]
    cells: list[Any]


class ImportRows(BaseModel):
    headings: list[str]
    rows: list[ImportRow]
    total: int

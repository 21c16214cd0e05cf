# SPDX-License-Identifier: Apache-2.0
"""Taking in a sheet, and starting or cancelling its import. The work itself is the job's (`running`)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from lockstep.kernel.errors import NotFound
from lockstep.kernel.types import Code, Name
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.entity import READ, entity_of
from lockstep.platform.metadata.sheets.columns import columns_of, heading_of, plain_heading, suggest
from lockstep.platform.metadata.sheets.errors import ImportOver
from lockstep.platform.metadata.sheets.models import ColumnMemory, SheetImport, SheetImportRow
from lockstep.platform.metadata.sheets.queries import import_states
from lockstep.platform.metadata.sheets.reading import Sheet
from lockstep.platform.metadata.sheets.records import require_keys
from lockstep.platform.metadata.sheets.schemas import (
    CancelImport,
    ImportState,
    SheetColumn,
    SheetUploaded,
    StartImport,
    Target,
)

SAMPLES = 3


class UploadSheet(Command):
    """The bytes travel beside the command; their hash is its content."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    entity: Code
    file_name: Name
    sha256: str
    content: bytes = Field(exclude=True, repr=False)
    sheet: Sheet = Field(exclude=True, repr=False)


@operation("metadata.upload_sheet", permission=READ)
async def upload_sheet(work: Work, command: UploadSheet) -> SheetUploaded:
    entity = entity_of(command.entity)
    work.actor.require(entity.permission)
    columns = columns_of(entity, work.actor)
    rows = await work.session.execute(
        select(ColumnMemory.heading, ColumnMemory.target).where(ColumnMemory.entity == entity.key)
    )
    sheet = command.sheet
    understood = suggest(entity, columns, sheet.headings, {row.heading: row.target for row in rows})
    work.add(
        SheetImport,
        id=command.id,
        entity=entity.key,
        file_name=command.file_name,
        content=command.content,
        headings=sheet.headings,
        account_id=work.actor.account_id,
        uploaded_at=work.now,
        total=len(sheet.rows),
    )
    after = {"entity": entity.key, "file_name": command.file_name}
    work.audit("sheet_import", command.id, after=after, site_id=work.actor.site_id)
    return SheetUploaded(
        id=command.id,
        rows=len(sheet.rows),
        columns=[
            SheetColumn(heading=heading, samples=_samples(sheet, place), target=understood.get(heading))
            for place, heading in enumerate(sheet.headings)
        ],
        targets=[
            Target(
                target=column.target,
                label=heading_of(entity, column, work.actor.locale),
                required=column.required,
            )
            for column in columns
        ],
    )


def _samples(sheet: Sheet, place: int) -> list[str]:
    said = (str(row[place]) for row in sheet.rows if row[place] is not None)
    return [text[:60] for text, _ in zip(said, range(SAMPLES), strict=False)]


@operation("metadata.start_import", permission=READ)
async def start_import(work: Work, command: StartImport) -> ImportState:
    """A dry run may be followed by another, or by the real one, with the same sheet."""
    row = await _held(work, command.import_id)
    entity = entity_of(row.entity)
    if row.status in ("queued", "running") or (row.status == "done" and not row.dry_run):
        raise ImportOver(status=row.status)
    targets = list(command.mapping.values())
    require_keys(entity, columns_of(entity, work.actor), targets)
    for heading, target in command.mapping.items():
        memory = {"entity": entity.key, "heading": plain_heading(heading), "target": target}
        await work.session.execute(
            insert(ColumnMemory)
            .values(**memory)
            .on_conflict_do_update(index_elements=["entity", "heading"], set_={"target": target})
        )
    await work.session.execute(delete(SheetImportRow).where(SheetImportRow.import_id == row.id))
    await work.session.execute(
        update(SheetImport)
        .where(SheetImport.id == row.id)
        .values(
            status="queued",
            dry_run=command.dry_run,
            mapping=dict(command.mapping),
            actor=_kept(work.actor),
            processed=0,
            counts={},
            seen_at=None,
            finished_at=None,
        )
    )
    after = {"dry_run": command.dry_run, "mapping": dict(command.mapping)}
    work.audit("sheet_import", row.id, after=after, site_id=work.actor.site_id)
    return await _state(work, row.id)


@operation("metadata.cancel_import", permission=READ)
async def cancel_import(work: Work, command: CancelImport) -> ImportState:
    """What is taken stays taken; what was not reached yet stays out."""
    row = await _held(work, command.import_id)
    if row.status not in ("uploaded", "queued", "running"):
        raise ImportOver(status=row.status)
    await work.session.execute(
        update(SheetImport).where(SheetImport.id == row.id).values(status="cancelled", finished_at=work.now)
    )
    before, after = {"status": row.status}, {"status": "cancelled"}
    work.audit("sheet_import", row.id, before=before, after=after, site_id=work.actor.site_id)
    return await _state(work, row.id)


async def _held(work: Work, import_id: UUID) -> Any:
    rows = await work.session.execute(
        select(SheetImport.id, SheetImport.entity, SheetImport.status, SheetImport.dry_run)
        .where(SheetImport.id == import_id, SheetImport.account_id == work.actor.account_id)
        .with_for_update()
    )
    row = rows.one_or_none()
    if row is None:
        raise NotFound(kind="sheet_import", key=str(import_id))
    work.actor.require(entity_of(row.entity).permission)
    return row


async def _state(work: Work, import_id: UUID) -> ImportState:
    rows = await work.session.execute(import_states().where(SheetImport.id == import_id))
    return ImportState.model_validate(dict(rows.mappings().one()))


def _kept(actor: Actor) -> dict[str, Any]:
    """The import runs with the rights that its starter has now."""
    kept = asdict(actor)
    return {**kept, "permissions": sorted(actor.permissions), "source": "import"}


def starter_of(kept: dict[str, Any]) -> Actor:
    def ids(name: str) -> tuple[int, ...] | None:
        return None if kept[name] is None else tuple(kept[name])

    return Actor(
        **{
            **kept,
            "permissions": frozenset(kept["permissions"]),
            "site_ids": ids("site_ids"),
            "line_ids": ids("line_ids"),
        }
    )

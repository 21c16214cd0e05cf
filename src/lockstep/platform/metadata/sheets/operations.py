# SPDX-License-Identifier: Apache-2.0
"""Taking in a sheet, and starting or cancelling its import. The work itself is the job's (`running`)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field
from sqlalchemy import delete, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from lockstep.kernel.errors import NotFound
from lockstep.kernel.types import Code, Name
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.entity import READ, entity_of
from lockstep.platform.metadata.sheets.columns import columns_of, plain_heading
from lockstep.platform.metadata.sheets.errors import ImportOver
from lockstep.platform.metadata.sheets.models import ColumnMemory, SheetImport, SheetImportRow
from lockstep.platform.metadata.sheets.queries import import_states, sheets
from lockstep.platform.metadata.sheets.reading import Sheet
from lockstep.platform.metadata.sheets.records import require_keys
from lockstep.platform.metadata.sheets.schemas import (
    CancelImport,
    ImportState,
    RepeatImport,
    SheetUploaded,
    StartImport,
)
from lockstep.platform.metadata.sheets.understanding import understood

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
    sheet = command.sheet
    await work.session.execute(
        insert(SheetImport).values(
            id=command.id,
            entity=entity.key,
            file_name=command.file_name,
            content=command.content,
            headings=sheet.headings,
            samples=[_samples(sheet, place) for place in range(len(sheet.headings))],
            account_id=work.actor.account_id,
            uploaded_at=work.now,
            total=len(sheet.rows),
        )
    )
    return await _uploaded(work, command.id)


async def _uploaded(work: Work, import_id: UUID) -> SheetUploaded:
    rows = await work.session.execute(sheets().where(SheetImport.id == import_id))
    row = rows.one()
    after = {"entity": row.entity, "file_name": row.file_name}
    work.audit("sheet_import", import_id, after=after, site_id=work.actor.site_id)
    return await understood(work.session, work.actor, row)


KEPT = ("entity", "file_name", "content", "headings", "samples", "account_id", "total", "mapping")


@operation("metadata.repeat_import", permission=READ)
async def repeat_import(work: Work, command: RepeatImport) -> SheetUploaded:
    """The same sheet from the beginning, as an import of its own: what became of it before stays as it is."""
    before = await _held(work, command.import_id)
    table: Any = SheetImport.__table__
    kept = [table.c[name] for name in KEPT]
    again = select(literal(command.id), literal(work.now), *kept).where(table.c.id == before.id)
    await work.session.execute(insert(SheetImport).from_select(["id", "uploaded_at", *KEPT], again))
    return await _uploaded(work, command.id)


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
            "team_ids": ids("team_ids"),
        }
    )

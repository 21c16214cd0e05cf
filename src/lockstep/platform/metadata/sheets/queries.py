# SPDX-License-Identifier: Apache-2.0
"""How an import stands, and its rows; each person sees their own."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.entity import READ
from lockstep.platform.metadata.sheets.models import SheetImport, SheetImportRow
from lockstep.platform.metadata.sheets.schemas import ImportRow, ImportRows, ImportState, SheetUploaded
from lockstep.platform.metadata.sheets.understanding import understood

RECENT = 20


@query("metadata.imports", permission=READ)
async def imports(reading: Reading) -> list[ImportState]:
    rows = await reading.session.execute(
        import_states()
        .where(SheetImport.account_id == reading.actor.account_id)
        .order_by(SheetImport.uploaded_at.desc())
        .limit(RECENT)
    )
    return [ImportState.model_validate(dict(row)) for row in rows.mappings()]


@query("metadata.import_state", permission=READ)
async def import_state(reading: Reading, import_id: UUID) -> ImportState:
    rows = await reading.session.execute(
        import_states().where(SheetImport.id == import_id, SheetImport.account_id == reading.actor.account_id)
    )
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(kind="sheet_import", key=str(import_id))
    return ImportState.model_validate(dict(row))


@query("metadata.import_rows", permission=READ)
async def import_rows(reading: Reading, import_id: UUID, *, outcome: str | None, offset: int, limit: int) -> ImportRows:
    """With the cells as they stood in the sheet, so that refused ones can be mended and sent again."""
    headings = await reading.session.scalar(
        select(SheetImport.headings).where(
            SheetImport.id == import_id, SheetImport.account_id == reading.actor.account_id
        )
    )
    if headings is None:
        raise NotFound(kind="sheet_import", key=str(import_id))
    wanted = [SheetImportRow.import_id == import_id]
    if outcome:
        wanted.append(SheetImportRow.outcome == outcome)
    total = await reading.session.scalar(select(func.count()).select_from(SheetImportRow).where(*wanted))
    rows = await reading.session.execute(
        select(SheetImportRow.__table__).where(*wanted).order_by(SheetImportRow.row).offset(offset).limit(limit)
    )
    return ImportRows(
        headings=headings,
        rows=[ImportRow.model_validate(dict(row)) for row in rows.mappings()],
        total=total or 0,
    )


@query("metadata.import_columns", permission=READ)
async def import_columns(reading: Reading, import_id: UUID) -> SheetUploaded:
    """What its columns mean, to go on with a sheet that is there."""
    rows = await reading.session.execute(
        sheets().where(SheetImport.id == import_id, SheetImport.account_id == reading.actor.account_id)
    )
    row = rows.one_or_none()
    if row is None:
        raise NotFound(kind="sheet_import", key=str(import_id))
    return await understood(reading.session, reading.actor, row)


def sheets() -> Any:
    """Without the bytes of the sheet."""
    table: Any = SheetImport.__table__
    return select(*(column for column in table.c if column.name not in ("content", "actor")))


def import_states() -> Any:
    table: Any = SheetImport.__table__
    unasked = ("content", "actor", "mapping", "headings", "samples")
    return select(*(column for column in table.c if column.name not in unasked))

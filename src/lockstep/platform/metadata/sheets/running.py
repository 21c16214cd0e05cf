# SPDX-License-Identifier: Apache-2.0
"""Importing a sheet in the background: a hundred records a transaction, each by itself taken or refused."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import insert, or_, select, update

from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import Clock, in_one_transaction
from lockstep.platform.commands.work import Work
from lockstep.platform.database.engine import Sessions
from lockstep.platform.metadata.entity import Entity, entity_of
from lockstep.platform.metadata.save import save
from lockstep.platform.metadata.sheets.columns import columns_of
from lockstep.platform.metadata.sheets.models import SheetImport, SheetImportRow
from lockstep.platform.metadata.sheets.operations import starter_of
from lockstep.platform.metadata.sheets.reading import Sheet, read_sheet
from lockstep.platform.metadata.sheets.records import SheetRecord, records_of

log = structlog.get_logger()

CHUNK = 100
IMPORTED = "metadata.import_sheet"
"""What the audit names: the rows of a sheet."""

SILENCE = timedelta(seconds=60)
"""After so long without a word its runner is gone, and another one starts again: what is taken is then unchanged."""


@dataclass(slots=True)
class Run:
    """One run of one sheet."""

    sessions: Sessions
    clock: Clock
    id: UUID
    entity: Entity
    actor: Actor
    file_name: str
    dry_run: bool
    sheet: Sheet
    counts: Counter[str] = field(default_factory=Counter)
    processed: int = 0


class Cancelled(Exception):
    pass


class DryRunOver(Exception):
    """Takes back everything that a dry run wrote."""


async def run_next(sessions: Sessions, clock: Clock) -> bool:
    """Run the oldest sheet that waits, if there is one."""
    row = await _claim(sessions, clock)
    if row is None:
        return False
    try:
        sheet = await asyncio.to_thread(read_sheet, row.content)
        actor = starter_of(row.actor)
        entity = entity_of(row.entity)
        run = Run(sessions, clock, row.id, entity, actor, row.file_name, row.dry_run, sheet)
        columns = {column.target: column for column in columns_of(entity, actor)}
        records = list(records_of(entity, columns, sheet, row.mapping))
        await (_rehearse if row.dry_run else _take)(run, records)
        await _finish(run, "done")
    except Cancelled:
        log.info("import.cancelled", id=str(row.id))
    except Exception as error:
        log.error("import.failed", id=str(row.id), exc_info=error)
        await _write(sessions, row.id, status="failed", finished_at=clock())
    return True


async def _claim(sessions: Sessions, clock: Clock) -> Any:
    now = clock()
    async with sessions() as session, session.begin():
        waiting = or_(
            SheetImport.status == "queued",
            (SheetImport.status == "running") & (SheetImport.seen_at < now - SILENCE),
        )
        found = await session.execute(
            select(SheetImport.__table__)
            .where(waiting)
            .order_by(SheetImport.uploaded_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = found.one_or_none()
        if row is not None:
            await session.execute(
                update(SheetImport).where(SheetImport.id == row.id).values(status="running", seen_at=now)
            )
        return row


async def _take(run: Run, records: Sequence[SheetRecord]) -> None:
    for start in range(0, len(records), CHUNK):
        chunk = records[start : start + CHUNK]

        async def act(work: Work, chunk: Sequence[SheetRecord] = chunk) -> list[dict[str, Any]]:
            return [row for record in chunk for row in await _one(run, work, record)]

        rows = await in_one_transaction(run.sessions, run.actor, run.clock, str(run.id), act)
        await _progress(run, chunk, rows)


async def _rehearse(run: Run, records: Sequence[SheetRecord]) -> None:
    """All in one transaction that is taken back: a row may need what a row above it makes."""
    try:
        async with run.sessions() as session, session.begin():
            work = Work(session=session, actor=run.actor, now=run.clock(), request_id=str(run.id))
            for start in range(0, len(records), CHUNK):
                chunk = records[start : start + CHUNK]
                rows = [row for record in chunk for row in await _one(run, work, record)]
                await _progress(run, chunk, rows)
            raise DryRunOver
    except DryRunOver:
        pass


async def _one(run: Run, work: Work, record: SheetRecord) -> list[dict[str, Any]]:
    command = record.command(run.entity, run.id, run.file_name)
    outcome = "refused"
    if command is not None:
        work.operation, work.command_id = IMPORTED, command.id
        mark = work.mark()
        try:
            async with work.session.begin_nested():
                outcome = (await save(work, run.entity, command)).outcome
        except LockstepError as refusal:
            work.take_back(mark)
            record.problem = (refusal.code, refusal.params)
    code, params = record.problem or (None, {})
    return [
        {
            "import_id": run.id,
            "row": number,
            "outcome": outcome,
            "code": code,
            "params": params,
            "cells": [_shown(cell) for cell in run.sheet.rows[number - run.sheet.first_row]],
        }
        for number in record.rows
    ]


def _shown(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)


async def _progress(run: Run, chunk: Sequence[SheetRecord], rows: list[dict[str, Any]]) -> None:
    """Written beside the transaction of the work, so that it is seen while a dry run goes on."""
    run.processed += len(rows)
    run.counts.update(row["outcome"] for row in rows)
    async with run.sessions() as session, session.begin():
        known = await session.execute(select(SheetImport.status).where(SheetImport.id == run.id).with_for_update())
        status = known.scalar_one()
        await session.execute(insert(SheetImportRow), rows)
        await session.execute(
            update(SheetImport)
            .where(SheetImport.id == run.id)
            .values(processed=run.processed, counts=dict(run.counts), seen_at=run.clock())
        )
    if status != "running":
        raise Cancelled


async def _finish(run: Run, status: str) -> None:
    await _write(run.sessions, run.id, status=status, finished_at=run.clock(), processed=len(run.sheet.rows))


async def _write(sessions: Sessions, import_id: UUID, **values: Any) -> None:
    async with sessions() as session, session.begin():
        await session.execute(update(SheetImport).where(SheetImport.id == import_id).values(**values))

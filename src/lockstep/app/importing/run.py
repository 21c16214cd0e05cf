# SPDX-License-Identifier: Apache-2.0
"""One import from end to end: read the log, then book it order by order, each in transactions of its own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from lockstep.app.importing.booking import Booking
from lockstep.app.importing.log import read_log
from lockstep.app.importing.mapping import Mapping
from lockstep.app.importing.masterdata import Known, read_known
from lockstep.app.importing.outcome import ImportAnswer
from lockstep.app.importing.reading import open_log
from lockstep.app.importing.rows import RowReader
from lockstep.domains.masterdata.entities import MANAGE
from lockstep.domains.orders.operations.place import place_order
from lockstep.domains.shopfloor.operations.checks import IMPORT
from lockstep.domains.shopfloor.operations.record_time import record_time
from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import Clock
from lockstep.platform.database.engine import Sessions, make_sessions, rolled_back_sessions

IMPORTER = Actor(
    name="lockstep import",
    permissions=frozenset(
        {MANAGE, IMPORT, place_order.permission, report_production.permission, record_time.permission}
    ),
    source="command_line",
)

TOGETHER = 10
"""Orders that a dry run holds locked at once, before it rolls them back: nobody should wait long for them."""

Progress = Callable[[int, int], None]
"""Rows done, rows in all."""


async def import_reports(
    engine: AsyncEngine,
    mapping: Mapping,
    path: Path,
    *,
    clock: Clock,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> ImportAnswer:
    """Raises `CannotRead` before anything is booked. `stopped` is asked between orders: what was booked stays."""
    answer = ImportAnswer(dry_run=dry_run)
    with open_log(path, mapping) as records:
        log = read_log(records, RowReader(mapping), answer)
    request_id = f"import-{uuid4().hex[:12]}"
    known: Known | None = None
    done = 0
    for begin in range(0, len(log.orders), TOGETHER):
        async with rolled_back_sessions(engine) if dry_run else _for_good(engine) as sessions:
            known = await _known(sessions, mapping) if known is None or dry_run else known
            booking = Booking(sessions, IMPORTER, clock, request_id, mapping, known)
            for order in log.orders[begin : begin + TOGETHER]:
                if stopped():
                    answer.stopped = True
                    return answer.finish()
                await booking.book(order, answer)
                done += len(order.rows)
                progress(done, log.rows)
    return answer.finish()


async def _known(sessions: Sessions, mapping: Mapping) -> Known:
    async with sessions() as session:
        return await read_known(session, mapping)


@asynccontextmanager
async def _for_good(engine: AsyncEngine) -> AsyncIterator[Sessions]:
    yield make_sessions(engine)

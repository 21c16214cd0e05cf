# SPDX-License-Identifier: Apache-2.0
"""Periodic work of a server process. Where several processes run, a lock lets one of them do it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from lockstep.domains.wip.operations.blocks import announce_blocks
from lockstep.domains.wip.operations.forecast import forecast_all
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import in_one_transaction
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.sheets.running import run_next

log = structlog.get_logger()


LOOK_FOR_SHEETS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every: float
    """Seconds from one end to the next start."""
    act: Callable[[Work], Awaitable[int]]


JOBS = (
    Job("wip.forecast_all", 300.0, forecast_all),
    Job("wip.announce_blocks", 0.5, announce_blocks),
)


@asynccontextmanager
async def running_jobs(app: FastAPI) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(_repeat(app, job)) for job in JOBS] + [asyncio.create_task(_imports(app))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _repeat(app: FastAPI, job: Job) -> None:
    actor = Actor(name=job.name, permissions=frozenset(), source="job")

    async def act(work: Work) -> int:
        work.operation, work.command_id = job.name, uuid4()
        return await job.act(work)

    while True:
        try:
            await in_one_transaction(app.state.sessions, actor, app.state.clock, uuid4().hex, act)
        except (LockstepError, SQLAlchemyError, OSError) as error:
            log.warning("jobs.failed", job=job.name, error=str(error))
        await asyncio.sleep(job.every)


async def _imports(app: FastAPI) -> None:
    """Sheets that wait, one after the other."""
    while True:
        try:
            busy = await run_next(app.state.sessions, app.state.clock)
        except (SQLAlchemyError, OSError) as error:
            log.warning("jobs.failed", job="metadata.import", error=str(error))
            busy = False
        await asyncio.sleep(0 if busy else LOOK_FOR_SHEETS_EVERY)

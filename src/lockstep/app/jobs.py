# SPDX-License-Identifier: Apache-2.0
"""Periodic work of a server process. Where several processes run, a lock lets one of them do it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from lockstep.domains.wip.operations.forecast import forecast_all
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import in_one_transaction
from lockstep.platform.commands.work import Work

log = structlog.get_logger()

FORECAST_EVERY = 300.0
FORECASTER = Actor(name="forecast", permissions=frozenset(), source="job")


@asynccontextmanager
async def running_jobs(app: FastAPI) -> AsyncIterator[None]:
    task = asyncio.create_task(_forecasts(app))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _forecasts(app: FastAPI) -> None:
    async def act(work: Work) -> int:
        work.operation, work.command_id = "wip.forecast_all", uuid4()
        return await forecast_all(work)

    while True:
        try:
            await in_one_transaction(app.state.sessions, FORECASTER, app.state.clock, uuid4().hex, act)
        except (SQLAlchemyError, OSError) as error:
            log.warning("jobs.forecast_failed", error=str(error))
        await asyncio.sleep(FORECAST_EVERY)

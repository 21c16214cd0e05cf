# SPDX-License-Identifier: Apache-2.0
"""What every server process does by itself. Several of them do it once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from lockstep.app import jobs
from lockstep.app.jobs import running_jobs
from lockstep.platform.change.models import Change
from lockstep.platform.commands.work import Work
from lockstep.platform.database.engine import Sessions
from tests.conftest import NOW
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant
from tests.support.queueing import until

pytestmark = pytest.mark.anyio

LATER = {"from": (NOW + timedelta(hours=1)).isoformat()}


@pytest.fixture
async def processes(app: FastAPI, plant: BuiltPlant, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Two of them, with less patience than in a plant."""
    monkeypatch.setattr(jobs, "JOBS", [replace(job, every=0.01) for job in jobs.JOBS])
    async with running_jobs(app), running_jobs(app):
        yield


async def events(sessions: Sessions, event: str) -> int:
    async with sessions() as session:
        found = select(func.count()).select_from(Change).where(Change.event == event)
        return (await session.execute(found)).scalar_one()


async def test_screens_hear_once_that_a_block_begins(
    plant: BuiltPlant, committing: Sessions, clock: TestClock, processes: None
) -> None:
    leader = await plant.user("leader", LEADER)
    stop = {"target_kind": "operation", "reason_code": "tool_worn", "owner": "QA", **LATER}
    for number in range(5):
        first, _ = await plant.order(number=f"WO-{number}")
        await leader.post("/blocks", target_id=first, **stop)
    clock.advance(hours=1)

    async def all_announced() -> bool:
        return await events(committing, "block_begun") >= 5

    await until(all_announced)
    made = await events(committing, "forecasts_made")

    async def went_on() -> bool:
        return await events(committing, "forecasts_made") > made + 3

    await until(went_on)
    assert await events(committing, "block_begun") == 5


async def test_work_that_fails_is_tried_again(
    app: FastAPI, plant: BuiltPlant, committing: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def fails_once(work: Work) -> int:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("the database is away")
        return 0

    async def tried_again() -> bool:
        return tries > 2

    monkeypatch.setattr(jobs, "JOBS", [jobs.Job("test.fails_once", 0.01, fails_once)])
    async with running_jobs(app):
        await until(tried_again)

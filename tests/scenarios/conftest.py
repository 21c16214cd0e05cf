# SPDX-License-Identifier: Apache-2.0
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from lockstep.app import live
from lockstep.app.live import Follower, following
from lockstep.platform.database.engine import Sessions, make_sessions
from tests.support.application import application
from tests.support.clock import TestClock
from tests.support.database import engine_over
from tests.support.plant import BuiltPlant


@pytest.fixture
async def pool(own_database: str) -> AsyncIterator[AsyncEngine]:
    """Connections of the runtime role to a database that really commits."""
    async with engine_over(own_database) as made:
        yield made


@pytest.fixture
def committing(pool: AsyncEngine) -> Sessions:
    return make_sessions(pool)


@pytest.fixture
def app(committing: Sessions, clock: TestClock) -> FastAPI:
    return application(committing, clock)


@pytest.fixture
async def plant(
    app: FastAPI, committing: Sessions, clock: TestClock, plant_as_built: BuiltPlant
) -> AsyncIterator[BuiltPlant]:
    """The small plant, committed: many senders, each with a connection of its own."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield plant_as_built.over(committing, clock, client)


@pytest.fixture
async def follower(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Follower]:
    monkeypatch.setattr(live, "TICK", 0.01)
    async with following(app):
        yield app.state.follower

# SPDX-License-Identifier: Apache-2.0
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from lockstep.app.api import create_app
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.engine import Sessions
from tests.support.clock import TestClock
from tests.support.database import TEMPLATE, rolled_back_sessions, running_server
from tests.support.plant import BuiltPlant, build_plant

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
"""2026-11-20 14:32 in Shanghai, the afternoon of the demo plant."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def clock() -> TestClock:
    return TestClock(NOW)


@pytest.fixture
async def sessions(server: EmbeddedServer) -> AsyncIterator[Sessions]:
    """A migrated, empty database; whatever the test writes is rolled back."""
    async with rolled_back_sessions(server.owner_url(TEMPLATE)) as made:
        yield made


@pytest.fixture
def own_database(server: EmbeddedServer) -> Iterator[str]:
    """The runtime address of a database that really commits, for tests with several connections."""
    name = f"t_{uuid4().hex}"
    server.create_database(name, template=TEMPLATE)
    yield server.runtime_url(name)
    server.drop_database(name)


@pytest.fixture
async def client(sessions: Sessions, clock: TestClock) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(sessions, clock)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as made:
        yield made


@pytest.fixture
async def plant(sessions: Sessions, clock: TestClock, client: httpx.AsyncClient) -> BuiltPlant:
    """The small plant that most tests stand on."""
    return await build_plant(sessions, clock, client)

# SPDX-License-Identifier: Apache-2.0
import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from lockstep.platform.accounts import passwords
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions
from tests.support.application import application
from tests.support.clock import TestClock
from tests.support.database import TEMPLATE, running_server, sessions_of_a_test
from tests.support.plant import BuiltPlant, build_plant

PLANT = "lockstep_plant"
NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
"""2026-11-20 14:32 in Shanghai, the afternoon of the demo plant."""


def pytest_collection_finish() -> None:
    """What has been imported by now stays; else the search for garbage would walk through all of it again and again."""
    gc.freeze()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def products_hasher() -> Iterator[PasswordHash]:
    """What makes guessing dear makes a thousand tests slow: they hash quickly, and one of them asks for the real thing.

    A hash says how it was made, so others can verify it.
    """
    real = passwords._HASHER
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)))
        yield real


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def clock() -> TestClock:
    return TestClock(NOW)


@pytest.fixture
def begins_as(request: pytest.FixtureRequest) -> str:
    """The migrated database that a test begins with: empty, but for the plant if the test asks for one."""
    if "plant" not in request.fixturenames:
        return TEMPLATE
    request.getfixturevalue("plant_as_built")
    return PLANT


@pytest.fixture
async def sessions(server: EmbeddedServer, begins_as: str) -> AsyncIterator[Sessions]:
    """Whatever the test writes is rolled back."""
    async with sessions_of_a_test(server.owner_url(begins_as)) as made:
        yield made


@pytest.fixture
def own_database(server: EmbeddedServer, begins_as: str) -> Iterator[str]:
    """The runtime address of a database that really commits, for tests with several connections."""
    name = f"t_{uuid4().hex}"
    server.create_database(name, template=begins_as)
    yield server.runtime_url(name)
    server.drop_database(name)


@pytest.fixture
async def client(sessions: Sessions, clock: TestClock) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=application(sessions, clock))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as made:
        yield made


@pytest.fixture(scope="session")
def plant_as_built(server: EmbeddedServer) -> BuiltPlant:
    """Committed once to a database of its own."""

    async def build() -> BuiltPlant:
        engine = make_engine(server.owner_url(PLANT), pooled=False)
        async with httpx.AsyncClient() as nobody:
            built = await build_plant(make_sessions(engine), TestClock(NOW), nobody)
        await engine.dispose()
        return built

    server.create_database(PLANT, template=TEMPLATE)
    return asyncio.run(build())


@pytest.fixture
def plant(plant_as_built: BuiltPlant, sessions: Sessions, clock: TestClock, client: httpx.AsyncClient) -> BuiltPlant:
    """The small plant that most tests stand on. Day shift 8 to 20, night shift 20 to 8; it is 14:32."""
    return plant_as_built.over(sessions, clock, client)

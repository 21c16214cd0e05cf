# SPDX-License-Identifier: Apache-2.0
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from lockstep.platform.database.engine import Sessions
from tests.platform.accounts.world import Browser, NewBrowser, World, build_world
from tests.support.application import application
from tests.support.clock import TestClock


@pytest.fixture
async def world(sessions: Sessions) -> World:
    return await build_world(sessions)


@pytest.fixture
async def new_browser(sessions: Sessions, clock: TestClock) -> AsyncIterator[NewBrowser]:
    """Each call is another browser, with cookies of its own."""
    app = application(sessions, clock)
    async with AsyncExitStack() as stack:

        async def make(base_url: str = "http://testserver") -> Browser:
            return await stack.enter_async_context(Browser(app, base_url))

        yield make


@pytest.fixture
async def browser(new_browser: NewBrowser) -> Browser:
    return await new_browser()


@pytest.fixture
async def admin(new_browser: NewBrowser, world: World) -> Browser:
    made = await new_browser()
    await made.signed_in("admin")
    return made

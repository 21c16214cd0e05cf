# SPDX-License-Identifier: Apache-2.0
import httpx
import pytest

from lockstep.platform.database.engine import Sessions
from tests.support.clock import TestClock
from tests.support.plant import BuiltPlant, build_plant


@pytest.fixture
async def plant(sessions: Sessions, clock: TestClock, client: httpx.AsyncClient) -> BuiltPlant:
    return await build_plant(sessions, clock, client)

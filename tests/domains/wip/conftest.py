# SPDX-License-Identifier: Apache-2.0
import httpx
import pytest

from lockstep.platform.database.engine import Sessions
from tests.support.clock import TestClock
from tests.support.plant import BuiltPlant, build_plant
from tests.support.shared import quantity_model

__all__ = ["quantity_model"]


@pytest.fixture
async def plant(sessions: Sessions, clock: TestClock, client: httpx.AsyncClient) -> BuiltPlant:
    return await build_plant(sessions, clock, client)

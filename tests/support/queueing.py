# SPDX-License-Identifier: Apache-2.0
"""Commands in a wanted order: they queue at a work order that the test holds locked meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from sqlalchemy import text

from lockstep.platform.database.engine import Sessions

HOLD = text(
    "SELECT 1 FROM work_order WHERE id = (SELECT order_id FROM operation WHERE id = :operation) FOR NO KEY UPDATE"
)
WAITING = text(
    """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
    """
)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    deadline = monotonic() + seconds
    while not await condition():
        assert monotonic() < deadline, "what was waited for did not happen"
        await asyncio.sleep(0.005)


async def waiting(sessions: Sessions) -> int:
    """How many connections wait for a lock of another."""
    async with sessions() as session:
        count: int = (await session.execute(WAITING)).scalar_one()
        return count


@asynccontextmanager
async def held_order(sessions: Sessions, operation_id: int) -> AsyncIterator[None]:
    async with sessions() as session, session.begin():
        await session.execute(HOLD, {"operation": operation_id})
        yield


async def in_this_order(sessions: Sessions, operation_id: int, *acts: Awaitable[Any]) -> list[Any]:
    """Runs the acts at once, but the first one gets the order of the operation first, and so on."""
    tasks: list[asyncio.Future[Any]] = []

    async def all_wait() -> bool:
        return await waiting(sessions) == len(tasks)

    async with held_order(sessions, operation_id):
        for act in acts:
            tasks.append(asyncio.ensure_future(act))
            await until(all_wait)
    return await asyncio.gather(*tasks)

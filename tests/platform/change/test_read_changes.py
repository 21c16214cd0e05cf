# SPDX-License-Identifier: Apache-2.0
"""Transactions commit in another order than they began; a reader of the feed loses none of their rows."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from lockstep.platform.change.models import Change
from lockstep.platform.change.queries import Batch, horizon, read_changes
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions

pytestmark = pytest.mark.anyio

AT = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)


@pytest.fixture
async def pool(own_database: str) -> AsyncIterator[AsyncEngine]:
    made = make_engine(own_database, pool_size=12)
    yield made
    await made.dispose()


@pytest.fixture
def sessions(pool: AsyncEngine) -> Sessions:
    return make_sessions(pool)


async def _append(session: AsyncSession, name: str) -> None:
    row = {"at": AT, "event": name, "entity": "thing", "entity_id": name, "command_id": uuid4(), "data": {}}
    await session.execute(insert(Change).values(**row))


async def _read(sessions: Sessions, cursor: int, most: int = 5000) -> Batch:
    async with sessions() as session:
        return await read_changes(session, cursor, most)


async def _horizon(sessions: Sessions) -> int:
    async with sessions() as session:
        return await horizon(session)


def _names(batch: Batch) -> list[str]:
    return [row.event for row in batch.rows]


async def test_what_began_early_and_commits_late_is_not_lost(sessions: Sessions) -> None:
    start = await _horizon(sessions)
    async with sessions() as early, sessions() as late:
        await _append(early, "early")
        await _append(late, "late")
        await late.commit()
        before = await _read(sessions, start)
        assert _names(before) == []
        await early.commit()
    after = await _read(sessions, before.cursor)
    assert _names(after) == ["early", "late"]
    assert _names(await _read(sessions, after.cursor)) == []


async def test_a_transaction_that_only_drew_its_number_holds_the_reader_back(sessions: Sessions) -> None:
    """The number is drawn by the first lock, long before the row of the feed is written."""
    start = await _horizon(sessions)
    async with sessions() as early:
        await early.execute(text("SELECT pg_current_xact_id()"))
        async with sessions() as late, late.begin():
            await _append(late, "late")
        before = await _read(sessions, start)
        await _append(early, "early")
        await early.commit()
    assert _names(before) + _names(await _read(sessions, before.cursor)) == ["late", "early"]


async def test_what_was_rolled_back_was_never_there(sessions: Sessions) -> None:
    start = await _horizon(sessions)
    async with sessions() as undone:
        await _append(undone, "undone")
        await undone.rollback()
    async with sessions() as kept, kept.begin():
        await _append(kept, "kept")
    assert _names(await _read(sessions, start)) == ["kept"]


async def test_a_reader_sees_each_row_once_whatever_the_interleaving(sessions: Sessions) -> None:
    chance = random.Random(20261120)
    start = await _horizon(sessions)
    seen: list[str] = []
    writing = True

    async def write(writer: int) -> None:
        for number in range(12):
            async with sessions() as session:
                await session.execute(text("SELECT pg_current_xact_id()"))
                for _ in range(chance.randrange(3)):
                    await session.execute(text("SELECT 1"))
                await _append(session, f"{writer}/{number}")
                await (session.rollback() if number % 5 == 4 else session.commit())

    async def read() -> None:
        cursor = start
        while True:
            last = not writing
            batch = await _read(sessions, cursor)
            assert batch.cursor >= cursor
            cursor = batch.cursor
            seen.extend(_names(batch))
            if last:
                return

    reader = asyncio.create_task(read())
    await asyncio.gather(*(write(writer) for writer in range(8)))
    writing = False
    await reader
    assert sorted(seen) == sorted(f"{writer}/{number}" for writer in range(8) for number in range(12) if number % 5 < 4)


async def test_more_than_one_read_may_take_is_said_to_be_cut(sessions: Sessions) -> None:
    start = await _horizon(sessions)
    async with sessions() as session, session.begin():
        for name in "abc":
            await _append(session, name)
    assert not (await _read(sessions, start, most=3)).cut
    cut = await _read(sessions, start, most=2)
    assert cut.cut
    # Who was cut reads everything afresh and goes on from here.
    assert _names(await _read(sessions, cut.cursor)) == []

# SPDX-License-Identifier: Apache-2.0
"""One command, one transaction: tried again as a whole when the database asks for it, three times at most."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from lockstep.kernel.errors import Forbidden, LockstepError
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import execute, execute_many
from lockstep.platform.commands.command import Answer, Command
from lockstep.platform.commands.errors import Busy
from lockstep.platform.commands.operation import Operation
from lockstep.platform.commands.work import Work
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.embedded.credentials import RUNTIME
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
ACTOR = Actor(name="tester", permissions=frozenset({"count"}), account_id=1)
ADD = text("UPDATE counter SET n = n + 1 WHERE name = :name")


class Count(Command):
    name: str = "a"


class Counted(Answer):
    attempt: int


@pytest.fixture
async def sessions(server: EmbeddedServer, own_database: str) -> AsyncIterator[Sessions]:
    """With a table of two counters, which the runtime role may change."""
    owner = create_engine(server.owner_url(str(make_url(own_database).database)), poolclass=NullPool)
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE counter (name text PRIMARY KEY, n int NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES ('a', 0), ('b', 0)"))
        connection.execute(text(f"GRANT ALL ON counter TO {RUNTIME}"))
    engine = make_engine(own_database)
    yield make_sessions(engine)
    await engine.dispose()


def _operation(act: Callable[[Work, int], Awaitable[None]]) -> Operation[Count, Counted]:
    """Counts its attempts, then does what the test says."""
    attempts: dict[UUID, int] = {}

    async def run(work: Work, command: Count) -> Counted:
        attempts[command.id] = attempt = attempts.get(command.id, 0) + 1
        work.emit("counted", "counter", command.name)
        await work.session.execute(ADD, {"name": command.name})
        await act(work, attempt)
        return Counted(attempt=attempt)

    return Operation(name="test.count", permission="count", command=Count, run=run)


async def _run(sessions: Sessions, op: Operation[Count, Counted], command: Count) -> int:
    answer = await execute(sessions, ACTOR, lambda: NOW, "test", op, command)
    attempt: int = answer["attempt"]
    return attempt


async def _raise(work: Work, sqlstate: str) -> None:
    statement = f"DO $$ BEGIN RAISE EXCEPTION 'made by a test' USING ERRCODE = '{sqlstate}'; END $$"
    await work.session.execute(text(statement))


async def _stored(sessions: Sessions) -> dict[str, int]:
    async with sessions() as session:
        counts = {
            "change": "SELECT count(*) FROM change",
            "inbox": "SELECT count(*) FROM command_inbox",
            "n": "SELECT sum(n) FROM counter",
        }
        return {name: int(await session.scalar(text(query)) or 0) for name, query in counts.items()}


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
async def test_a_collision_runs_the_whole_command_again(sessions: Sessions, sqlstate: str) -> None:
    async def collide(work: Work, attempt: int) -> None:
        if attempt < 3:
            await _raise(work, sqlstate)

    assert await _run(sessions, _operation(collide), Count(id=uuid4())) == 3
    assert await _stored(sessions) == {"change": 1, "inbox": 1, "n": 1}


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
async def test_after_three_attempts_the_sender_is_told_to_come_back(sessions: Sessions, sqlstate: str) -> None:
    attempts = []

    async def collide(work: Work, attempt: int) -> None:
        attempts.append(attempt)
        await _raise(work, sqlstate)

    with pytest.raises(Busy) as refusal:
        await _run(sessions, _operation(collide), Count(id=uuid4()))
    assert (refusal.value.status, refusal.value.code) == (503, "busy")
    assert attempts == [1, 2, 3]
    assert await _stored(sessions) == {"change": 0, "inbox": 0, "n": 0}


async def test_two_commands_in_a_deadlock_both_succeed(sessions: Sessions) -> None:
    both_hold_one = asyncio.Barrier(2)

    def then(other: str) -> Operation[Count, Counted]:
        async def take_the_other(work: Work, attempt: int) -> None:
            if attempt == 1:
                await both_hold_one.wait()
            await work.session.execute(ADD, {"name": other})

        return _operation(take_the_other)

    attempts = await asyncio.gather(
        _run(sessions, then("b"), Count(id=uuid4(), name="a")),
        _run(sessions, then("a"), Count(id=uuid4(), name="b")),
    )
    assert sorted(attempts) == [1, 2]
    assert await _stored(sessions) == {"change": 2, "inbox": 2, "n": 4}


async def test_a_batch_runs_again_as_a_whole(sessions: Sessions) -> None:
    attempts = 0

    async def many(work: Work, commands: Any) -> list[Counted | LockstepError]:
        nonlocal attempts
        attempts += 1
        for command in commands:
            await work.session.execute(ADD, {"name": command.name})
        if attempts < 3:
            await _raise(work, "40P01")
        return [Counted(attempt=attempts) for _ in commands]

    op = Operation(name="test.count", permission="count", command=Count, run=_operation(_nothing).run, run_many=many)
    commands = [Count(id=uuid4(), name="a"), Count(id=uuid4(), name="b")]
    results = await execute_many(sessions, ACTOR, lambda: NOW, "test", op, commands)
    assert [(line["outcome"], line["result"]["attempt"]) for line in results] == [("booked", 3), ("booked", 3)]
    assert await _stored(sessions) == {"change": 0, "inbox": 2, "n": 2}


async def test_who_loses_a_race_for_a_key_finds_the_row_of_the_winner(sessions: Sessions) -> None:
    name = "INSERT INTO counter VALUES ('c', 0)"

    async def insert(work: Work, attempt: int) -> None:
        if attempt == 1:
            await work.session.execute(text(name))

    first, second = await asyncio.gather(
        *(_run(sessions, _operation(insert), Count(id=uuid4(), name="c")) for _ in range(2))
    )
    assert sorted([first, second]) == [1, 2]
    assert (await _stored(sessions))["inbox"] == 2


async def test_a_fault_is_not_tried_again(sessions: Sessions) -> None:
    attempts = []

    async def fail(work: Work, attempt: int) -> None:
        attempts.append(attempt)
        await work.session.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError):
        await _run(sessions, _operation(fail), Count(id=uuid4()))
    assert attempts == [1]
    assert await _stored(sessions) == {"change": 0, "inbox": 0, "n": 0}


async def test_a_refusal_leaves_nothing_and_is_not_tried_again(sessions: Sessions) -> None:
    attempts = []

    async def refuse(work: Work, attempt: int) -> None:
        attempts.append(attempt)
        await work.flush()
        raise Forbidden(permission="more")

    with pytest.raises(Forbidden):
        await _run(sessions, _operation(refuse), Count(id=uuid4()))
    assert attempts == [1]
    assert await _stored(sessions) == {"change": 0, "inbox": 0, "n": 0}


async def test_without_the_right_nothing_is_begun(sessions: Sessions) -> None:
    nobody = Actor(name="nobody", permissions=frozenset())
    with pytest.raises(Forbidden):
        await execute(sessions, nobody, lambda: NOW, "test", _operation(_nothing), Count(id=uuid4()))
    assert await _stored(sessions) == {"change": 0, "inbox": 0, "n": 0}


async def _nothing(work: Work, attempt: int) -> None:
    return None

# SPDX-License-Identifier: Apache-2.0
"""Screens follow the database: whatever happens to their stream, they end where a fresh reading is."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.app import live
from lockstep.app.api import create_app
from lockstep.app.live import Follower, Listener, following
from lockstep.domains.masterdata.operations import define_site
from lockstep.domains.masterdata.schemas import DefineSite
from lockstep.platform.database.engine import Sessions
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User, step
from tests.support.queueing import until
from tests.support.sending import send
from tests.support.stream import Event, live_stream

pytestmark = pytest.mark.anyio

CUTS = 20


@dataclass
class Screen:
    """What a browser holds of the board, patched by the stream and never asked for again."""

    cursor: int
    bars: dict[str, Any] = field(default_factory=dict)
    order_bars: dict[int, Any] = field(default_factory=dict)

    @classmethod
    async def fresh(cls, user: User) -> "Screen":
        board = await user.get("/board")
        screen = cls(board["cursor"])
        for row in board["rows"]:
            screen.order_bars[row["order_id"]] = row["order_bar"]
            screen.bars.update({str(cell["operation_id"]): cell["bar"] for cell in row["cells"]})
        return screen

    def take(self, event: Event) -> None:
        self.cursor = event.cursor
        for change in event.changes:
            if change["bar"]:
                self.bars[change["entity_id"]] = change["bar"]
                self.order_bars[change["order_id"]] = change["order_bar"]


async def test_a_stream_cut_twenty_times_ends_at_the_state_of_a_fresh_reading(
    app: FastAPI, plant: BuiltPlant, follower: Follower
) -> None:
    leader = await plant.user("leader", LEADER)
    busy = [await plant.order(*_steps(), number=f"WO-{number}", **_DUE) for number in range(2)]
    # What is touched only once is never put right by a later change.
    touched_once = [await plant.order(*_steps(), number=f"WO-1{number:02}", **_DUE) for number in range(CUTS)]
    screen = await Screen.fresh(leader)
    chance = random.Random(20261120)
    enough = asyncio.Event()
    writers = [
        asyncio.create_task(_work(leader, operations, random.Random(operations[0]), enough)) for operations in busy
    ]
    for operations in touched_once:
        async with live_stream(app, leader, screen.cursor) as stream:
            for _ in range(chance.randrange(1, 4)):
                screen.take(await stream.read())
        while_it_is_cut = chance.choice(operations)
        await leader.report(while_it_is_cut, 5, [("D1", 1, "scrap")])
    enough.set()
    await asyncio.gather(*writers)
    truth = await Screen.fresh(leader)
    async with live_stream(app, leader, screen.cursor) as stream:
        while screen.cursor < truth.cursor:
            screen.take(await stream.read())
    assert screen.bars == truth.bars
    assert screen.order_bars == truth.order_bars
    await plant.check()


_DUE: dict[str, Any] = {"due_at": "2026-11-23T06:00:00Z", "quantity": 1_000_000}


def _steps() -> list[Any]:
    return [
        step("10", piece_seconds=60, acceptance="after_report"),
        step("20", piece_seconds=30, input_rule="warn"),
        step("30", piece_seconds=20, input_rule="warn"),
    ]


async def _work(user: User, operations: list[int], chance: random.Random, enough: asyncio.Event) -> None:
    """Reports, reversals, holds and blocks at one order."""
    while not enough.is_set():
        operation = chance.choice(operations)
        made = await user.report(operation, chance.randrange(1, 50), [("D1", 1, "scrap"), ("D2", 2, "pending")])
        match chance.randrange(4):
            case 0:
                answer = await send(user, f"/reports/{made['report_id']}/reverse", reason="miscounted")
                assert answer.status_code in (200, 409), answer.text
            case 1:
                await user.post("/wip/hold", operation_id=operation, reason="doubt")
            case 2:
                what = {"target_kind": "operation", "target_id": operation, "reason_code": "machine_down"}
                found = (await send(user, "/blocks", owner="Zhao", **what)).json()
                await user.post(f"/blocks/{found['block_id']}/release", reason="runs again")


async def test_a_change_shows_with_its_bars(app: FastAPI, plant: BuiltPlant, follower: Follower) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    async with live_stream(app, anna) as stream:
        assert (await stream.read()).changes == []
        made = await anna.report(first, 30)
        event = await stream.read()
        assert event.name == "change"
        assert [change["event"] for change in event.changes] == ["production_reported"]
        assert event.changes[0]["entity_id"] == str(first)
        assert event.changes[0]["bar"] == made["bar"]
        assert event.changes[0]["order_bar"] == made["order_bar"]


async def test_a_subscriber_of_another_site_or_line_sees_nothing(
    app: FastAPI, plant: BuiltPlant, follower: Follower
) -> None:
    elsewhere = await plant.run(define_site, DefineSite(id=uuid4(), code="S2", name={"en": "Other"}))
    orders = [await plant.order(number="WO-1", line_code="L1"), await plant.order(number="WO-2", line_code="L2")]
    anna = await plant.user("anna")
    other_site = await plant.user("bert", sites=[elsewhere["id"]])
    other_line = await plant.user("cora", sites=[plant.site_id], lines=[plant.lines["L2"]])
    screen = await Screen.fresh(anna)
    async with live_stream(app, other_site, 0) as one, live_stream(app, other_line, 0) as two:
        streams = {"site": one, "line": two}
        seen: dict[str, set[int]] = {"site": set(), "line": set()}
        for operations in orders:
            await anna.report(operations[0], 5)
        truth = await Screen.fresh(anna)
        assert truth.cursor > screen.cursor
        for name, stream in streams.items():
            cursor = 0
            while cursor < truth.cursor:
                event = await stream.read()
                cursor = event.cursor
                seen[name] |= {change["order_id"] for change in event.changes if change["order_id"]}
    shown = (await other_line.get("/board"))["rows"]
    assert seen == {"site": set(), "line": {row["order_id"] for row in shown}}
    assert len(shown) == 1


async def test_a_stream_needs_the_right_to_the_board(app: FastAPI, plant: BuiltPlant, follower: Follower) -> None:
    guest = await plant.user("guest", ["report.create"])
    async with live_stream(app, guest) as stream:
        assert stream.status == 403
    guest.token = "nobody"
    async with live_stream(app, guest) as stream:
        assert stream.status == 401
    assert follower.listeners == set()


async def test_a_slow_reader_is_cut_and_misses_nothing(
    app: FastAPI, plant: BuiltPlant, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "QUEUE", 3)
    first, _ = await plant.order(quantity=1000)
    anna = await plant.user("anna")
    screen = await Screen.fresh(anna)
    async with live_stream(app, anna, screen.cursor) as stream:
        (listener,) = follower.listeners

        async def is_lost() -> bool:
            await anna.report(first, 1)
            return listener.lost

        await until(is_lost)
        assert listener.queue.qsize() == 3
        while (event := await stream.next()) is not None:
            screen.take(event)
    assert follower.listeners == set()
    truth = await Screen.fresh(anna)
    assert screen.bars != truth.bars
    async with live_stream(app, anna, screen.cursor) as stream:
        screen.take(await stream.read())
    assert screen.bars == truth.bars


async def test_who_missed_too_much_is_told_to_read_afresh(
    app: FastAPI, plant: BuiltPlant, committing: Sessions, follower: Follower
) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    before = await Screen.fresh(anna)
    async with committing() as session, session.begin():
        await session.execute(MANY)
    async with live_stream(app, anna, before.cursor) as stream:
        event = await stream.read()
        assert (event.name, event.changes) == ("reset", [])
        fresh = await Screen.fresh(anna)
        await anna.report(first, 7)
        while fresh.bars[str(first)]["good"] != 7:
            fresh.take(await stream.read())
    async with live_stream(app, anna, event.cursor) as stream:
        assert (await stream.read()).name == "change"


MANY = text(
    """
    INSERT INTO change (at, event, entity, entity_id, command_id, data)
    SELECT now(), 'something', 'thing', n, gen_random_uuid(), '{}' FROM generate_series(1, 5001) n
    """
)


class _Between:
    """Sessions that let something be committed by others after each of their own."""

    def __init__(self, sessions: Sessions, act: Callable[[], Awaitable[None]]) -> None:
        self.sessions, self.act = sessions, act

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[AsyncSession]:
        async with self.sessions() as session:
            yield session
        await self.act()


async def test_what_is_committed_while_a_stream_opens_is_shown(
    plant: BuiltPlant, committing: Sessions, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between finding out who it is, reading what was missed and being told of what is new."""
    monkeypatch.setattr(live, "TICK", 0.01)
    operations = await plant.order(*(step(f"{number}", input_rule="off") for number in range(10, 20)))
    anna = await plant.user("anna")
    screen = await Screen.fresh(anna)
    still = list(operations)

    async def report() -> None:
        if still:
            await anna.report(still.pop(), 5)

    app = create_app(_Between(committing, report), clock)  # type: ignore[arg-type]
    async with following(app), live_stream(app, anna, screen.cursor) as stream:
        while still or any(screen.bars[str(operation)]["good"] != 5 for operation in operations):
            screen.take(await stream.read())


class _Held:
    """Sessions of which the first one waits until the test lets it go."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.go = asyncio.Event()
        self.waits = asyncio.Event()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[AsyncSession]:
        if not self.waits.is_set():
            self.waits.set()
            await self.go.wait()
        async with self.sessions() as session:
            yield session


async def test_one_who_joins_does_not_make_another_miss_something(
    plant: BuiltPlant, committing: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two browsers arrive at a quiet server; the slower one must not move the start of the faster one."""
    monkeypatch.setattr(live, "TICK", 0.01)
    first, _ = await plant.order()
    anna = await plant.user("anna")
    held = _Held(committing)
    follower = Follower(held)  # type: ignore[arg-type]
    slow, fast = Listener(), Listener()
    joining = asyncio.create_task(follower.join(slow))
    await held.waits.wait()
    await follower.join(fast)
    await anna.report(first, 5)
    held.go.set()
    await joining
    running = asyncio.create_task(follower.run())
    batch = await asyncio.wait_for(fast.queue.get(), 10)
    running.cancel()
    assert [row.entity_id for row in batch.rows] == [str(first)]

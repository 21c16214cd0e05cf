# SPDX-License-Identifier: Apache-2.0
"""The live stream: each process follows the change feed once and passes it on to its browsers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import StreamingResponse
from pydantic_core import to_json
from sqlalchemy.exc import SQLAlchemyError

from lockstep.kernel.errors import NotSignedIn
from lockstep.platform.accounts.authentication import Signed, current_context
from lockstep.platform.change.queries import Batch, horizon, read_changes
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.database.engine import Sessions, reading_session

router = APIRouter(tags=["live"])
log = structlog.get_logger()

TICK = 0.1
KEEP_ALIVE = 15.0
QUEUE = 1000
OF_EVERY_SITE = frozenset({"product", "customer", "supplier", "defect_code", "skill", "reason", "rule_setting"})
"""What all sites share. Their changes name no site; any other change without one is for who sees every site."""


@dataclass(eq=False)
class Listener:
    """One browser. A browser that cannot keep up is cut; it comes back with its cursor."""

    queue: asyncio.Queue[Batch] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    lost: bool = False

    def offer(self, batch: Batch) -> None:
        try:
            self.queue.put_nowait(batch)
        except asyncio.QueueFull:
            self.lost = True


@dataclass
class Follower:
    sessions: Sessions
    listeners: set[Listener] = field(default_factory=set)
    cursor: int = 0

    async def run(self) -> None:
        while True:
            try:
                await self._tick()
            except (SQLAlchemyError, OSError) as error:
                log.warning("live.database_away", error=str(error))
                await asyncio.sleep(1)
            await asyncio.sleep(TICK)

    async def join(self, listener: Listener) -> None:
        """From here on nothing passes the listener by; what it missed before is its own reading."""
        if self.cursor == 0:
            async with reading_session(self.sessions) as session:
                start = await horizon(session)
            # Another may have joined meanwhile, and what it waits for lies before this start.
            self.cursor = self.cursor or start
        self.listeners.add(listener)

    async def _tick(self) -> None:
        if not self.listeners:
            self.cursor = 0
            return
        async with reading_session(self.sessions) as session:
            batch = await read_changes(session, self.cursor)
        self.cursor = batch.cursor
        if batch.rows:
            for listener in self.listeners:
                listener.offer(batch)


@asynccontextmanager
async def following(app: FastAPI) -> AsyncIterator[None]:
    follower = Follower(app.state.sessions)
    app.state.follower = follower
    task = asyncio.create_task(follower.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@query("live.since", permission="board.read")
async def changes_since(reading: Reading, cursor: int | None) -> Batch:
    """What a browser missed; without a cursor nothing, from now on."""
    if cursor is None:
        return Batch(cursor=await horizon(reading.session), rows=[], cut=False)
    return await read_changes(reading.session, cursor)


@router.get("/live")
async def live(
    request: Request, context: Signed, cursor: Annotated[int | None, Query(ge=0, lt=2**63)] = None
) -> StreamingResponse:
    """`change` events with a cursor to come back with; `reset` when too much was missed: read afresh."""
    listener = Listener()
    follower: Follower = request.app.state.follower
    await follower.join(listener)
    try:
        missed = await context.read(changes_since, cursor)
    except BaseException:
        follower.listeners.discard(listener)
        raise
    return StreamingResponse(
        _events(request, follower, listener, context.actor, missed),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(
    request: Request, follower: Follower, listener: Listener, actor: Actor, missed: Batch
) -> AsyncIterator[bytes]:
    """Ends with the session: who signed out, or lost a right, is asked again at each keep-alive."""
    known = {row.id for row in missed.rows}
    clock = asyncio.get_running_loop().time
    checked = clock()
    try:
        yield _event("reset" if missed.cut else "change", missed, actor)
        while not listener.lost:
            if clock() - checked > KEEP_ALIVE:
                actor, checked = (await current_context(request)).actor, clock()
            try:
                batch = await asyncio.wait_for(listener.queue.get(), KEEP_ALIVE)
            except TimeoutError:
                yield b"event: tick\ndata: {}\n\n"
                continue
            fresh = [row for row in batch.rows if row.id not in known]
            yield _event("reset" if batch.cut else "change", Batch(batch.cursor, fresh, batch.cut), actor)
    except NotSignedIn:
        return
    finally:
        follower.listeners.discard(listener)


def _event(name: str, batch: Batch, actor: Actor) -> bytes:
    """A reset carries no changes: who gets it reads everything afresh."""
    rows = [] if batch.cut else [row for row in batch.rows if _sees(actor, row)]
    data = {"cursor": batch.cursor, "changes": [_shown(row) for row in rows]}
    return b"event: " + name.encode() + b"\nid: " + str(batch.cursor).encode() + b"\ndata: " + to_json(data) + b"\n\n"


def _sees(actor: Actor, row: Any) -> bool:
    """A stream checks the row scope per subscriber, like any query."""
    if row.site_id is None:
        return actor.everywhere or row.entity in OF_EVERY_SITE
    return actor.sees(row.site_id, row.line_id)


def _shown(row: Any) -> dict[str, Any]:
    return {
        "event": row.event,
        "entity": row.entity,
        "entity_id": row.entity_id,
        "order_id": row.order_id,
        "bar": row.data.get("bar"),
        "order_bar": row.data.get("order_bar"),
    }

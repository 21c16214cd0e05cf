# SPDX-License-Identifier: Apache-2.0
"""A browser's event stream over ASGI: read event by event, left unread, or cut at any point."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI

from lockstep.platform.accounts.web import SESSION_COOKIE
from tests.support.plant import User

PATIENCE = 10


@dataclass(frozen=True)
class Event:
    name: str
    data: dict[str, Any]

    @property
    def cursor(self) -> int:
        return int(self.data["cursor"])

    @property
    def changes(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.data["changes"]
        return found


class LiveStream:
    """Takes one piece of the answer at a time: the sender waits until it was read."""

    def __init__(self, user: User, cursor: int | None) -> None:
        self.status = 0
        self._started = asyncio.Event()
        self._gone = asyncio.Event()
        self._asked = False
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue(1)
        self._scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/api/live",
            "raw_path": b"/api/live",
            "root_path": "",
            "query_string": urlencode({} if cursor is None else {"cursor": cursor}).encode(),
            "headers": [(b"cookie", f"{SESSION_COOKIE}={user.token}".encode())],
            "client": ("127.0.0.1", 1),
            "server": ("testserver", 80),
        }

    async def run(self, app: FastAPI) -> None:
        await app(self._scope, self._receive, self._send)

    async def started(self) -> int:
        await asyncio.wait_for(self._started.wait(), PATIENCE)
        return self.status

    async def next(self) -> Event | None:
        """The next event; None when the sender has ended the stream."""
        piece = await asyncio.wait_for(self._pieces.get(), PATIENCE)
        if not piece:
            return None
        fields = dict(line.split(": ", 1) for line in piece.decode().strip().split("\n"))
        return Event(fields["event"], json.loads(fields["data"]))

    async def read(self) -> Event:
        event = await self.next()
        assert event is not None, "the stream was ended"
        return event

    def cut(self) -> None:
        self._gone.set()

    async def _receive(self) -> dict[str, Any]:
        if self._asked:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        self._asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._started.set()
        elif message["body"]:
            await self._pieces.put(message["body"])
        elif not message.get("more_body"):
            await self._pieces.put(None)


@asynccontextmanager
async def live_stream(app: FastAPI, user: User, cursor: int | None = None) -> AsyncIterator[LiveStream]:
    """Open until the block ends or the test cuts it."""
    stream = LiveStream(user, cursor)
    task = asyncio.create_task(stream.run(app))
    try:
        await stream.started()
        yield stream
    finally:
        stream.cut()
        await asyncio.wait_for(task, PATIENCE)

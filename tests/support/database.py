# SPDX-License-Identifier: Apache-2.0
"""One embedded server and one migrated database per test worker."""

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from lockstep.app.models import APPEND_ONLY
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.embedded.credentials import RUNTIME
from lockstep.platform.database.engine import Sessions, make_engine, rolled_back_sessions
from lockstep.platform.database.migrate import migrate

TEMPLATE = "lockstep_template"


MEMORY = Path("/dev/shm")
ROOM = 4 << 30


def scratch_folder() -> Path:
    """In memory where there is room: on a disk, each database that a test throws away makes the next one dearer.
    There ext4 passes over the places of files just removed, one by one, and a database has hundreds.
    """
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="lockstep-test-", dir=MEMORY if roomy else "/var/tmp"))
    # The account that the server runs as passes through; the server's own folder inside is closed.
    folder.chmod(0o711)
    return folder


@contextmanager
def running_server() -> Iterator[EmbeddedServer]:
    folder = scratch_folder()
    server = EmbeddedServer(folder, fast=True)
    try:
        server.start()
        server.create_database(TEMPLATE)
        migrate(server.owner_url(TEMPLATE), runtime_role=RUNTIME, append_only=APPEND_ONLY)
        yield server
    finally:
        server.destroy()
        shutil.rmtree(folder, ignore_errors=True)


class _Engine:
    """Connects to the database that it was given last."""

    def __init__(self, **settings: Any) -> None:
        self.url = ""
        self.engine = make_engine("postgresql+psycopg://", **settings)
        event.listen(self.engine.sync_engine, "do_connect", self._lead)

    def _lead(self, dialect: Dialect, record: object, arguments: object, parameters: dict[str, Any]) -> None:
        parameters.update(dialect.create_connect_args(make_url(self.url))[1])


_IDLE: defaultdict[tuple[tuple[str, Any], ...], list[_Engine]] = defaultdict(list)


@asynccontextmanager
async def engine_over(url: str, **settings: Any) -> AsyncIterator[AsyncEngine]:
    """An engine by the `settings` of `make_engine`. It has no connection left from the test before, but its statements:
    an engine puts each into words once, which takes longer than the database with its answer.
    """
    idle = _IDLE[tuple(settings.items())]
    kept = idle.pop() if idle else _Engine(**settings)
    kept.url = url
    try:
        yield kept.engine
    finally:
        await kept.engine.dispose()
        idle.append(kept)


@asynccontextmanager
async def sessions_of_a_test(url: str) -> AsyncIterator[Sessions]:
    """Nothing of what they do stays."""
    async with engine_over(url, pooled=False) as engine, rolled_back_sessions(engine) as sessions:
        yield sessions

# SPDX-License-Identifier: Apache-2.0
"""One embedded server and one migrated database per test worker."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from lockstep.app.models import APPEND_ONLY
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.embedded.credentials import RUNTIME
from lockstep.platform.database.engine import Sessions, make_engine
from lockstep.platform.database.migrate import migrate

TEMPLATE = "lockstep_template"


@contextmanager
def running_server() -> Iterator[EmbeddedServer]:
    folder = Path(tempfile.mkdtemp(prefix="lockstep-test-", dir="/var/tmp"))
    server = EmbeddedServer(folder, fast=True)
    try:
        server.start()
        server.create_database(TEMPLATE)
        migrate(server.owner_url(TEMPLATE), runtime_role=RUNTIME, append_only=APPEND_ONLY)
        yield server
    finally:
        server.destroy()
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def rolled_back_sessions(url: str) -> AsyncIterator[Sessions]:
    """Sessions over one connection whose outer transaction never commits; theirs are savepoints."""
    engine = make_engine(url, pooled=False)
    try:
        async with engine.connect() as connection:
            outer = await connection.begin()
            yield async_sessionmaker(
                connection,
                class_=AsyncSession,
                expire_on_commit=False,
                autoflush=False,
                join_transaction_mode="create_savepoint",
            )
            await outer.rollback()
    finally:
        await engine.dispose()

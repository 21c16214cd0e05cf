# SPDX-License-Identifier: Apache-2.0
"""Starting the product: the database first, then the workers."""

import ctypes
import errno
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import parent_process

from fastapi import FastAPI
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import make_url

from lockstep.app.api import create_app
from lockstep.app.models import APPEND_ONLY
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.engine import make_engine, make_sessions
from lockstep.platform.database.migrate import migrate
from lockstep.platform.database.settings import Settings

RUNTIME_URL = "LOCKSTEP_RUNTIME_URL"
"""How the workers of one server learn from their parent where the database is."""

PORT_PATIENCE = 3.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Database:
    runtime_url: str
    owner_url: str
    embedded: EmbeddedServer | None


def system_clock() -> datetime:
    return datetime.now(UTC)


@contextmanager
def ready_database(settings: Settings, name: str = "lockstep") -> Iterator[Database]:
    """A running, migrated database; an embedded server that this call started is stopped at the end."""
    if settings.database_url and settings.owner_url:
        runtime, owner = settings.database_url, settings.owner_url
        role = make_url(runtime).username
        migrate(owner, runtime_role=role if runtime != owner else None, append_only=APPEND_ONLY)
        yield Database(runtime, owner, None)
        return
    embedded = EmbeddedServer(settings.data)
    started = embedded.start()
    try:
        if not embedded.has_database(name):
            embedded.create_database(name)
        owner, runtime = embedded.owner_url(name), embedded.runtime_url(name)
        migrate(owner, runtime_role=make_url(runtime).username, append_only=APPEND_ONLY)
        yield Database(runtime, owner, embedded)
    finally:
        if started:
            embedded.stop()


def application() -> FastAPI:
    """One worker's application.

    What is loaded by now stays for ever: left out of the garbage collector's sight, and with larger generations,
    a board of thousands of cells costs half.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    end_with_parent()
    return create_app(make_sessions(make_engine(os.environ[RUNTIME_URL])), system_clock)


def end_with_parent() -> None:
    """The workers of a killed server would serve on unseen and keep the port from its successor."""
    parent = parent_process()
    if parent is not None and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent.pid:
            os._exit(1)


class PortTaken(RuntimeError):
    """Somebody listens there already; the server itself would share the port with them in silence."""


def check_port(settings: Settings) -> None:
    """The workers of a server that was just killed may hold it for a moment."""
    deadline = time.monotonic() + PORT_PATIENCE
    while not _is_free(settings):
        if time.monotonic() > deadline:
            raise PortTaken(f"{settings.host}:{settings.port} is taken; choose another port with LOCKSTEP_PORT")
        time.sleep(0.05)


def _is_free(settings: Settings) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return False
    return True


def serve(database: Database, settings: Settings, *, workers: int) -> None:
    os.environ[RUNTIME_URL] = database.runtime_url
    Granian(
        "lockstep.app.server:application",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=workers,
        respawn_failed_workers=True,
        log_access=False,
    ).serve()

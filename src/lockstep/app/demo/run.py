# SPDX-License-Identifier: Apache-2.0
"""`lockstep demo`: the plant in a database of its own, then the addresses and log-ins; and its removal."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from psycopg.errors import AdminShutdown, ObjectInUse
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import make_url, select

from lockstep.app.demo.access import BADGES, PASSWORD, fresh_device_codes
from lockstep.app.demo.plant import WORKERS
from lockstep.app.demo.seed import seed_plant
from lockstep.app.demo.stations import reporting_stations
from lockstep.app.demo.telling import FOUNDER
from lockstep.app.places import provide_places
from lockstep.app.server import Database, check_port, ready_database, serve, system_clock
from lockstep.domains.masterdata.models import Site
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions
from lockstep.platform.database.settings import Settings

T = TypeVar("T")

DATABASE = "lockstep_demo"
IN_THE_MAKING = "lockstep_demo_new"
"""Takes its name when it is whole: one that was interrupted is made anew."""

CODES_LAST = timedelta(days=1)
WIDTH = 100
"""Badges are not cut, however narrow the window: they are copied."""


class DemoInUse(RuntimeError):
    """Somebody serves it, or looks into it."""


def own_server(settings: Settings) -> Settings:
    """The demonstration lives on the embedded server: the database of a real plant never gets its people."""
    return replace(settings, database_url=None, owner_url=None)


def run_demo(settings: Settings, *, workers: int, days: int, live: bool) -> None:
    console = Console()
    check_port(settings)
    began = time.monotonic()
    with demo_database(settings, console, days) as database:
        codes = asyncio.run(_with_sessions(database.runtime_url, _codes))
        console.print(f"Ready after {time.monotonic() - began:.0f} s.", style="bold")
        _print_access(console, settings, codes)
        with reporting_stations(database.runtime_url) if live else nullcontext():
            serve(database, settings, workers=workers)


@contextmanager
def demo_database(settings: Settings, console: Console, days: int) -> Iterator[Database]:
    """Made the first time; a server that this call started is stopped at the end."""
    settings = own_server(settings)
    server = EmbeddedServer(settings.data)
    started = server.start()
    try:
        if not _is_made(server, settings):
            _make(server, settings, console, days)
        with ready_database(settings, DATABASE) as database:
            yield database
    finally:
        if started:
            server.stop()


def remove_demo(settings: Settings) -> bool:
    """False where there is none. Nothing else on the server is touched."""
    if not settings.data.exists():
        return False
    server = EmbeddedServer(settings.data)
    started = server.start()
    try:
        there = server.has_database(DATABASE)
        for name in (DATABASE, IN_THE_MAKING):
            server.drop_database(name, force=False)
        return there
    except (ObjectInUse, AdminShutdown):
        raise DemoInUse("The demonstration is in use; stop it first (Ctrl-C where it runs).") from None
    finally:
        if started:
            server.stop()


def _is_made(server: EmbeddedServer, settings: Settings) -> bool:
    """An import may have made the database, but no plant in it."""
    if not server.has_database(DATABASE):
        return False
    with ready_database(settings, DATABASE) as database:
        return asyncio.run(_with_sessions(database.runtime_url, _has_site))


def _make(server: EmbeddedServer, settings: Settings, console: Console, days: int) -> None:
    for name in (DATABASE, IN_THE_MAKING):
        server.drop_database(name)
    columns = (TextColumn("Making the demonstration plant"), BarColumn(), TextColumn("{task.percentage:.0f} %"))
    with (
        ready_database(settings, IN_THE_MAKING) as database,
        Progress(*columns, TimeElapsedColumn(), console=console) as bar,
    ):
        task = bar.add_task("", total=None)

        async def make(sessions: Sessions) -> None:
            await seed_plant(
                sessions,
                system_clock(),
                history_days=days,
                progress=lambda told, of: bar.update(task, completed=told, total=of),
            )

        asyncio.run(_with_sessions(_hurried(database.runtime_url), make))
    server.rename_database(IN_THE_MAKING, DATABASE)


def _hurried(url: str) -> str:
    """Nothing waits for the disk: what a crash takes is made anew."""
    hurried = make_url(url).update_query_dict({"options": "-c synchronous_commit=off"})
    return hurried.render_as_string(hide_password=False)


async def _with_sessions(url: str, act: Callable[[Sessions], Awaitable[T]]) -> T:
    provide_places()
    engine = make_engine(url)
    try:
        return await act(make_sessions(engine))
    finally:
        await engine.dispose()


async def _has_site(sessions: Sessions) -> bool:
    async with sessions() as session:
        return (await session.execute(select(Site.id).limit(1))).first() is not None


async def _codes(sessions: Sessions) -> dict[str, str]:
    """New one-time codes for the terminals, each time."""
    return await fresh_device_codes(sessions, FOUNDER, system_clock(), CODES_LAST)


def _print_access(console: Console, settings: Settings, codes: dict[str, str]) -> None:
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    console.print(f"\nOffice   {address}/\nStation  {address}/station\n")
    people = Table("log-in", "name", "role", "PIN", "badge", box=None)
    for worker in WORKERS:
        people.add_row(worker.log_in, worker.name, worker.role, worker.pin or "–", BADGES[worker.code])
    console.print(people, width=WIDTH)
    console.print(f"Password of all: {PASSWORD}\n")
    console.print("A terminal registers once, with the code of its station:")
    for station, code in codes.items():
        console.print(f"  {station:8} {code}", highlight=False)
    console.print("Stop with Ctrl-C.\n")

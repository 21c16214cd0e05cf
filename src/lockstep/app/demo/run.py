# SPDX-License-Identifier: Apache-2.0
"""`lockstep demo`: the plant in a database of its own, then the addresses and log-ins."""

import asyncio
import time
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from lockstep.app.demo.access import BADGES, PASSWORD, fresh_device_codes
from lockstep.app.demo.plant import WORKERS
from lockstep.app.demo.seed import FOUNDER, seed_plant
from lockstep.app.places import provide_places
from lockstep.app.server import check_port, ready_database, serve, system_clock
from lockstep.domains.masterdata.models import Site
from lockstep.platform.database.engine import make_engine, make_sessions
from lockstep.platform.database.settings import Settings

DATABASE = "lockstep_demo"
CODES_LAST = timedelta(days=1)
WIDTH = 100
"""Badges are not cut, however narrow the window: they are copied."""


def run_demo(settings: Settings, *, workers: int) -> None:
    console = Console()
    check_port(settings)
    began = time.monotonic()
    with ready_database(settings, DATABASE) as database:
        codes = asyncio.run(_prepare(database.runtime_url, console))
        console.print(f"Ready after {time.monotonic() - began:.0f} s.", style="bold")
        _print_access(console, settings, codes)
        serve(database, settings, workers=workers)


async def _prepare(url: str, console: Console) -> dict[str, str]:
    """Makes the plant the first time; new one-time codes for its terminals each time."""
    provide_places()
    engine = make_engine(url)
    sessions = make_sessions(engine)
    try:
        async with sessions() as session:
            known = (await session.execute(select(Site.id).limit(1))).first()
        if known is None:
            with console.status("Making the demonstration plant…"):
                await seed_plant(sessions, system_clock())
        return await fresh_device_codes(sessions, FOUNDER, system_clock(), CODES_LAST)
    finally:
        await engine.dispose()


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

# SPDX-License-Identifier: Apache-2.0
"""The demonstration plant: what was told adds up, tells the same twice, goes on by itself, and leaves no trace."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from random import Random
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from typer.testing import CliRunner, Result

from lockstep.app.cli import cli
from lockstep.app.demo import current, plant
from lockstep.app.demo.current import Made
from lockstep.app.demo.people import read_cast
from lockstep.app.demo.run import DATABASE, IN_THE_MAKING, DemoInUse, demo_database
from lockstep.app.demo.seed import seed_plant
from lockstep.app.demo.stations import Stations
from lockstep.app.demo.telling import FOUNDER
from lockstep.app.places import provide_places
from lockstep.domains.documents.rules import DEFAULT_SIZES
from lockstep.domains.wip.queries.board import board
from lockstep.platform.commands.query import Reading
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions, reading_session
from lockstep.platform.database.settings import read_settings
from tests.support.clock import TestClock
from tests.support.database import TEMPLATE
from tests.support.ledger import check_everything
from tools.product import with_sessions

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
DAYS = 2
TOLD = "told_demo"
FIGURES = (
    "SELECT number, status, quantity, due_at, forecast_at FROM work_order ORDER BY number",
    """
    SELECT w.number, o.code, o.status, sum(c.ready), sum(c.gone), sum(c.waiting), sum(c.urgent), sum(c.hold),
           sum(c.rework), sum(c.scrap)
      FROM cell c JOIN operation o ON o.id = c.operation_id JOIN work_order w ON w.id = o.order_id
     GROUP BY w.number, o.code, o.status ORDER BY w.number, o.code
    """,
    "SELECT id, occurred_at, good, ng, reason, station_id, account_id FROM production_report ORDER BY occurred_at, id",
    "SELECT id, defect_code_id, quantity, disposition FROM defect_line ORDER BY id",
    "SELECT started_at, ended_at, person_id FROM time_record ORDER BY started_at",
    "SELECT created_at, account_id, device_id FROM session ORDER BY created_at",
)
FINISHED = "work_order WHERE status IN ('completed', 'short_closed')"


@pytest.fixture(scope="module")
def told(server: EmbeddedServer) -> Iterator[str]:
    """The address of a plant with a short history, for those who only look."""
    with plant_with_a_past(server, TOLD) as url:
        yield url


@contextmanager
def plant_with_a_past(server: EmbeddedServer, name: str) -> Iterator[str]:
    provide_places()
    server.create_database(name, template=TEMPLATE)
    try:
        with_sessions(server.runtime_url(name), lambda sessions: seed_plant(sessions, NOW, history_days=DAYS))
        yield server.runtime_url(name)
    finally:
        server.drop_database(name)


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def count(url: str, what: str) -> int:
    return int(rows(url, f"SELECT count(*) FROM {what}")[0][0])


async def board_of(sessions: Sessions, now: datetime) -> dict[str, dict[str, Any]]:
    async with reading_session(sessions) as session:
        shown = await board(Reading(session, FOUNDER, now))
    return {row["number"]: row for row in shown["rows"]}


def test_the_board_shows_the_nine_orders_as_they_stand(told: str) -> None:
    seen: dict[str, dict[str, Any]] = {}

    async def look(sessions: Sessions) -> None:
        seen.update(await board_of(sessions, NOW))

    with_sessions(told, look)
    assert set(seen) == {order.number for order in current.ORDERS}
    held = {(stop.order, stop.step): stop.quantity for stop in current.HOLDS}
    for order in current.ORDERS:
        row = seen[order.number]
        assert (row["quantity"], row["product_code"]) == (order.quantity, order.product)
        for cell in row["cells"]:
            bar, made = cell["bar"], order.made[cell["code"]]
            shown = Made(*(bar[colour] for colour in ("good", "waiting", "hold", "rework", "scrap")))
            assert shown == made, (order.number, cell["code"])
            assert bar["hold"] == held.get((order.number, cell["code"]), 0)
    late = {number for number, row in seen.items() if row["due"]["state"] == "late"}
    assert late == {"WO-2611-0187", "WO-2611-0176", "WO-2611-0183"}
    stopped = {number for number, row in seen.items() if any(cell["bar"]["blocked"] for cell in row["cells"])}
    assert stopped == {"WO-2611-0187", "WO-2611-0183"}


def test_all_that_was_told_adds_up(told: str) -> None:
    async def look(sessions: Sessions) -> None:
        async with sessions() as session:
            await check_everything(session, NOW, set())

    with_sessions(told, look)


def test_a_history_has_what_a_plant_lives_through(told: str) -> None:
    assert count(told, FINISHED) == count(told, "work_order") - len(current.ORDERS) >= 2 * DAYS - 2
    assert count(told, "work_order WHERE status = 'short_closed'") == 2
    assert count(told, "work_order w LEFT JOIN peg p ON p.work_order_id = w.id WHERE p.id IS NULL") == 0
    bought_for_a_rotor = "bom_line l JOIN bom b ON b.id = l.bom_id JOIN product p ON p.id = b.product_id"
    assert count(told, f"{bought_for_a_rotor} WHERE p.code = 'ROT-72'") == 3
    assert count(told, "production_report WHERE replaces_id IS NOT NULL AND good + ng > 0") > 0
    assert count(told, "production_report WHERE replaces_id IS NOT NULL AND good + ng = 0") > 0
    assert count(told, "parked_command WHERE status = 'open'") == 1
    assert count(told, "hold_case WHERE released > 0") > 0
    assert count(told, "judgement") > 0
    assert count(told, "movement WHERE event = 'rework_result'") > 0
    assert count(told, "movement WHERE event = 'to_stock'") > 0
    assert count(told, "time_record") > 0
    assert count(told, "label_format WHERE status = 'released'") == len(DEFAULT_SIZES)
    assert count(told, "operation WHERE progress_owner_id IS NULL OR quality_owner_id IS NULL") == 0
    assert count(told, "session WHERE device_id IS NOT NULL") >= 2 * DAYS * 3
    said, ng = rows(told, "SELECT sum(good + ng), sum(ng) FROM production_report")[0]
    assert 0.005 < ng / said < 0.08
    assert count(told, "production_report WHERE account_id IS NULL OR shift_id IS NULL") == 0
    late = f"production_report WHERE occurred_at > '{NOW.isoformat()}' OR received_at < occurred_at"
    assert count(told, late) == 0


def test_the_same_seed_tells_the_same(told: str, server: EmbeddedServer) -> None:
    with plant_with_a_past(server, "told_again") as again:
        for statement in FIGURES:
            assert rows(again, statement) == rows(told, statement)


@pytest.fixture
async def going_on(told: str, server: EmbeddedServer) -> AsyncIterator[Sessions]:
    """A copy that may go on."""
    name = "demo_going_on"
    server.create_database(name, template=TOLD)
    engine = make_engine(server.runtime_url(name))
    yield make_sessions(engine)
    await engine.dispose()
    server.drop_database(name)


@pytest.mark.anyio
async def test_stations_go_on_within_what_is_available(going_on: Sessions) -> None:
    clock = TestClock(NOW)
    stations = Stations(going_on, await read_cast(going_on), clock, Random(7))
    before = await board_of(going_on, NOW)
    made = []
    for _ in range(40):
        clock.advance(seconds=4)
        made.append(await stations.tick())
    assert all(made[:3])

    after = await board_of(going_on, clock.now)
    colours = ("good", "waiting", "hold", "rework", "scrap")
    pieces = [
        sum(cell["bar"][colour] for row in shown.values() for cell in row["cells"] for colour in colours)
        for shown in (before, after)
    ]
    assert pieces[1] - pieces[0] == sum(made)
    async with going_on() as session:
        await check_everything(session, clock.now, set())
        said = "SELECT count(*), sum(ng) FROM production_report WHERE received_at > :now AND station_id IS NOT NULL"
        reports, ng = (await session.execute(text(said), {"now": NOW})).one()
    assert reports == sum(1 for one in made if one)
    assert ng > 0


@pytest.mark.anyio
async def test_a_plant_with_nothing_to_do_gets_an_order(going_on: Sessions) -> None:
    async with going_on() as session, session.begin():
        await session.execute(text("UPDATE work_order SET status = 'completed'"))
    stations = Stations(going_on, await read_cast(going_on), lambda: NOW, Random(7))
    assert await stations.tick() == 0
    assert [row["quantity"] for row in (await board_of(going_on, NOW)).values()] == [400]


def test_an_interrupted_making_is_begun_anew(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCKSTEP_DATA", str(server.folder))
    server.create_database(IN_THE_MAKING)
    output = StringIO()
    for _ in range(2):
        with demo_database(read_settings(), Console(file=output), days=0) as database:
            assert count(database.runtime_url, "work_order") == len(current.ORDERS)
            assert count(database.runtime_url, "device WHERE revoked_at IS NULL") == len(plant.STATIONS)
    assert output.getvalue().count("Making") == 1
    assert not server.has_database(IN_THE_MAKING)
    server.drop_database(DATABASE)


def remove(*options: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["demo", "--remove", *options], input=answer)


def test_removing_it_leaves_the_real_database_alone(
    server: EmbeddedServer, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCKSTEP_DATA", str(server.folder))
    monkeypatch.setenv("LOCKSTEP_DATABASE_URL", own_database)
    server.create_database(DATABASE, template=TEMPLATE)
    assert remove(answer="n\n").exit_code == 1
    assert server.has_database(DATABASE)
    engine = create_engine(server.owner_url(DATABASE), poolclass=NullPool)
    with engine.connect():
        assert isinstance(remove("--yes").exception, DemoInUse)
    assert server.has_database(DATABASE)

    assert "is removed" in remove("--yes").output
    assert not server.has_database(DATABASE)
    assert server.has_database("lockstep")
    assert count(own_database, "work_order") == 0
    assert "There is no" in remove("--yes").output
    assert server.is_running()

# SPDX-License-Identifier: Apache-2.0
"""A plant that an earlier version stored comes up to this one with all that it had, and works on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import httpx
import psycopg
import pytest

from lockstep.app.demo.access import PASSWORD
from lockstep.app.models import APPEND_ONLY
from lockstep.platform.accounts.web import CSRF_COOKIE, CSRF_HEADER
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.embedded.credentials import RUNTIME
from lockstep.platform.database.engine import make_engine, make_sessions
from lockstep.platform.database.migrate import migrate
from tests.support.application import application
from tests.support.clock import TestClock
from tests.upgrade.landings import LANDINGS, Landing, libpq, rows

pytestmark = pytest.mark.anyio

LAST_ACT = "SELECT max(received_at) FROM production_report"
UNBALANCED = """
    SELECT c.operation_id, c.lot_id FROM cell c
     WHERE c.ready + c.gone + c.waiting + c.urgent + c.hold + c.rework + c.scrap <>
           (SELECT coalesce(sum(CASE WHEN m.source IS NULL THEN m.quantity WHEN m.target IS NULL THEN -m.quantity
                                     ELSE 0 END), 0)
              FROM movement m WHERE m.operation_id = c.operation_id AND m.lot_id = c.lot_id)
"""


@pytest.fixture
def empty_database(server: EmbeddedServer) -> Iterator[str]:
    name = f"upgrade_{uuid4().hex}"
    server.create_database(name)
    yield name
    server.drop_database(name)


@pytest.mark.parametrize("landing", LANDINGS, ids=lambda landing: landing.revision)
async def test_an_earlier_plant_comes_up_and_works_on(
    landing: Landing, empty_database: str, server: EmbeddedServer
) -> None:
    owner_url = server.owner_url(empty_database)
    had = landing.restore(owner_url)
    migrate(owner_url, runtime_role=RUNTIME, append_only=APPEND_ONLY)
    with psycopg.connect(libpq(owner_url)) as connection:
        assert {table: rows(connection, table) for table in had} == had
        assert connection.execute(UNBALANCED).fetchall() == []
        last = connection.execute(LAST_ACT).fetchone()
    assert last is not None
    await _goes_on(server.runtime_url(empty_database), last[0] + timedelta(minutes=5))


async def _goes_on(runtime_url: str, now: datetime) -> None:
    engine = make_engine(runtime_url, pooled=False)
    transport = httpx.ASGITransport(app=application(make_sessions(engine), TestClock(now)))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver/api") as client:
            signed = await client.post("/auth/sign-in", json={"name": "admin", "password": PASSWORD})
            assert signed.status_code == 200, signed.text
            client.headers[CSRF_HEADER] = client.cookies[CSRF_COOKIE]
            board = (await client.get("/board")).json()
            assert len(board["rows"]) == 9
            operation = (await client.get("/scan", params={"code": "WO-2611-0189/20"})).json()["operation_id"]
            report = {"id": str(uuid4()), "operation_id": operation, "good": 3, "ng": 0, "mode": "book"}
            booked = await client.post("/reports", json=report)
            assert booked.json()["outcome"] == "booked", booked.text
    finally:
        await engine.dispose()

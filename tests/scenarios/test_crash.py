# SPDX-License-Identifier: Apache-2.0
"""Ten times kill -9 while eight clients report: what was answered is there, once and whole."""

import asyncio
import os
import random
import shutil
import signal
import socket
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select

from lockstep.app.server import ready_database, system_clock
from lockstep.domains.shopfloor.models import DefectLine, ProductionReport
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.change.models import Change
from lockstep.platform.commands.models import InboxEntry
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.embedded.place import locate
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions
from lockstep.platform.database.settings import Settings
from tests.support.plant import BuiltPlant, User, build_plant, said, step
from tests.support.sending import send
from tests.support.serving import Servers, servers

pytestmark = pytest.mark.anyio

CLIENTS = 8
KILLS = ("all", "parent", "worker", "all", "database", "parent", "worker", "all", "parent", "all")
"""What each kill hits: server and workers, the server alone, one worker, or the database server too."""
ANSWERS_BETWEEN = 25
"""So many reports are answered between two kills."""
PATIENCE = 60


@dataclass
class Client:
    """Sends one report after the other, each until it is answered; knows what was answered."""

    user: User
    operations: list[int]
    chance: random.Random
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)

    async def run(self, enough: asyncio.Event) -> None:
        while not enough.is_set():
            count = self.chance.choice([1, 1, 1, 3])
            bodies = [self._body() for _ in range(count)]
            if count == 1:
                answers = [await self._until_answered("/reports", bodies[0])]
            else:
                lines = (await self._until_answered("/reports/batch", {"reports": bodies}))["results"]
                assert {line["outcome"] for line in lines} <= {"booked", "duplicate"}, lines
                answers = [line["result"] for line in lines]
            self.answered.update({body["id"]: answer for body, answer in zip(bodies, answers, strict=True)})
            self.last = bodies[-1]

    def _body(self) -> dict[str, Any]:
        defects = [("D1", self.chance.randrange(1, 4), "scrap"), ("D2", self.chance.randrange(1, 4), "pending")]
        lots = [{"code": f"L-{number}"} for number in self.chance.sample(range(20), 2)]
        return {
            "id": str(uuid4()),
            "operation_id": self.chance.choice(self.operations),
            "input_lots": lots,
            **said(self.chance.randrange(1, 50), defects),
        }

    async def _until_answered(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            try:
                answer = await self.user.raw("POST", path, json=body)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            if answer.status_code < 300:
                found: dict[str, Any] = answer.json()
                return found
            assert answer.status_code >= 500, answer.text
            await asyncio.sleep(0.05)
        raise AssertionError("no answer came in time")


@dataclass(frozen=True)
class Place:
    """A folder with its database, made by the product."""

    folder: Path
    port: int
    sessions: Sessions
    plant: BuiltPlant

    @property
    def settings(self) -> dict[str, str]:
        return {"LOCKSTEP_DATA": str(self.folder), "LOCKSTEP_PORT": str(self.port), "LOCKSTEP_HOST": "127.0.0.1"}

    def kill_database(self) -> None:
        pid = int((locate(self.folder).data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="lockstep-crash-", dir="/var/tmp"))
    server = EmbeddedServer(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        server.start()
        with ready_database(Settings(folder, None, None, "127.0.0.1", port, None)) as database:
            # The database server may be another one after a kill: no connection is kept.
            engine = make_engine(database.runtime_url, pooled=False)
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
                sessions = make_sessions(engine)
                yield Place(folder, port, sessions, await build_plant(sessions, system_clock, client))
    finally:
        server.destroy()
        shutil.rmtree(folder, ignore_errors=True)


async def test_every_answered_report_is_there_once_and_whole(place: Place, tmp_path: Path) -> None:
    plant, operations = place.plant, []
    for number in range(3):
        steps = step("10"), step("20", input_rule="warn")
        operations += await plant.order(*steps, number=f"WO-{number}", quantity=1_000_000)
    clients = [
        Client(await plant.user(f"user-{number}"), operations, random.Random(number)) for number in range(CLIENTS)
    ]
    log = tmp_path / "server.log"
    try:
        with servers(place.settings, log) as running:
            await _send_through_kills(place, clients, running)
            for client in clients:
                again = await send(client.user, "/reports", **client.last)
                assert again.json() == client.answered[client.last["id"]]
    except BaseException as error:
        error.add_note(log.read_text()[-4000:])
        raise
    answered = {UUID(key) for client in clients for key in client.answered}
    assert len(answered) >= len(KILLS) * ANSWERS_BETWEEN
    await _check_stored(place.sessions, answered)
    await plant.check()


async def _send_through_kills(place: Place, clients: list[Client], running: Servers) -> None:
    enough = asyncio.Event()
    running.start()
    async with asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(client.run(enough))
        for hit in KILLS:
            await _answers(clients, ANSWERS_BETWEEN)
            if hit == "worker":
                running.kill_worker()
                continue
            if hit == "database":
                place.kill_database()
            if hit == "parent":
                running.kill_parent()
            else:
                running.kill_all()
            running.start()
        await _answers(clients, ANSWERS_BETWEEN)
        enough.set()


async def _answers(clients: list[Client], wanted: int) -> None:
    """Waits until so many more reports are answered."""
    before, deadline = sum(len(client.answered) for client in clients), monotonic() + PATIENCE
    while sum(len(client.answered) for client in clients) < before + wanted:
        assert monotonic() < deadline, "the server does not answer"
        await asyncio.sleep(0.01)


async def _check_stored(sessions: Sessions, answered: set[UUID]) -> None:
    async with sessions() as session:
        reports = list(await session.scalars(select(ProductionReport.id)))
        inbox = list(await session.scalars(select(InboxEntry.id).where(InboxEntry.id.in_(answered))))
        lines = await session.execute(
            select(DefectLine.report_id, func.count().label("lines")).group_by(DefectLine.report_id)
        )
        audited = list(await session.scalars(select(AuditEntry.command_id).where(AuditEntry.command_id.in_(answered))))
        changes = set(await session.scalars(select(Change.command_id).where(Change.command_id.in_(answered))))
        assert sorted(reports) == sorted(answered)
        assert sorted(inbox) == sorted(answered)
        assert Counter(audited) == Counter(answered)
        assert changes == answered
        assert {row.report_id: row.lines for row in lines} == dict.fromkeys(answered, 2)

# SPDX-License-Identifier: Apache-2.0
"""A served plant for tests that send anything: every scene has fresh people, orders and history of its own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import select, update

from lockstep.domains.shopfloor.models import DefectLine
from lockstep.domains.wip.models import Block
from lockstep.platform.accounts.models import AccountPost, Device, Session
from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.accounts.tokens import token_hash
from lockstep.platform.accounts.web import CSRF_HEADER, DEVICE_COOKIE, SESSION_COOKIE
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions
from tests.support.application import application
from tests.support.fuzzing import Sending
from tests.support.plant import OPERATOR, BuiltPlant, User, build_plant, step

DEFECTS = [("D1", 2, "rework"), ("D2", 1, "scrap"), ("D3", 3, "pending")]


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Scene:
    """Who sends, by the headers they send, and what there is to send about, by field names."""

    senders: dict[str, dict[str, str]]
    known: dict[str, list[Any]]


@dataclass
class Town:
    runner: asyncio.Runner
    sessions: Sessions
    client: httpx.AsyncClient
    plant: BuiltPlant
    looked_at: Scene | None = None

    def send(self, sending: Sending, sender: str, headers: dict[str, str]) -> httpx.Response:
        more = {"content-type": sending.media_type} if sending.media_type else {}
        content = sending.content(sender)
        self.client.cookies.clear()
        return self.runner.run(
            self.client.request(sending.method, sending.url, headers=headers | more, content=content)
        )

    def scene(self) -> Scene:
        return self.runner.run(self._scene(uuid4().hex))

    def scene_to_look_at(self) -> Scene:
        """One for all who only read, as long as nobody else has signed its people out."""
        if self.looked_at is None or not self._signed_in(self.looked_at):
            self.looked_at = self.scene()
        return self.looked_at

    def _signed_in(self, scene: Scene) -> bool:
        known = {name: headers for name, headers in scene.senders.items() if name != "anonymous"}
        return all(self.send(Sending("GET", "/api/me"), *one).status_code == 200 for one in known.items())

    async def _scene(self, name: str) -> Scene:
        await self._lift_stops()
        admin = await self.plant.user(f"admin-{name}", PERMISSIONS)
        operator = await self.plant.user(f"operator-{name}", OPERATOR)
        await self._seat(operator, f"terminal-{name}")
        signed = {CSRF_HEADER: "test"}
        senders = {
            "anonymous": {},
            "operator": signed | {"cookie": f"{SESSION_COOKIE}={operator.token}; {DEVICE_COOKIE}=terminal-{name}"},
            "admin": signed | {"cookie": f"{SESSION_COOKIE}={admin.token}"},
        }
        return Scene(senders, await self._history(await self.plant.user(f"leader-{name}", PERMISSIONS), name))

    async def _lift_stops(self) -> None:
        """A scene before may have stopped the whole plant."""
        async with self.sessions() as session, session.begin():
            await session.execute(update(Block).where(Block.released_at.is_(None)).values(released_at=clock()))

    async def _seat(self, operator: User, token: str) -> None:
        async with self.sessions() as session, session.begin():
            device = self._device(token)
            session.add(device)
            await session.flush()
            theirs = Session.token_hash == token_hash(operator.token)
            await session.execute(update(Session).where(theirs).values(device_id=device.id))

    async def _post(self, leader: User) -> int:
        """A change of post that is still to come."""
        async with self.sessions() as session, session.begin():
            post = AccountPost(
                account_id=leader.account_id,
                role_ids=[],
                site_ids=[],
                line_ids=[],
                team_ids=[],
                from_at=clock() + timedelta(days=1),
                reason="planned",
                planned_at=clock(),
                planned_by="leader",
            )
            session.add(post)
            await session.flush()
            return post.id

    def _device(self, token: str) -> Device:
        return Device(
            name=token[:60],
            token_hash=token_hash(token),
            site_id=self.plant.site_id,
            station_id=self.plant.stations["ST-1"],
            registered_at=clock(),
        )

    async def _history(self, leader: User, name: str) -> dict[str, list[Any]]:
        steps = [step("10", stations=["ST-1"]), step("20", acceptance="after_report"), step("30"), step("40")]
        first, second, third, stopped = await self.plant.order(*steps, number=name, quantity=500)
        lot = f"L-{name}"
        reports = [await leader.report(first, 100, DEFECTS), await leader.report(second, 40, DEFECTS)]
        reports += [await leader.report(first, 5, lot=lot), await leader.report(second, 3)]
        parked = [await leader.report(second, 9000, mode="book") for _ in range(2)]
        await leader.post("/wip/hold", operation_id=first, cell="ready", quantity=7, reason="doubtful")
        cases = (await leader.get("/wip/cases", operation_id=first))["cases"]
        stop = {"target_kind": "operation", "target_id": stopped, "reason_code": "machine_down", "owner": "P-1"}
        block = await leader.post("/blocks", **stop)
        told = await leader.post("/handovers", text="the tool is worn", station_id=self.plant.stations["ST-1"])
        span = {"started_at": (clock() - timedelta(hours=1)).isoformat(), "ended_at": clock().isoformat()}
        time = await leader.post("/time-records", operation_id=first, kind="setup", **span)
        key = await leader.post("/api-keys/create", name=name, permissions=["report.create"])
        order_id = (await leader.get("/scan", code=name))["order_id"]
        async with self.sessions() as session, session.begin():
            spare = self._device(f"spare-{name}")
            session.add(spare)
            await session.flush()
            lines = select(DefectLine.id).where(DefectLine.operation_id.in_([first, second]))
            line_ids = [str(line) for line in (await session.execute(lines)).scalars()]
        return values_that_fit() | {
            "operation_id": [first, second, third, stopped],
            "target_id": [first, second],
            "order_id": [order_id],
            "report_id": [made["report_id"] for made in reports],
            "command_id": [made["id"] for made in parked],
            "defect_line_id": line_ids,
            "case_id": [case["id"] for case in cases],
            "block_id": [block["block_id"]],
            "handover_id": [told["handover_id"]],
            "time_record_id": [time["id"]],
            "api_key_id": [key["entity_id"]],
            "device_id": [spare.id],
            "account_id": [leader.account_id],
            "post_id": [await self._post(leader)],
            "session_id": [None],
            "roles": [[f"leader-{name}"]],
            "role": [f"leader-{name}"],
            "lot": [lot, None],
            "code": [name, f"{name}/20", "ST-1", "P-1", lot],
            "station_id": [self.plant.stations["ST-1"], None],
            "person_id": list(self.plant.people.values()),
            "site_ids": [[self.plant.site_id], []],
            "line_ids": [list(self.plant.lines.values()), []],
            "team_ids": [[]],
            "station": ["ST-1", "ST-2"],
            "line": ["L1", "L2"],
            "defect_code": ["D1", "D2", "D3"],
        }


def values_that_fit() -> dict[str, list[Any]]:
    """For fields that name nothing: values that the rules have no reason to refuse."""
    now = clock()
    return {
        "quantity": [1, 2, 3],
        "good": [3, 1],
        "scrap": [0, 1],
        "pending": [0, 1],
        "found": [0, 1],
        "destroyed": [0],
        "share": [100],
        "photo_ids": [[]],
        "assignment_id": [None],
        "reason": ["a reason"],
        "reason_params": [{"station": "ST-1"}, {}],
        "reason_code": ["machine_down"],
        "permissions": [sorted(PERMISSIONS), ["report.create"]],
        "expected_version": [0],
        "started_at": [(now - timedelta(hours=1)).isoformat()],
        "ended_at": [now.isoformat()],
        "occurred_at": [(now - timedelta(minutes=1)).isoformat()],
        "until": [(now + timedelta(hours=1)).isoformat()],
        "from": [(now - timedelta(hours=2)).isoformat()],
    }


@contextmanager
def running_town(url: str) -> Iterator[Town]:
    engine = make_engine(url)
    sessions = make_sessions(engine)
    # A fault of the application is raised here, and so fails the test that provoked it.
    transport = httpx.ASGITransport(app=application(sessions, clock))
    client = httpx.AsyncClient(transport=transport, base_url="http://testserver")
    with asyncio.Runner() as runner:
        plant = runner.run(build_plant(sessions, clock, client))
        yield Town(runner, sessions, client, plant)
        runner.run(engine.dispose())

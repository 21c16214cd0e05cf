# SPDX-License-Identifier: Apache-2.0
"""A small plant for tests: one site, one line, two stations, two shifts, people and defect codes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import httpx

from lockstep.domains.masterdata import operations as masterdata
from lockstep.domains.masterdata import schemas
from lockstep.domains.orders.commands import OperationIn, PlaceOrder
from lockstep.domains.orders.operations.place import place_order
from lockstep.platform.accounts.models import Account, AccountRole, Role, Session
from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.accounts.tokens import token_hash
from lockstep.platform.accounts.web import CSRF_HEADER, SESSION_COOKIE
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import Clock, execute
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.operation import Operation
from lockstep.platform.database.engine import Sessions
from tests.support.ledger import cells_of, check_everything

EVERYBODY = Actor(name="builder", permissions=PERMISSIONS | {"masterdata.manage", "order.create"}, source="test")
OPERATOR = (
    "report.create",
    "report.correct_own",
    "report.read",
    "queue.read",
    "board.read",
    "photo.write",
    "photo.read",
)
LEADER = tuple(sorted(PERMISSIONS))


@dataclass
class User:
    """Somebody signed in: speaks HTTP with their own session."""

    client: httpx.AsyncClient
    account_id: int
    person_id: int | None
    token: str

    async def post(self, path: str, status: int = 200, **body: Any) -> dict[str, Any]:
        """`id` is new unless given; answers the JSON of the expected status."""
        return await self.send("POST", path, status, json={"id": str(uuid4()), **body})

    async def get(self, path: str, status: int = 200, **params: Any) -> dict[str, Any]:
        return await self.send("GET", path, status, params=params)

    async def send(self, method: str, path: str, status: int, **more: Any) -> dict[str, Any]:
        answer = await self.raw(method, path, **more)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def raw(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {
            "Cookie": f"{SESSION_COOKIE}={self.token}",
            CSRF_HEADER: "test",
            **more.pop("headers", {}),
        }
        return await self.client.request(method, f"/api{path}", headers=headers, **more)

    async def refused(self, path: str, status: int, code: str, /, **body: Any) -> dict[str, Any]:
        """A command that must be refused; answers the parameters of the refusal."""
        error = (await self.post(path, status, **body))["error"]
        assert error["code"] == code, error
        params: dict[str, Any] = error["params"]
        return params

    async def breaks(self, rule: str, path: str, /, **body: Any) -> dict[str, Any]:
        """A command refused by one rule of shape, which has a sentence of its own; answers its words."""
        [wrong] = (await self.refused(path, 422, "wrong_shape", **body))["fields"]
        assert wrong["kind"] == rule, wrong
        words: dict[str, Any] = wrong["params"]
        return words

    async def report(
        self, operation_id: int, good: float = 0, defects: Iterable[tuple[str, float, str]] = (), **more: Any
    ) -> dict[str, Any]:
        """Defects as (code, quantity, disposition)."""
        return await self.post("/reports", operation_id=operation_id, **said(good, defects), **more)


def said(good: float, defects: Iterable[tuple[str, float, str]] = ()) -> dict[str, Any]:
    lines = [{"defect_code": code, "quantity": q, "disposition": fate} for code, q, fate in defects]
    return {"good": good, "ng": sum(line["quantity"] for line in lines), "defects": lines}


@dataclass
class BuiltPlant:
    sessions: Sessions
    clock: Clock
    client: httpx.AsyncClient
    site_id: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    stations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def over(self, sessions: Sessions, clock: Clock, client: httpx.AsyncClient) -> "BuiltPlant":
        """The same plant, seen by another test."""
        known = {"lines": {**self.lines}, "stations": {**self.stations}, "people": {**self.people}}
        return BuiltPlant(sessions, clock, client, site_id=self.site_id, **known)

    async def run(self, op: Operation[Any, Any], command: Command, actor: Actor = EVERYBODY) -> Any:
        return await execute(self.sessions, actor, self.clock, "test", op, command)

    async def order(
        self,
        *steps: OperationIn,
        number: str = "WO-1",
        quantity: float = 100,
        actor: Actor = EVERYBODY,
        **more: Any,
    ) -> list[int]:
        """Place an order and answer the ids of its operations in their order."""
        placed = await self.run(
            place_order,
            PlaceOrder(
                id=uuid4(),
                site_code="S1",
                line_code=more.pop("line_code", "L1"),
                number=number,
                product_code="P1",
                quantity=quantity,
                operations=list(steps) or [step("10"), step("20")],
                **more,
            ),
            actor,
        )
        return list(placed["operations"].values())

    async def user(
        self,
        name: str,
        permissions: Iterable[str] = OPERATOR,
        *,
        person: str | None = None,
        sites: Iterable[int] = (),
        lines: Iterable[int] = (),
        teams: Iterable[int] = (),
        locale: str = "en",
    ) -> User:
        """Who is limited to lines is limited to their site, as an account always is."""
        token, now, limited = f"token-of-{name}", self.clock(), list(lines)
        async with self.sessions() as session, session.begin():
            account = Account(
                name=name,
                display_name=name,
                person_id=self.people[person] if person else None,
                site_ids=list(sites) or ([self.site_id] if limited else []),
                line_ids=limited,
                team_ids=list(teams),
                locale=locale,
            )
            role = Role(code=name, name={"en": name}, permissions=list(permissions))
            session.add_all([account, role])
            await session.flush()
            session.add(AccountRole(account_id=account.id, role_id=role.id))
            session.add(
                Session(
                    token_hash=token_hash(token),
                    id=uuid4(),
                    account_id=account.id,
                    csrf_token="test",
                    method="password",
                    created_at=now,
                    expires_at=now + timedelta(days=30),
                )
            )
            return User(self.client, account.id, account.person_id, token)

    async def cells(self, operation_id: int) -> dict[str, float]:
        """Pieces in each cell that is not empty."""
        async with self.sessions() as session:
            return await cells_of(session, operation_id)

    async def check(self, *, ran_short: Iterable[int] = ()) -> None:
        """Every law and Σ movements = cells. `ran_short`: booked beyond *block* by a reviewer."""
        async with self.sessions() as session:
            await check_everything(session, self.clock(), set(ran_short))


def step(code: str, **more: Any) -> OperationIn:
    return OperationIn(code=code, name={"en": f"Step {code}"}, **more)


async def build_plant(sessions: Sessions, clock: Clock, client: httpx.AsyncClient) -> BuiltPlant:
    plant = BuiltPlant(sessions, clock, client)

    async def define(op: Operation[Any, Any], command: type[Command], **values: Any) -> int:
        known: dict[str, int] = await plant.run(op, command(id=uuid4(), **values))
        return known["id"]

    plant.site_id = await define(masterdata.define_site, schemas.DefineSite, code="S1", name={"en": "Site"})
    for code in ("L1", "L2"):
        plant.lines[code] = await define(
            masterdata.define_line, schemas.DefineLine, site_code="S1", code=code, name={"en": code}
        )
    for line, code in (("L1", "ST-1"), ("L1", "ST-2"), ("L2", "ST-3")):
        plant.stations[code] = await define(
            masterdata.define_station,
            schemas.DefineStation,
            site_code="S1",
            line_code=line,
            code=code,
            name={"en": code},
        )
    for code, starts, ends in (("day", time(8), time(20)), ("night", time(20), time(8))):
        await define(
            masterdata.define_shift,
            schemas.DefineShift,
            site_code="S1",
            code=code,
            name={"en": code},
            starts=starts,
            ends=ends,
            weekdays=list(range(7)),
        )
    for code in ("P-1", "P-2"):
        plant.people[code] = await define(
            masterdata.define_person, schemas.DefinePerson, site_code="S1", code=code, name=f"Person {code}"
        )
    await define(masterdata.define_product, schemas.DefineProduct, code="P1", name={"en": "Product"})
    for code, severity in (("D1", "minor"), ("D2", "major"), ("D3", "critical")):
        await define(
            masterdata.define_defect_code,
            schemas.DefineDefectCode,
            code=code,
            name={"en": f"Defect {code}"},
            severity=severity,
        )
    return plant

# SPDX-License-Identifier: Apache-2.0
"""Two sites with a station each, people with accounts, and browsers to sign in from."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self
from uuid import uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy import insert, select

from lockstep.domains.masterdata.models import Line, Person, Site, Station
from lockstep.platform.accounts import passwords
from lockstep.platform.accounts.models import Account, AccountRole, Role
from lockstep.platform.accounts.seed import seed_roles
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.database.engine import Sessions

PASSWORD = "correct horse battery"
PIN = "2580"


@cache
def stored(secret: str) -> str:
    """By the hasher in force, which is quick in tests: a hash made at full cost is as dear to compare."""
    return passwords._HASHER.hash(secret)


class Browser(httpx.AsyncClient):
    """Keeps cookies and sends the CSRF token back, as the front end does."""

    def __init__(self, app: FastAPI, base_url: str = "http://testserver") -> None:
        super().__init__(transport=httpx.ASGITransport(app=app), base_url=base_url)

    async def command(self, path: str, **content: Any) -> httpx.Response:
        """Posts a command with an id of its own, unless one is given."""
        return await self.post(path, json={"id": str(uuid4()), **content})

    async def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self._remember(await self.post("/api/auth/sign-in", json={"name": name, "password": password}))

    async def at_station(self, **body: Any) -> httpx.Response:
        return self._remember(await self.post("/api/auth/station-sign-in", json=body))

    async def signed_in(self, name: str) -> Self:
        answer = await self.sign_in(name)
        assert answer.status_code == 200, answer.text
        return self

    async def registered_at(self, admin: "Browser", station_id: int) -> int:
        made = await admin.command("/api/devices/create-code", station_id=station_id)
        assert made.status_code == 200, made.text
        answer = await self.post("/api/devices/register", json={"code": made.json()["secret"]})
        assert answer.status_code == 200, answer.text
        return int(answer.json()["device_id"])

    def _remember(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code == 200:
            self.headers["X-CSRF-Token"] = self.cookies["lockstep_csrf"]
        return answer


NewBrowser = Callable[..., Awaitable[Browser]]


@dataclass
class World:
    """`stations` and `sites` by code, `people` and `accounts` by log-in name."""

    sessions: Sessions
    sites: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    stations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)

    async def add_site(self, code: str) -> None:
        name = {"en": code}
        self.sites[code] = await self._add(Site, code=code, name=name)
        self.lines[code] = await self._add(Line, site_id=self.sites[code], code="L1", name=name)
        self.stations[code] = await self.add_station(code, self.lines[code], f"{code}-1")

    async def add_line(self, site: str, code: str) -> int:
        return await self._add(Line, site_id=self.sites[site], code=code, name={"en": code})

    async def add_station(self, site: str, line_id: int, code: str) -> int:
        return await self._add(Station, site_id=self.sites[site], line_id=line_id, code=code, name={"en": code})

    async def add_account(self, name: str, *roles: str, site: str | None = None, **columns: Any) -> int:
        person_site = self.sites[site or next(iter(self.sites))]
        self.people[name] = await self._add(Person, site_id=person_site, code=name, name=name)
        values = {
            "password_hash": stored(PASSWORD),
            "pin_hash": stored(PIN),
            "site_ids": [] if site is None else [self.sites[site]],
            "person_id": self.people[name],
            **columns,
        }
        account_id = await self._add(Account, name=name, display_name=name.title(), **values)
        async with self.sessions() as session, session.begin():
            found = select(Role.id).where(Role.code.in_(roles))
            for role_id in list(await session.scalars(found)):
                await session.execute(insert(AccountRole).values(account_id=account_id, role_id=role_id))
        self.accounts[name] = account_id
        return account_id

    async def audited(self, operation: str) -> list[AuditEntry]:
        async with self.sessions() as session:
            found = select(AuditEntry).where(AuditEntry.operation == operation).order_by(AuditEntry.id)
            return list(await session.scalars(found))

    async def _add(self, model: Any, **values: Any) -> int:
        async with self.sessions() as session, session.begin():
            made: int = (await session.execute(insert(model).values(**values).returning(model.id))).scalar_one()
            return made


async def build_world(sessions: Sessions) -> World:
    async with sessions() as session, session.begin():
        await seed_roles(session)
    world = World(sessions)
    await world.add_site("NORTH")
    await world.add_site("SOUTH")
    await world.add_account("admin", "admin")
    await world.add_account("leader", "leader", site="NORTH")
    await world.add_account("li", "operator", site="NORTH")
    return world


def code_of(answer: httpx.Response) -> str:
    code: str = answer.json()["error"]["code"]
    return code

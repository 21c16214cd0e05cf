# SPDX-License-Identifier: Apache-2.0
"""Keys of machines and other systems: their rights are those listed, their rows those in scope."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.platform.accounts.world import PIN, Browser, NewBrowser, World, code_of
from tests.support.clock import TestClock

pytestmark = pytest.mark.anyio


async def made(admin: Browser, new_browser: NewBrowser, **content: Any) -> tuple[int, Browser]:
    answer = await admin.command("/api/api-keys/create", **{"name": "ERP", **content})
    assert answer.status_code == 200, answer.text
    assert answer.json()["secret"].startswith("ls_")
    machine = await new_browser()
    machine.headers["Authorization"] = f"Bearer {answer.json()['secret']}"
    return answer.json()["entity_id"], machine


async def test_a_key_does_what_is_listed_and_nothing_else(
    admin: Browser, new_browser: NewBrowser, world: World
) -> None:
    _, machine = await made(admin, new_browser, permissions=["audit.read"])

    assert (await machine.get("/api/audit")).status_code == 200
    assert code_of(await machine.get("/api/accounts")) == "forbidden"
    assert code_of(await machine.command("/api/me/locale", locale="en")) == "forbidden"


async def test_a_key_writes_without_csrf_and_under_its_own_name(
    admin: Browser, new_browser: NewBrowser, world: World
) -> None:
    _, machine = await made(admin, new_browser, permissions=["device.register"])

    answer = await machine.command("/api/devices/create-code", station_id=world.stations["NORTH"])

    assert answer.status_code == 200
    (entry,) = await world.audited("device.create_code")
    assert (entry.actor_name, entry.source) == ("ERP", "api_key")
    assert entry.account_id not in world.accounts.values()


async def test_a_key_sees_its_sites_only(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    _, machine = await made(admin, new_browser, permissions=["device.register"], site_ids=[world.sites["NORTH"]])

    near = await machine.command("/api/devices/create-code", station_id=world.stations["NORTH"])
    far = await machine.command("/api/devices/create-code", station_id=world.stations["SOUTH"])

    assert near.status_code == 200
    assert code_of(far) == "unknown_station"
    told = (await machine.get("/api/me")).json()
    assert (told["display_name"], told["permissions"]) == ("ERP", ["device.register"])
    assert told["site"]["id"] == world.sites["NORTH"]


async def test_a_revoked_key_opens_nothing(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    key_id, machine = await made(admin, new_browser, permissions=["audit.read"])

    await admin.command("/api/api-keys/revoke", api_key_id=key_id, reason="leaked")

    assert (await machine.get("/api/audit")).status_code == 401
    (entry,) = await world.audited("api_key.revoke")
    assert (entry.reason, entry.entity_id) == ("leaked", str(key_id))
    (listed,) = (await admin.get("/api/api-keys")).json()
    assert listed["revoked_at"] is not None


@pytest.mark.parametrize("authorization", ["Bearer ls_made-up", "Bearer", "Basic bGk6", ""])
async def test_a_made_up_key_is_nobodys_even_beside_a_session(
    browser: Browser, world: World, authorization: str
) -> None:
    await browser.signed_in("li")
    browser.headers["Authorization"] = authorization

    assert code_of(await browser.get("/api/me")) == "not_signed_in"


async def test_two_keys_do_not_see_each_others_answers(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    _, one = await made(admin, new_browser, permissions=["device.register"])
    _, other = await made(admin, new_browser, permissions=["device.register"])
    command = {"id": str(uuid4()), "station_id": world.stations["NORTH"]}

    assert (await one.post("/api/devices/create-code", json=command)).status_code == 200
    assert (await other.post("/api/devices/create-code", json=command)).status_code == 404


async def test_a_key_holds_no_more_than_its_maker(browser: Browser, new_browser: NewBrowser, world: World) -> None:
    async with world.sessions() as session, session.begin():
        await session.execute(
            text("UPDATE role SET permissions = permissions || '{api_key.manage}' WHERE code = 'leader'")
        )
    leader = await browser.signed_in("leader")
    north = [world.sites["NORTH"]]

    beyond = [
        await leader.command("/api/api-keys/create", name="x", permissions=["account.manage"], site_ids=north),
        await leader.command("/api/api-keys/create", name="x", permissions=["board.read"]),
    ]

    assert [code_of(answer) for answer in beyond] == ["beyond_yourself"] * 2


async def test_the_account_of_a_key_is_no_log_in(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    await made(admin, new_browser, permissions=["board.read"])
    (key,) = (await admin.get("/api/api-keys")).json()

    answer = await admin.command("/api/accounts/set-password", account_id=key["account_id"], password="quite a new one")

    assert answer.status_code == 404
    listed = (await admin.get("/api/accounts")).json()["accounts"]
    assert key["account_id"] not in [account["account_id"] for account in listed]


async def test_the_list_says_when_a_key_and_a_terminal_were_last_heard_of(
    admin: Browser, new_browser: NewBrowser, world: World, clock: TestClock
) -> None:
    """To the hour: it is not written with every request."""
    _, machine = await made(admin, new_browser, permissions=["audit.read"])
    terminal = await new_browser()
    await terminal.registered_at(admin, world.stations["NORTH"])
    await terminal.at_station(person_id=world.people["li"], pin=PIN)

    async def heard() -> tuple[str | None, str | None]:
        [key], [device] = (await admin.get("/api/api-keys")).json(), (await admin.get("/api/devices")).json()
        return key["last_used_at"], device["last_seen_at"]

    assert await heard() == (None, None)
    await machine.get("/api/audit")
    clock.advance(minutes=50)
    await machine.get("/api/audit")
    await terminal.get("/api/me")
    assert await heard() == ("2026-11-20T06:32:00Z", None)

    clock.advance(minutes=20)
    await machine.get("/api/audit")
    await terminal.get("/api/me")
    assert await heard() == ("2026-11-20T07:42:00Z", "2026-11-20T07:42:00Z")

# SPDX-License-Identifier: Apache-2.0
"""Entries about accounts name a site, so that the auditors of that site see them and those of another do not."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.tries import MAX_TRIES
from lockstep.platform.change.models import Change
from tests.platform.accounts.world import PASSWORD, PIN, Browser, NewBrowser, World, code_of

pytestmark = pytest.mark.anyio
WRONG = "wrong horse battery"
KEPT = [
    "accounts.sign_in_failed",
    "accounts.locked",
    "accounts.unlock",
    "accounts.sign_in",
    "accounts.set_locale",
    "accounts.sign_out",
    "accounts.set_pin",
    "accounts.deactivate",
]
TOLD = ["account.locked", "session.opened", "session.ended"]


async def live_through(name: str, admin: Browser, browser: Browser, world: World) -> None:
    """An account is locked, unlocked, signed in, changed and closed."""
    account_id = world.accounts[name]
    for _ in range(MAX_TRIES):
        await browser.sign_in(name, WRONG)
    await admin.command("/api/accounts/unlock", account_id=account_id)
    await browser.signed_in(name)
    await browser.command("/api/me/locale", locale="en")
    await browser.post("/api/auth/sign-out")
    await admin.command("/api/accounts/set-pin", account_id=account_id, pin="5566")
    await admin.command("/api/accounts/deactivate", account_id=account_id, reason="left")


async def places(world: World, name: str) -> dict[str, set[tuple[int | None, int | None]]]:
    """Site and line by operation, of the entries about one account."""
    return {
        operation: {
            (entry.site_id, entry.line_id)
            for entry in await world.audited(operation)
            if entry.entity_id == str(world.accounts[name])
        }
        for operation in KEPT
    }


async def told_to(world: World, event: str) -> set[tuple[int | None, int | None]]:
    """Site and line of what open screens hear, where it names a site."""
    async with world.sessions() as session:
        found = await session.execute(select(Change.site_id, Change.line_id).where(Change.event == event))
        return {(row.site_id, row.line_id) for row in found if row.site_id is not None}


def all_at(site_id: int, line_id: int | None) -> dict[str, set[tuple[int | None, int | None]]]:
    return {operation: {(site_id, line_id)} for operation in KEPT}


async def test_an_office_account_belongs_to_the_site_of_its_person(
    admin: Browser, new_browser: NewBrowser, world: World
) -> None:
    await world.add_account("far", "operator", site="SOUTH", site_ids=[])
    await live_through("far", admin, await new_browser(), world)

    assert await places(world, "far") == all_at(world.sites["SOUTH"], None)
    there = {(world.sites["SOUTH"], None)}
    assert [await told_to(world, told) & there for told in TOLD] == [there] * len(TOLD)


async def test_an_account_without_a_person_belongs_to_its_only_site_and_line(
    admin: Browser, new_browser: NewBrowser, world: World
) -> None:
    scope = {"site_ids": [world.sites["SOUTH"]], "line_ids": [world.lines["SOUTH"]]}
    await world.add_account("board", "operator", person_id=None, **scope)
    await live_through("board", admin, await new_browser(), world)

    assert await places(world, "board") == all_at(world.sites["SOUTH"], world.lines["SOUTH"])


async def test_what_happens_at_a_terminal_belongs_to_its_station(
    admin: Browser, new_browser: NewBrowser, world: World
) -> None:
    await world.add_account("guest", "leader", site="SOUTH", site_ids=[])
    here = {(world.sites["NORTH"], world.lines["NORTH"])}
    terminal = await new_browser()
    await terminal.registered_at(admin, world.stations["NORTH"])

    for pin in ("0000", PIN):
        await terminal.at_station(person_id=world.people["guest"], pin=pin)
    await terminal.command("/api/accounts/unlock", account_id=world.accounts["guest"])
    await terminal.post("/api/auth/sign-out")

    found = await places(world, "guest")
    kept = ("accounts.sign_in_failed", "accounts.sign_in", "accounts.unlock", "accounts.sign_out")
    assert [found[name] for name in kept] == [here] * len(kept)
    registered = [*await world.audited("device.create_code"), *await world.audited("device.registered")]
    assert {(entry.site_id, entry.line_id) for entry in registered} == here
    assert [await told_to(world, told) & here for told in ("device.registered", "session.opened")] == [here, here]


async def test_an_auditor_reads_of_the_accounts_of_their_site_only(
    admin: Browser, browser: Browser, new_browser: NewBrowser, world: World
) -> None:
    async with world.sessions() as session, session.begin():
        await session.execute(text("UPDATE role SET permissions = permissions || '{audit.read}' WHERE code = 'leader'"))
    for name, site in (("near", "NORTH"), ("far", "SOUTH")):
        await world.add_account(name, "operator", site=site, site_ids=[])
        await live_through(name, admin, await new_browser(), world)

    leader = await browser.signed_in("leader")

    seen = (await leader.get("/api/audit")).json()["entries"]
    about = {(entry["operation"], entry["entity_id"]) for entry in seen}
    assert {(operation, str(world.accounts["near"])) for operation in KEPT} <= about
    assert str(world.accounts["far"]) not in {entity for _, entity in about}


async def lined(admin: Browser, world: World, **changed: Any) -> dict[str, Any]:
    """An account that is limited to the line of NORTH and says nothing of sites, and can sign in."""
    fields = {"roles": ["operator"], "site_ids": [], "line_ids": [world.lines["NORTH"]], **changed}
    answer = await admin.command("/api/accounts/create", name="lined", display_name="Lined", **fields)
    made: dict[str, Any] = answer.json()
    if answer.status_code == 200:
        await admin.command("/api/accounts/set-password", account_id=made["account_id"], password=PASSWORD)
    return made


async def test_who_is_limited_to_a_line_finds_nothing_of_other_sites(
    admin: Browser, browser: Browser, world: World
) -> None:
    await world.add_account("far", "operator", site="SOUTH")
    account_id = (await lined(admin, world))["account_id"]
    await browser.signed_in("lined")

    found = {code: (await browser.get("/api/scan", params={"code": code})).json()["kind"] for code in
             ("NORTH-1", "li", "SOUTH-1", "far")}  # fmt: skip

    assert found == {"NORTH-1": "station", "li": "person", "SOUTH-1": "unknown", "far": "unknown"}
    listed = {one["account_id"]: one for one in (await admin.get("/api/accounts")).json()["accounts"]}
    assert listed[account_id]["site_ids"] == [world.sites["NORTH"]]


async def test_a_changed_account_and_a_key_are_limited_to_the_sites_of_their_lines(
    admin: Browser, browser: Browser, world: World
) -> None:
    south = {"site_ids": [], "line_ids": [world.lines["SOUTH"]]}
    account_id = (await lined(admin, world))["account_id"]
    await admin.command(
        "/api/accounts/change",
        account_id=account_id,
        expected_version=1,
        display_name="Lined",
        roles=["operator"],
        **south,
    )
    made = await admin.command("/api/api-keys/create", name="machine", permissions=["queue.read"], **south)
    key = {"Authorization": f"Bearer {made.json()['secret']}"}
    await browser.signed_in("lined")

    for headers in ({}, key):
        found = [await browser.get("/api/scan", params={"code": code}, headers=headers) for code in
                 ("SOUTH-1", "NORTH-1")]  # fmt: skip
        assert [answer.json()["kind"] for answer in found] == ["station", "unknown"]


async def test_a_manager_of_a_line_makes_accounts_for_it_and_for_no_other_site(
    admin: Browser, browser: Browser, world: World
) -> None:
    async with world.sessions() as session, session.begin():
        await session.execute(
            text("UPDATE role SET permissions = permissions || '{account.manage}' WHERE code = 'leader'")
        )
    await lined(admin, world, roles=["leader"])
    manager = await browser.signed_in("lined")
    fields = {"display_name": "New", "roles": ["operator"], "site_ids": []}

    here = await manager.command("/api/accounts/create", name="a", line_ids=[world.lines["NORTH"]], **fields)
    there = await manager.command("/api/accounts/create", name="b", line_ids=[world.lines["SOUTH"]], **fields)

    assert here.status_code == 200
    assert (there.status_code, code_of(there)) == (403, "beyond_yourself")


async def test_a_line_has_to_be_there(admin: Browser, world: World) -> None:
    refused = await lined(admin, world, line_ids=[10**9])

    assert (refused["error"]["code"], refused["error"]["params"]) == ("unknown_line", {"line_id": 10**9})


async def test_the_database_takes_no_lines_without_sites(world: World) -> None:
    with pytest.raises(IntegrityError):
        await world.add_account("loose", "operator", site="NORTH", site_ids=[], line_ids=[world.lines["NORTH"]])

    async with world.sessions() as session:
        assert await session.scalar(select(Account.id).where(Account.name == "loose")) is None


async def test_who_is_limited_to_a_line_manages_its_terminals_only(
    admin: Browser, browser: Browser, new_browser: NewBrowser, world: World
) -> None:
    async with world.sessions() as session, session.begin():
        await session.execute(
            text("UPDATE role SET permissions = permissions || '{device.register}' WHERE code = 'operator'")
        )
    other = await world.add_line("NORTH", "L2")
    ids = [await (await new_browser()).registered_at(admin, station) for station in
           (world.stations["NORTH"], await world.add_station("NORTH", other, "NORTH-2"))]  # fmt: skip
    await lined(admin, world)
    await browser.signed_in("lined")

    assert [device["device_id"] for device in (await browser.get("/api/devices")).json()] == ids[:1]
    answers = [await browser.command("/api/devices/revoke", device_id=key, reason="old") for key in ids]
    assert [answer.status_code for answer in answers] == [200, 404]

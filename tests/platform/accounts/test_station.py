# SPDX-License-Identifier: Apache-2.0
"""Terminals, and signing in on them by PIN or badge."""

import pytest
from sqlalchemy import update

from lockstep.domains.masterdata.models import Person
from lockstep.platform.accounts.tries import MAX_TRIES
from tests.platform.accounts.world import PASSWORD, PIN, Browser, NewBrowser, World, code_of
from tests.support.clock import TestClock

pytestmark = pytest.mark.anyio
WRONG = "0852"


@pytest.fixture
async def terminal(new_browser: NewBrowser, admin: Browser, world: World) -> Browser:
    made = await new_browser()
    await made.registered_at(admin, world.stations["NORTH"])
    return made


async def new_code(admin: Browser, station_id: int) -> str:
    answer = await admin.command("/api/devices/create-code", station_id=station_id)
    return str(answer.json()["secret"])


async def new_badge(admin: Browser, account_id: int) -> str:
    answer = await admin.command("/api/accounts/issue-badge", account_id=account_id)
    return str(answer.json()["secret"])


async def test_a_code_registers_a_terminal_at_its_station(browser: Browser, admin: Browser, world: World) -> None:
    code = await new_code(admin, world.stations["NORTH"])

    answer = await browser.post("/api/devices/register", json={"code": code, "name": "By the lathe"})

    assert answer.json()["station"]["code"] == "NORTH-1"
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("lockstep_device=")
    assert "HttpOnly" in cookie
    (entry,) = await world.audited("device.registered")
    assert (entry.entity_id, entry.site_id) == (str(answer.json()["device_id"]), world.sites["NORTH"])
    assert entry.after is not None
    assert entry.after["code_made_by"] == world.accounts["admin"]


async def test_a_code_may_be_typed_as_people_read_it(browser: Browser, admin: Browser, world: World) -> None:
    code = await new_code(admin, world.stations["NORTH"])
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert (await browser.post("/api/devices/register", json={"code": typed})).status_code == 200


async def test_a_code_works_once(browser: Browser, new_browser: NewBrowser, admin: Browser, world: World) -> None:
    code = await new_code(admin, world.stations["NORTH"])
    await browser.post("/api/devices/register", json={"code": code})

    other = await new_browser()
    answer = await other.post("/api/devices/register", json={"code": code})

    assert (answer.status_code, code_of(answer)) == (403, "device_code_refused")
    assert "lockstep_device" not in other.cookies
    assert len(await world.audited("device.register_failed")) == 1


async def test_a_code_is_old_after_a_quarter_of_an_hour(
    browser: Browser, admin: Browser, world: World, clock: TestClock
) -> None:
    code = await new_code(admin, world.stations["NORTH"])
    clock.advance(minutes=15)

    assert code_of(await browser.post("/api/devices/register", json={"code": code})) == "device_code_refused"


async def test_a_code_is_for_a_station_that_is_there(admin: Browser, world: World) -> None:
    answer = await admin.command("/api/devices/create-code", station_id=10**9)

    assert (answer.status_code, code_of(answer)) == (422, "unknown_station")


async def test_pin_signs_in_on_a_registered_terminal(terminal: Browser, world: World) -> None:
    answer = await terminal.at_station(person_id=world.people["li"], pin=PIN)

    assert answer.status_code == 200
    me = (await terminal.get("/api/me")).json()
    assert (me["display_name"], me["station"]["code"]) == ("Li", "NORTH-1")
    entry = (await world.audited("accounts.sign_in"))[-1]
    assert (entry.source, entry.site_id) == ("station", world.sites["NORTH"])
    assert entry.device_id is not None


async def test_pin_is_refused_on_an_unregistered_device(browser: Browser, world: World) -> None:
    answer = await browser.at_station(person_id=world.people["li"], pin=PIN)

    assert (answer.status_code, code_of(answer)) == (403, "device_not_registered")
    assert (await browser.get("/api/auth/roster")).status_code == 403


async def test_badge_is_refused_on_an_unregistered_device(browser: Browser, admin: Browser, world: World) -> None:
    badge = await new_badge(admin, world.accounts["li"])

    assert code_of(await browser.at_station(badge=badge)) == "device_not_registered"


async def test_pin_does_not_open_the_office(terminal: Browser, world: World) -> None:
    assert (await terminal.sign_in("li", PIN)).status_code == 401


@pytest.mark.parametrize("shape", ["{}", "http://plant.example/c/{}", " {}\n"])
async def test_badge_signs_in(terminal: Browser, admin: Browser, world: World, shape: str) -> None:
    badge = await new_badge(admin, world.accounts["li"])

    answer = await terminal.at_station(badge=shape.format(badge))

    assert answer.status_code == 200
    assert answer.json()["account_id"] == world.accounts["li"]


async def test_unknown_badge_is_refused_and_written_down(terminal: Browser, world: World) -> None:
    answer = await terminal.at_station(badge="LBAAAAAAAAAAAAAAAAAAAAAAAAAA")

    assert (answer.status_code, code_of(answer)) == (401, "badge_refused")
    (entry,) = await world.audited("accounts.sign_in_failed")
    assert entry.after is not None
    assert entry.after["method"] == "badge"


async def test_a_new_badge_replaces_the_old_and_its_sessions(terminal: Browser, admin: Browser, world: World) -> None:
    lost = await new_badge(admin, world.accounts["li"])
    await terminal.at_station(badge=lost)

    fresh = await new_badge(admin, world.accounts["li"])

    assert (await terminal.get("/api/me")).status_code == 401
    assert code_of(await terminal.at_station(badge=lost)) == "badge_refused"
    assert (await terminal.at_station(badge=fresh)).status_code == 200


async def test_five_wrong_pins_lock_until_a_leader_unlocks(
    terminal: Browser, admin: Browser, new_browser: NewBrowser, world: World, clock: TestClock
) -> None:
    person = world.people["li"]
    tries = [code_of(await terminal.at_station(person_id=person, pin=WRONG)) for _ in range(MAX_TRIES)]
    assert tries == ["pin_refused"] * (MAX_TRIES - 1) + ["account_locked"]

    clock.advance(hours=3)
    answer = await terminal.at_station(person_id=person, pin=PIN)
    assert (answer.status_code, code_of(answer)) == (423, "account_locked")
    badge = await new_badge(admin, world.accounts["li"])
    assert code_of(await terminal.at_station(badge=badge)) == "account_locked"

    leader = await (await new_browser()).signed_in("leader")
    await leader.command("/api/accounts/unlock", account_id=world.accounts["li"])
    assert (await terminal.at_station(person_id=person, pin=PIN)).status_code == 200


async def test_only_who_may_unlock_unlocks(terminal: Browser, new_browser: NewBrowser, world: World) -> None:
    colleague = await (await new_browser()).signed_in("li")

    answer = await colleague.command("/api/accounts/unlock", account_id=world.accounts["leader"])

    assert (answer.status_code, code_of(answer)) == (403, "forbidden")


async def test_a_leader_unlocks_nobody_of_another_site(new_browser: NewBrowser, world: World) -> None:
    far = await world.add_account("far", "operator", site="SOUTH")
    leader = await (await new_browser()).signed_in("leader")

    assert (await leader.command("/api/accounts/unlock", account_id=far)).status_code == 404


async def test_people_of_another_site_or_line_do_not_sign_in_here(terminal: Browser, world: World) -> None:
    await world.add_account("far", "operator", site="SOUTH")
    await world.add_account("other_line", "operator", site="NORTH", line_ids=[world.lines["SOUTH"]])

    for name in ("far", "other_line"):
        assert code_of(await terminal.at_station(person_id=world.people[name], pin=PIN)) == "pin_refused"


async def test_who_has_left_the_plant_does_not_sign_in_at_it(terminal: Browser, admin: Browser, world: World) -> None:
    badge = await new_badge(admin, world.accounts["li"])
    async with world.sessions() as session, session.begin():
        await session.execute(update(Person).where(Person.id == world.people["li"]).values(status="retired"))

    by_pin = await terminal.at_station(person_id=world.people["li"], pin=PIN)
    by_badge = await terminal.at_station(badge=badge)

    assert [code_of(answer) for answer in (by_pin, by_badge)] == ["pin_refused", "badge_refused"]


async def test_a_revoked_terminal_ends_its_sessions_and_opens_no_new_ones(
    terminal: Browser, admin: Browser, world: World
) -> None:
    await terminal.at_station(person_id=world.people["li"], pin=PIN)
    (device,) = (await admin.get("/api/devices")).json()

    revoked = await admin.command("/api/devices/revoke", device_id=device["device_id"], reason="stolen")

    assert revoked.status_code == 200
    assert (await terminal.get("/api/me")).status_code == 401
    assert code_of(await terminal.at_station(person_id=world.people["li"], pin=PIN)) == "device_not_registered"
    (entry,) = await world.audited("device.revoke")
    assert (entry.reason, entry.account_id) == ("stolen", world.accounts["admin"])


async def test_registering_again_revokes_what_the_terminal_was(terminal: Browser, admin: Browser, world: World) -> None:
    await terminal.registered_at(admin, world.stations["SOUTH"])

    devices = (await admin.get("/api/devices")).json()
    assert [device["revoked_at"] is None for device in devices] == [False, True]


async def test_each_sign_in_keeps_the_terminals_cookie_alive(terminal: Browser, world: World) -> None:
    answer = await terminal.at_station(person_id=world.people["li"], pin=PIN)

    renewed = [line for line in answer.headers.get_list("set-cookie") if line.startswith("lockstep_device=")]
    assert len(renewed) == 1
    assert terminal.cookies["lockstep_device"] in renewed[0]


async def test_the_roster_names_who_may_sign_in_here(terminal: Browser, admin: Browser, world: World) -> None:
    await world.add_account("far", "operator", site="SOUTH")
    await world.add_account("no_pin", "operator", site="NORTH", pin_hash=None)
    await world.add_account("gone", "operator", site="NORTH", active=False)

    roster = (await terminal.get("/api/auth/roster")).json()
    names = {person["name"] for person in roster["people"]}

    assert names == {"admin", "leader", "li"}
    assert roster["station"]["code"] == "NORTH-1"


@pytest.mark.parametrize("pin", ["123", "1234567", "12a4", "１２３４", ""])
async def test_a_pin_has_four_to_six_digits(admin: Browser, world: World, pin: str) -> None:
    answer = await admin.command("/api/accounts/set-pin", account_id=world.accounts["li"], pin=pin)

    assert answer.status_code == 422


async def test_a_new_pin_counts_at_once(terminal: Browser, admin: Browser, world: World) -> None:
    await admin.command("/api/accounts/set-pin", account_id=world.accounts["li"], pin="987654")

    assert code_of(await terminal.at_station(person_id=world.people["li"], pin=PIN)) == "pin_refused"
    assert (await terminal.at_station(person_id=world.people["li"], pin="987654")).status_code == 200


async def test_a_password_is_no_pin(terminal: Browser, world: World) -> None:
    assert (await terminal.at_station(person_id=world.people["li"], pin=PASSWORD)).status_code == 422

# SPDX-License-Identifier: Apache-2.0
"""Changes of post with dates: they count when their time has come, without anybody doing anything."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOW
from tests.platform.accounts.world import PIN, Browser, NewBrowser, World, code_of
from tests.support.clock import TestClock

pytestmark = pytest.mark.anyio


def day(offset: float) -> str:
    return (NOW + timedelta(days=offset)).isoformat()


async def plan(admin: Browser, world: World, name: str = "li", **changed: Any) -> Any:
    shown = (await admin.get(f"/api/accounts/{world.accounts[name]}")).json()
    command = {
        "account_id": world.accounts[name],
        "expected_version": shown.get("version", 1),
        "roles": ["inspector"],
        "from_at": day(0.25),
        "reason": "moves to inspection",
        **changed,
    }
    return await admin.command("/api/accounts/plan-post", **command)


async def rights(browser: Browser) -> set[str]:
    return set((await browser.get("/api/me")).json()["permissions"])


async def test_it_counts_from_its_date_until_its_date(
    admin: Browser, browser: Browser, world: World, clock: TestClock
) -> None:
    await browser.signed_in("li")
    made = await plan(admin, world, until_at=day(0.4), site_ids=[world.sites["NORTH"]])
    assert made.status_code == 200, made.text
    assert "wip.judge" not in await rights(browser)

    clock.advance(hours=6)
    assert "wip.judge" in await rights(browser)

    clock.advance(hours=4)
    assert "wip.judge" not in await rights(browser)
    assert "report.create" in await rights(browser)


async def test_what_belongs_to_the_new_site_is_seen_and_the_old_is_not(
    admin: Browser, new_browser: NewBrowser, world: World, clock: TestClock
) -> None:
    await plan(admin, world, roles=["operator"], site_ids=[world.sites["SOUTH"]])
    north, south = await new_browser(), await new_browser()
    await north.registered_at(admin, world.stations["NORTH"])
    await south.registered_at(admin, world.stations["SOUTH"])
    badge = (await admin.command("/api/accounts/issue-badge", account_id=world.accounts["li"])).json()["secret"]

    assert (await north.at_station(badge=badge)).status_code == 200
    assert code_of(await south.at_station(badge=badge)) == "badge_refused"
    listed = (await north.get("/api/auth/roster")).json()["people"]
    assert world.people["li"] in [person["person_id"] for person in listed]

    clock.advance(days=1)
    assert code_of(await north.at_station(badge=badge)) == "badge_refused"
    assert (await south.at_station(person_id=world.people["li"], pin=PIN)).status_code == 200
    listed = (await north.get("/api/auth/roster")).json()["people"]
    assert world.people["li"] not in [person["person_id"] for person in listed]


async def test_the_account_shows_its_posts_and_the_list_what_counts_now(
    admin: Browser, world: World, clock: TestClock
) -> None:
    await plan(admin, world, until_at=day(2))
    li = f"/api/accounts/{world.accounts['li']}"
    before = (await admin.get(li)).json()
    assert (before["roles"], before["next_post_at"] is not None) == (["operator"], True)
    assert [post["state"] for post in before["posts"]] == ["planned"]

    clock.advance(days=1)
    await admin.signed_in("admin")
    during = (await admin.get(li)).json()
    assert (during["roles"], during["post_until"]) == (["inspector"], day(2).replace("+00:00", "Z"))
    assert during["posts"][0]["state"] == "current"

    clock.advance(days=2)
    await admin.signed_in("admin")
    after = (await admin.get(li)).json()
    assert (after["roles"], after["posts"][0]["state"]) == (["operator"], "past")
    assert after["posts"][0]["reason"] == "moves to inspection"


async def test_it_can_be_taken_back(admin: Browser, browser: Browser, world: World, clock: TestClock) -> None:
    await browser.signed_in("li")
    post_id = (await plan(admin, world)).json()["post_id"]
    command = {"account_id": world.accounts["li"], "post_id": post_id, "reason": "stays after all"}

    assert (await admin.command("/api/accounts/end-post", **command)).status_code == 200
    clock.advance(hours=7)

    assert "wip.judge" not in await rights(browser)
    assert code_of(await admin.command("/api/accounts/end-post", **command)) == "not_found"
    (entry,) = await world.audited("accounts.end_post")
    assert entry.reason == "stays after all"


async def test_a_change_by_hand_ends_the_post_that_lasts(
    admin: Browser, browser: Browser, world: World, clock: TestClock
) -> None:
    await browser.signed_in("li")
    version = (await plan(admin, world, from_at=day(0), until_at=day(5))).json()["version"]
    assert "wip.judge" in await rights(browser)
    fields = {"display_name": "Li", "person_id": world.people["li"], "site_ids": [world.sites["NORTH"]]}
    change = {"account_id": world.accounts["li"], "line_ids": [], **fields}

    named = await admin.command(
        "/api/accounts/change", expected_version=version, **change | {"display_name": "Li X", "roles": ["inspector"]}
    )
    assert named.json()["version"] == version + 1, named.text
    moved = await admin.command("/api/accounts/change", expected_version=version + 1, **change, roles=["planner"])
    assert moved.status_code == 200, moved.text

    assert "order.create" in await rights(browser)
    assert (await admin.get(f"/api/accounts/{world.accounts['li']}")).json()["posts"][0]["state"] != "current"


async def test_a_new_name_leaves_the_post_as_it_is(
    admin: Browser, browser: Browser, world: World, clock: TestClock
) -> None:
    await browser.signed_in("li")
    north = [world.sites["NORTH"]]
    version = (await plan(admin, world, from_at=day(0), until_at=day(0.2), site_ids=north)).json()["version"]

    await admin.command(
        "/api/accounts/change",
        account_id=world.accounts["li"],
        expected_version=version,
        display_name="Li Xiulan",
        person_id=world.people["li"],
        roles=["inspector"],
        site_ids=north,
        line_ids=[],
    )

    assert "wip.judge" in await rights(browser)
    clock.advance(hours=5)
    assert "wip.judge" not in await rights(browser)


async def test_what_may_not_be_planned(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    north = await new_browser()
    await world.add_account("boss", "admin", site="NORTH")
    await north.signed_in("boss")
    leader = await (await new_browser()).signed_in("leader")
    here = [world.sites["NORTH"]]
    refused = [
        await plan(admin, world, name="admin"),
        await plan(admin, world, expected_version=9),
        await plan(admin, world, until_at=day(0.1)),
        await plan(admin, world, roles=["wizard"]),
        await plan(north, world, site_ids=[world.sites["SOUTH"]]),
        await plan(north, world, name="admin", site_ids=here),
        await plan(leader, world),
    ]

    assert [code_of(answer) for answer in refused] == [
        "not_yourself",
        "version_changed",
        "post_dates",
        "unknown_role",
        "beyond_yourself",
        "beyond_yourself",
        "forbidden",
    ]
    assert (await plan(north, world, site_ids=here)).status_code == 200


async def test_who_will_have_more_is_not_taken_over_before(
    admin: Browser, new_browser: NewBrowser, world: World
) -> None:
    """A password set today opens what is planned for tomorrow."""
    await world.add_account("boss", "admin", site="NORTH")
    boss = await (await new_browser()).signed_in("boss")
    await plan(admin, world, roles=["admin"])

    answer = await boss.command(
        "/api/accounts/set-password", account_id=world.accounts["li"], password="quite a new one"
    )

    assert code_of(answer) == "beyond_yourself"


async def test_the_last_administrator_stays(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    """Whoever holds every right by another role cannot leave the plant without one either."""
    permissions = (await admin.get("/api/me")).json()["permissions"]
    await admin.command("/api/roles/create", role="owner", name={"en": "Owner"}, permissions=permissions)
    await world.add_account("owner", "owner")
    owner = await (await new_browser()).signed_in("owner")
    me = world.accounts["admin"]
    change = {"display_name": "Admin", "person_id": world.people["admin"], "site_ids": [], "line_ids": []}
    fewer = {"account_id": me, "expected_version": 1, "roles": ["operator"], **change}

    refused = [
        await owner.command("/api/accounts/deactivate", account_id=me, reason="left"),
        await owner.command("/api/accounts/change", **fewer),
        await plan(owner, world, name="admin"),
    ]
    assert [code_of(answer) for answer in refused] == ["last_admin"] * 3

    await world.add_account("second", "admin")
    assert (await owner.command("/api/accounts/change", **fewer)).status_code == 200
    second = await owner.command("/api/accounts/deactivate", account_id=world.accounts["second"], reason="left")
    assert code_of(second) == "last_admin"

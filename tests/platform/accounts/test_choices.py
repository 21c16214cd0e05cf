# SPDX-License-Identifier: Apache-2.0
"""What an account is given is offered by id: places and people of the sites in sight."""

import pytest

from tests.platform.accounts.world import Browser, NewBrowser, World, code_of

pytestmark = pytest.mark.anyio


async def test_places_are_those_in_sight(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    second = await world.add_line("NORTH", "L2")
    await world.add_account("north", "admin", site="NORTH", line_ids=[world.lines["NORTH"]])
    north = await (await new_browser()).signed_in("north")

    everywhere, there = (await admin.get("/api/places")).json(), (await north.get("/api/places")).json()

    assert {site["code"] for site in everywhere["sites"]} == {"NORTH", "SOUTH"}
    assert second in [line["id"] for line in everywhere["lines"]]
    assert [site["code"] for site in there["sites"]] == ["NORTH"]
    assert [line["id"] for line in there["lines"]] == [world.lines["NORTH"]]
    assert [station["id"] for station in there["stations"]] == [world.stations["NORTH"]]


async def test_people_without_an_account_come_first(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    await world.add_account("aa", "operator", site="SOUTH", person_id=None)
    found = (await admin.get("/api/places/people")).json()
    assert [(one["code"], one["account_id"] is None) for one in found][:2] == [("aa", True), ("admin", False)]
    by_code = (await admin.get("/api/places/people", params={"search": "lea"})).json()
    assert [one["code"] for one in by_code] == ["leader"]
    by_id = (await admin.get("/api/places/people", params={"person_id": world.people["li"]})).json()
    assert [one["account_id"] for one in by_id] == [world.accounts["li"]]

    await world.add_account("north", "admin", site="NORTH")
    north = await (await new_browser()).signed_in("north")
    assert "aa" not in [one["code"] for one in (await north.get("/api/places/people")).json()]
    leader = await (await new_browser()).signed_in("leader")
    assert code_of(await leader.get("/api/places/people")) == "forbidden"

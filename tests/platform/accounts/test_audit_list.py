# SPDX-License-Identifier: Apache-2.0
"""Reading the audit trail: newest first, by page and filter, and only of one's own sites."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from lockstep.platform.accounts.audit_list import PAGE
from lockstep.platform.audit.models import AuditEntry
from tests.conftest import NOW
from tests.platform.accounts.world import PASSWORD, Browser, World

pytestmark = pytest.mark.anyio


async def written(world: World, count: int = 1, **columns: Any) -> None:
    base = {
        "at": NOW,
        "request_id": "r",
        "operation": "test.act",
        "actor_name": "somebody",
        "source": "office",
        "entity_type": "thing",
        "entity_id": "1",
    }
    async with world.sessions() as session, session.begin():
        await session.execute(insert(AuditEntry), [{**base, **columns} for _ in range(count)])


async def read(browser: Browser, **params: Any) -> list[dict[str, Any]]:
    answer = await browser.get("/api/audit", params=params)
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = answer.json()["entries"]
    return entries


async def test_pages_join_without_gap_or_repetition(admin: Browser, world: World) -> None:
    await written(world, PAGE + 7)

    first = (await admin.get("/api/audit", params={"operation": "test.act"})).json()
    second = (await admin.get("/api/audit", params={"operation": "test.act", "cursor": first["next_cursor"]})).json()

    ids = [entry["id"] for entry in first["entries"] + second["entries"]]
    assert len(set(ids)) == PAGE + 7
    assert ids == sorted(ids, reverse=True)
    assert second["next_cursor"] is None


async def test_filters(admin: Browser, world: World) -> None:
    await written(world, entity_id="7", before={"a": 1}, after={"a": 2}, reason="why")
    await written(world, entity_type="other", at=NOW - timedelta(days=2))

    (entry,) = await read(admin, entity="thing:7")
    assert (entry["before"], entry["after"], entry["reason"]) == ({"a": 1}, {"a": 2}, "why")
    assert entry["actor"] == "somebody"
    assert [entry["entity_id"] for entry in await read(admin, entity="other")] == ["1"]
    yesterday = (NOW - timedelta(days=1)).isoformat()
    assert len(await read(admin, operation="test.act", **{"from": yesterday})) == 1
    assert len(await read(admin, operation="test.act", to=yesterday)) == 1
    mine = await read(admin, actor=world.accounts["admin"])
    assert [entry["operation"] for entry in mine] == ["accounts.sign_in"]
    assert await read(admin, entity="thing:none") == []


async def test_only_entries_of_sites_in_scope_are_seen(browser: Browser, world: World) -> None:
    async with world.sessions() as session, session.begin():
        await session.execute(text("UPDATE role SET permissions = permissions || '{audit.read}' WHERE code = 'leader'"))
    await written(world, entity_id="north", site_id=world.sites["NORTH"])
    await written(world, entity_id="south", site_id=world.sites["SOUTH"])
    await written(world, entity_id="nowhere")

    leader = await browser.signed_in("leader")

    assert [entry["entity_id"] for entry in await read(leader, operation="test.act")] == ["north"]


async def test_who_is_limited_to_lines_sees_entries_of_those_lines_and_their_own(
    browser: Browser, admin: Browser, world: World
) -> None:
    async with world.sessions() as session, session.begin():
        await session.execute(text("UPDATE role SET permissions = permissions || '{audit.read}' WHERE code = 'leader'"))
    north, mine, other = world.sites["NORTH"], world.lines["NORTH"], await world.add_line("NORTH", "L2")
    fields = {"roles": ["leader"], "site_ids": [north], "line_ids": [mine]}
    made = await admin.command("/api/accounts/create", name="lined", display_name="Lined", **fields)
    me = made.json()["account_id"]
    await admin.command("/api/accounts/set-password", account_id=me, password=PASSWORD)
    await written(world, entity_id="mine", site_id=north, line_id=mine)
    await written(world, entity_id="other", site_id=north, line_id=other)
    await written(world, entity_id="no line", site_id=north)
    await written(world, entity_id="own", site_id=north, account_id=me)
    await written(world, entity_id="south", site_id=world.sites["SOUTH"], line_id=world.lines["SOUTH"])

    leader, everybody = await browser.signed_in("lined"), await read(admin, operation="test.act")

    assert [entry["entity_id"] for entry in await read(leader, operation="test.act")] == ["own", "mine"]
    assert {entry["entity_id"] for entry in everybody} == {"mine", "other", "no line", "own", "south"}
    assert {entry["line_id"] for entry in everybody} == {mine, other, world.lines["SOUTH"], None}


async def test_what_can_be_filtered_by_is_listed(admin: Browser, world: World) -> None:
    filters = (await admin.get("/api/audit/filters")).json()

    assert {"accounts.sign_in_failed", "accounts.change_role"} <= set(filters["operations"])
    assert {"account_id": world.accounts["li"], "name": "Li"} in filters["actors"]


@pytest.mark.parametrize(
    "params", [{"cursor": "x"}, {"actor": "0"}, {"entity": "a\x00b"}, {"from": "yesterday"}, {"cursor": 2**63}]
)
async def test_a_filter_that_cannot_be_is_a_wrong_shape(admin: Browser, params: dict[str, Any]) -> None:
    assert (await admin.get("/api/audit", params=params)).status_code == 422

# SPDX-License-Identifier: Apache-2.0
"""Roles are made, renamed and deleted; why somebody may do something can be told; the review shows what is unused."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from lockstep.platform.accounts.models import Session
from lockstep.platform.accounts.permissions import GROUPS, PERMISSIONS
from lockstep.platform.audit.models import AuditEntry, LastUse
from tests.conftest import NOW
from tests.platform.accounts.world import Browser, NewBrowser, World, code_of
from tests.support.clock import TestClock

pytestmark = pytest.mark.anyio
NAME = {"zh-CN": "物流", "en": "Logistics"}


async def made(admin: Browser, **content: Any) -> Any:
    return await admin.command(
        "/api/roles/create", **{"role": "logistics", "name": NAME, "permissions": ["board.read"], **content}
    )


async def matrix(admin: Browser) -> dict[str, dict[str, Any]]:
    return {role["code"]: role for role in (await admin.get("/api/roles/matrix")).json()["roles"]}


async def test_a_new_role_is_given_renamed_and_deleted(admin: Browser, world: World) -> None:
    assert (await made(admin)).json()["version"] == 1
    change = {"role": "logistics", "expected_version": 1, "permissions": ["queue.read"], "name": {"en": "Stores"}}
    await admin.command("/api/roles/change", **change)
    role = (await matrix(admin))["logistics"]
    assert (role["name"], role["permissions"], role["can"]) == ({"en": "Stores"}, ["queue.read"], ["change", "delete"])

    await world.add_account("wang", "logistics")
    assert ((await matrix(admin))["logistics"]["accounts"], (await matrix(admin))["logistics"]["can"]) == (
        1,
        ["change"],
    )
    gone = {"role": "logistics", "expected_version": 2, "reason": "not needed"}
    in_use = await admin.command("/api/roles/delete", **gone)
    assert (code_of(in_use), in_use.json()["error"]["params"]["accounts"]) == ("role_in_use", 1)

    fields = {"display_name": "Wang", "person_id": world.people["wang"], "site_ids": [], "line_ids": [], "roles": []}
    await admin.command("/api/accounts/change", account_id=world.accounts["wang"], expected_version=1, **fields)
    assert (await admin.command("/api/roles/delete", **gone)).status_code == 200
    assert "logistics" not in await matrix(admin)
    (entry,) = await world.audited("accounts.delete_role")
    assert (entry.reason, entry.before and entry.before["permissions"]) == ("not needed", ["queue.read"])


async def test_a_role_that_somebody_will_have_is_in_use(admin: Browser, world: World) -> None:
    await made(admin)
    plan = {"account_id": world.accounts["li"], "expected_version": 1, "roles": ["logistics"], "reason": "moves"}
    await admin.command("/api/accounts/plan-post", **plan, from_at=(NOW + timedelta(days=1)).isoformat())

    assert code_of(await admin.command("/api/roles/delete", role="logistics", expected_version=1, reason="x")) == (
        "role_in_use"
    )


async def test_what_is_refused_of_roles(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    await made(admin)
    await world.add_account("north", "admin", site="NORTH")
    north = await (await new_browser()).signed_in("north")
    refused = [
        await made(admin),
        await made(admin, role="x", permissions=["everything"]),
        await admin.command("/api/roles/delete", role="operator", expected_version=1, reason="x"),
        await admin.command("/api/roles/delete", role="logistics", expected_version=7, reason="x"),
        await made(north, role="x"),
        await north.command("/api/roles/delete", role="logistics", expected_version=1, reason="x"),
        await made(await (await new_browser()).signed_in("leader"), role="x"),
    ]

    assert [code_of(answer) for answer in refused] == [
        "role_taken",
        "unknown_permission",
        "role_stays",
        "version_changed",
        "beyond_yourself",
        "beyond_yourself",
        "forbidden",
    ]


async def test_the_matrix_groups_every_right_once(admin: Browser) -> None:
    groups = (await admin.get("/api/roles/matrix")).json()["groups"]

    listed = [permission for group in groups for permission in group["permissions"]]
    assert (sorted(listed), [group["key"] for group in groups]) == (sorted(PERMISSIONS), list(GROUPS))


async def why(admin: Browser, world: World, permission: str, name: str = "li") -> Any:
    answer = await admin.get(f"/api/accounts/{world.accounts[name]}/why", params={"permission": permission})
    return answer.json()


async def test_why_names_the_role_and_since_when(admin: Browser, world: World, clock: TestClock) -> None:
    fields = {"display_name": "Li", "person_id": world.people["li"], "site_ids": [world.sites["NORTH"]], "line_ids": []}
    await admin.command(
        "/api/accounts/change",
        account_id=world.accounts["li"],
        expected_version=1,
        reason="trained",
        roles=["inspector", "operator"],
        **fields,
    )
    told = await why(admin, world, "wip.judge")

    assert (told["allowed"], told["site_ids"]) == (True, [world.sites["NORTH"]])
    assert [role["role"] for role in told["roles"]] == ["inspector"]
    given = told["roles"][0]["to_account"]
    assert (given["actor"], given["reason"], given["at"]) == ("Admin", "trained", "2026-11-20T06:32:00Z")
    assert told["roles"][0]["to_role"] is None


async def test_why_says_since_when_the_role_has_the_right(admin: Browser, world: World) -> None:
    operator = (await matrix(admin))["operator"]
    permissions = [*operator["permissions"], "audit.read"]
    change = {"role": "operator", "expected_version": operator["version"], "permissions": permissions}
    await admin.command("/api/roles/change", **change, reason="for the audit week")

    [role] = (await why(admin, world, "audit.read"))["roles"]

    assert role["to_role"]["reason"] == "for the audit week"


async def test_why_not_says_what_is_missing(admin: Browser, world: World) -> None:
    told = await why(admin, world, "field.customer")
    assert (told["allowed"], told["roles"]) == (False, [])
    assert set(told["lacking"]) == {"leader", "planner", "manager", "admin"}

    await admin.command("/api/accounts/deactivate", account_id=world.accounts["li"], reason="left")
    told = await why(admin, world, "report.create")
    assert (told["allowed"], told["active"], len(told["roles"])) == (False, False, 1)
    unknown = await admin.get(f"/api/accounts/{world.accounts['li']}/why", params={"permission": "magic"})
    assert code_of(unknown) == "unknown_permission"


async def test_why_is_told_of_accounts_in_sight(new_browser: NewBrowser, world: World) -> None:
    await world.add_account("far", "operator", site="SOUTH")
    await world.add_account("north", "admin", site="NORTH")
    north = await (await new_browser()).signed_in("north")

    assert (await why(north, world, "report.create"))["allowed"]
    assert (await why(north, world, "report.create", "far"))["error"]["code"] == "not_found"
    assert code_of(await north.get(f"/api/accounts/{world.accounts['far']}")) == "not_found"
    leader = await (await new_browser()).signed_in("leader")
    assert (await why(leader, world, "report.create"))["error"]["code"] == "forbidden"


async def test_the_review_names_what_nobody_needed(
    admin: Browser, new_browser: NewBrowser, world: World, clock: TestClock
) -> None:
    leader = await (await new_browser()).signed_in("leader")
    await leader.command("/api/accounts/unlock", account_id=world.accounts["li"])
    reviewed = {row["name"]: row for row in (await admin.get("/api/accounts/review")).json()["accounts"]}
    assert (reviewed["leader"]["idle"], reviewed["li"]["idle"]) == (False, True)
    assert "account.unlock" not in reviewed["leader"]["unused"]
    assert "wip.hold" in reviewed["leader"]["unused"]
    assert "board.read" not in reviewed["leader"]["unused"]

    clock.advance(days=91)
    await admin.signed_in("admin")
    reviewed = {row["name"]: row for row in (await admin.get("/api/accounts/review")).json()["accounts"]}
    assert (reviewed["leader"]["idle"], reviewed["admin"]["idle"]) == (True, False)
    assert "account.unlock" in reviewed["leader"]["unused"]


async def last_uses(world: World, name: str, operation: str) -> list[date]:
    async with world.sessions() as session:
        kept = select(LastUse.day).where(LastUse.account_id == world.accounts[name], LastUse.operation == operation)
        return list(await session.scalars(kept))


async def test_the_last_use_is_kept_beside_the_audit(admin: Browser, world: World, clock: TestClock) -> None:
    """The review asks a row of an account and operation; however long the audit grows, it is not read."""
    unlock = {"account_id": world.accounts["li"]}
    await admin.command("/api/accounts/unlock", **unlock)
    await admin.command("/api/accounts/unlock", **unlock)
    assert await last_uses(world, "admin", "accounts.unlock") == [NOW.date()]

    clock.advance(days=89)
    await admin.signed_in("admin")
    await admin.command("/api/accounts/unlock", **unlock)
    assert await last_uses(world, "admin", "accounts.unlock") == [NOW.date() + timedelta(days=89)]
    clock.advance(days=-1)
    await admin.command("/api/accounts/unlock", **unlock)
    assert await last_uses(world, "admin", "accounts.unlock") == [NOW.date() + timedelta(days=89)]

    clock.advance(days=30)
    await admin.signed_in("admin")
    async with world.sessions() as session, session.begin():
        await session.execute(delete(AuditEntry))
    [me] = [row for row in (await admin.get("/api/accounts/review")).json()["accounts"] if row["name"] == "admin"]
    assert "account.unlock" not in me["unused"]
    assert "device.register" in me["unused"]


async def test_sessions_are_listed_and_ended(admin: Browser, new_browser: NewBrowser, world: World) -> None:
    li, path = world.accounts["li"], f"/api/accounts/{world.accounts['li']}"
    one, other = await (await new_browser()).signed_in("li"), await (await new_browser()).signed_in("li")
    listed = (await admin.get(path)).json()
    assert [session["open"] for session in listed["sessions"]] == [True, True]
    assert listed["last_sign_in_at"] == "2026-11-20T06:32:00Z"
    async with world.sessions() as session, session.begin():
        known = listed["sessions"][0]["session_id"]
        await session.execute(update(Session).where(Session.id == known).values(created_at=NOW + timedelta(seconds=1)))

    first = await admin.command("/api/accounts/end-sessions", account_id=li, session_id=known)
    states = {(await browser.get("/api/me")).status_code for browser in (one, other)}
    assert (first.json()["ended"], states) == (1, {200, 401})

    assert (await admin.command("/api/accounts/end-sessions", account_id=li, reason="lost phone")).json()["ended"] == 1
    assert {(await browser.get("/api/me")).status_code for browser in (one, other)} == {401}
    mine = (await admin.get(f"/api/accounts/{world.accounts['admin']}")).json()["sessions"][0]
    assert mine["yours"]
    foreign = await admin.command("/api/accounts/end-sessions", account_id=li, session_id=mine["session_id"])
    assert code_of(foreign) == "not_found"


async def test_a_revoked_badge_opens_nothing(admin: Browser, browser: Browser, world: World) -> None:
    await browser.registered_at(admin, world.stations["NORTH"])
    li = world.accounts["li"]
    badge = (await admin.command("/api/accounts/issue-badge", account_id=li)).json()["secret"]
    assert (await browser.at_station(badge=badge)).status_code == 200

    revoked = await admin.command("/api/accounts/revoke-badge", account_id=li, reason="lost")

    assert revoked.status_code == 200
    assert (await browser.get("/api/me")).status_code == 401
    assert code_of(await browser.at_station(badge=badge)) == "badge_refused"
    (entry,) = await world.audited("accounts.revoke_badge")
    assert (entry.before, entry.after, entry.reason) == ({"badge": "set"}, {"badge": None}, "lost")


async def test_the_list_narrows_by_state_and_role(admin: Browser, world: World) -> None:
    await admin.command("/api/accounts/deactivate", account_id=world.accounts["leader"], reason="left")

    async def names(**params: str) -> list[str]:
        return [row["name"] for row in (await admin.get("/api/accounts", params=params)).json()["accounts"]]

    assert await names(state="inactive") == ["leader"]
    assert await names(state="active") == ["admin", "li"]
    assert await names(role="operator") == ["li"]

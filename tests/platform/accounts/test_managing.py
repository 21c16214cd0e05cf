# SPDX-License-Identifier: Apache-2.0
"""Accounts, roles and keys: who may change them, how far, and from when it counts."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.models import InboxEntry
from tests.platform.accounts.world import Browser, NewBrowser, World, code_of

pytestmark = pytest.mark.anyio


async def manager_of_north(world: World, browser: Browser) -> Browser:
    """Somebody with fewer rights and sites than an administrator, who may manage accounts."""
    async with world.sessions() as session, session.begin():
        await session.execute(
            text("UPDATE role SET permissions = permissions || '{account.manage}' WHERE code = 'leader'")
        )
    return await browser.signed_in("leader")


def fields(**changed: Any) -> dict[str, Any]:
    return {"display_name": "New", "roles": [], "site_ids": [], "line_ids": [], **changed}


async def test_a_new_account_signs_in_with_its_password(admin: Browser, browser: Browser, world: World) -> None:
    made = await admin.command("/api/accounts/create", name="Wang", **fields(roles=["planner"]))
    account_id = made.json()["account_id"]
    assert (await browser.sign_in("wang")).status_code == 401

    set_password = await admin.command("/api/accounts/set-password", account_id=account_id, password="quite a new one")

    assert set_password.status_code == 200
    assert (await browser.sign_in("wang", "quite a new one")).status_code == 200
    assert "order.create" in (await browser.get("/api/me")).json()["permissions"]
    (entry,) = await world.audited("accounts.create_account")
    assert entry.entity_id == str(account_id)
    assert entry.after is not None
    assert entry.after["roles"] == ["planner"]
    assert entry.request_id


async def test_a_log_in_is_given_once(admin: Browser, world: World) -> None:
    answer = await admin.command("/api/accounts/create", name="LI", **fields())

    assert (answer.status_code, code_of(answer)) == (409, "name_taken")


async def test_a_person_has_one_account(admin: Browser, world: World) -> None:
    taken = await admin.command("/api/accounts/create", name="two", **fields(person_id=world.people["li"]))
    nobody = await admin.command("/api/accounts/create", name="two", **fields(person_id=10**9))

    assert (code_of(taken), code_of(nobody)) == ("person_taken", "unknown_person")


async def test_a_change_is_audited_with_what_it_changed(admin: Browser, world: World) -> None:
    answer = await admin.command(
        "/api/accounts/change",
        account_id=world.accounts["li"],
        expected_version=1,
        reason="moved",
        **fields(display_name="Li", person_id=world.people["li"], roles=["inspector"], site_ids=[world.sites["NORTH"]]),
    )

    assert answer.json()["version"] == 2
    (entry,) = await world.audited("accounts.change_account")
    assert (entry.before, entry.after, entry.reason) == (
        {"roles": ["operator"]},
        {"roles": ["inspector"]},
        "moved",
    )
    assert entry.site_id == world.sites["NORTH"]


async def test_a_change_on_an_old_state_is_refused(admin: Browser, world: World) -> None:
    answer = await admin.command(
        "/api/accounts/change", account_id=world.accounts["li"], expected_version=7, **fields()
    )

    assert (answer.status_code, code_of(answer)) == (409, "version_changed")


async def test_the_same_command_twice_changes_once(admin: Browser, world: World) -> None:
    command = {"id": str(uuid4()), "name": "wang", **fields()}
    first = await admin.post("/api/accounts/create", json=command)
    second = await admin.post("/api/accounts/create", json=command)

    assert (second.status_code, second.json()) == (200, first.json())
    assert len(await world.audited("accounts.create_account")) == 1


async def test_who_is_deactivated_is_out_at_once(admin: Browser, browser: Browser, world: World) -> None:
    await browser.signed_in("li")
    command = {"account_id": world.accounts["li"], "reason": "left"}

    assert (await admin.command("/api/accounts/deactivate", **command)).status_code == 200
    assert (await browser.get("/api/me")).status_code == 401
    assert (await browser.sign_in("li")).status_code == 401

    await admin.command("/api/accounts/reactivate", **command)
    assert (await browser.get("/api/me")).status_code == 401
    assert (await browser.sign_in("li")).status_code == 200


async def test_nobody_shuts_themselves_out(admin: Browser, world: World) -> None:
    me = world.accounts["admin"]
    deactivate = await admin.command("/api/accounts/deactivate", account_id=me, reason="oops")
    fewer = await admin.command(
        "/api/accounts/change",
        account_id=me,
        expected_version=1,
        **fields(person_id=world.people["admin"], roles=["operator"]),
    )

    assert (code_of(deactivate), code_of(fewer)) == ("not_yourself", "not_yourself")


async def test_a_new_password_ends_the_sessions_of_the_old(admin: Browser, browser: Browser, world: World) -> None:
    await browser.signed_in("li")

    await admin.command("/api/accounts/set-password", account_id=world.accounts["li"], password="quite a new one")

    assert (await browser.get("/api/me")).status_code == 401


async def test_a_role_counts_from_the_next_request(admin: Browser, browser: Browser, world: World) -> None:
    await browser.signed_in("li")
    assert code_of(await browser.get("/api/audit")) == "forbidden"
    roles = {role["code"]: role for role in (await admin.get("/api/roles")).json()["roles"]}
    operator = roles["operator"]

    answer = await admin.command(
        "/api/roles/change",
        role="operator",
        expected_version=operator["version"],
        permissions=[*operator["permissions"], "audit.read"],
        reason="asked for",
    )

    assert answer.json()["version"] == operator["version"] + 1
    assert (await browser.get("/api/audit")).status_code == 200
    (entry,) = await world.audited("accounts.change_role")
    assert entry.before is not None
    assert entry.after is not None
    assert set(entry.after["permissions"]) - set(entry.before["permissions"]) == {"audit.read"}
    assert entry.reason == "asked for"


async def test_a_role_is_changed_by_who_sees_every_site(browser: Browser, world: World) -> None:
    await world.add_account("north", "admin", site="NORTH")
    await browser.signed_in("north")

    answer = await browser.command("/api/roles/change", role="planner", expected_version=1, permissions=[])

    assert code_of(answer) == "beyond_yourself"


async def test_a_role_takes_known_rights_and_the_current_version(admin: Browser, world: World) -> None:
    unknown = await admin.command("/api/roles/change", role="leader", expected_version=1, permissions=["everything"])
    old = await admin.command("/api/roles/change", role="leader", expected_version=9, permissions=[])
    fixed = await admin.command("/api/roles/change", role="admin", expected_version=1, permissions=[])

    assert [code_of(answer) for answer in (unknown, old, fixed)] == [
        "unknown_permission",
        "version_changed",
        "role_is_fixed",
    ]


async def test_managing_accounts_reaches_no_further_than_oneself(browser: Browser, world: World) -> None:
    manager = await manager_of_north(world, browser)
    north = [world.sites["NORTH"]]
    beyond = [
        await manager.command("/api/accounts/create", name="x", **fields(roles=["admin"], site_ids=north)),
        await manager.command("/api/accounts/create", name="x", **fields(roles=["operator"])),
        await manager.command(
            "/api/accounts/set-password", account_id=world.accounts["admin"], password="quite a new one"
        ),
        await manager.command("/api/accounts/issue-badge", account_id=world.accounts["admin"]),
    ]
    within = await manager.command("/api/accounts/create", name="x", **fields(roles=["operator"], site_ids=north))

    assert [(answer.status_code, code_of(answer)) for answer in beyond] == [(403, "beyond_yourself")] * 4
    assert within.status_code == 200


async def test_the_list_shows_what_may_be_done_to_each(browser: Browser, world: World) -> None:
    await world.add_account("far", "operator", site="SOUTH")
    manager = await manager_of_north(world, browser)

    listed = (await manager.get("/api/accounts")).json()["accounts"]

    assert [account["name"] for account in listed] == ["admin", "leader", "li"]
    can = {account["name"]: account["can"] for account in listed}
    assert can["admin"] == []
    assert "deactivate" not in can["leader"]
    ways_in = {"set_password", "set_pin", "issue_badge", "end_sessions"}
    assert set(can["li"]) == {"change", "plan_post", "deactivate", *ways_in}
    assert not any("hash" in key for account in listed for key in account)
    found = (await manager.get("/api/accounts", params={"search": "Lea"})).json()["accounts"]
    assert [account["name"] for account in found] == ["leader"]


async def test_secrets_stay_out_of_inbox_and_audit(admin: Browser, world: World) -> None:
    li = world.accounts["li"]
    await admin.command("/api/accounts/set-password", account_id=li, password="swordfish 4711")
    await admin.command("/api/accounts/set-pin", account_id=li, pin="471100")
    secrets = ["swordfish", "471100"]
    for path, content in (
        ("/api/accounts/issue-badge", {"account_id": li}),
        ("/api/devices/create-code", {"station_id": world.stations["NORTH"]}),
        ("/api/api-keys/create", {"name": "ERP", "permissions": ["board.read"]}),
    ):
        secrets.append((await admin.command(path, **content)).json()["secret"])

    async with world.sessions() as session:
        written = [str(row.answer) for row in await session.scalars(select(InboxEntry))]
        written += [f"{row.before}{row.after}" for row in await session.scalars(select(AuditEntry))]
    assert len(written) >= 10
    assert [secret for secret in secrets if any(secret in row for row in written)] == []


async def test_a_pin_is_digits(admin: Browser, world: World) -> None:
    answer = await admin.command("/api/accounts/set-pin", account_id=world.accounts["li"], pin="47a1")
    [wrong] = answer.json()["error"]["params"]["fields"]
    assert (answer.status_code, wrong["field"], wrong["kind"]) == (422, "body.pin", "pin_digits")


async def test_the_hash_of_a_command_does_not_tell_the_pin(admin: Browser, world: World) -> None:
    """Ten thousand PINs are tried in a blink, so the inbox must not be able to say which one it was."""
    command = {"id": str(uuid4()), "account_id": world.accounts["li"]}

    first = await admin.post("/api/accounts/set-pin", json={**command, "pin": "1111"})
    other_pin = await admin.post("/api/accounts/set-pin", json={**command, "pin": "2222"})

    assert (other_pin.status_code, other_pin.json()) == (200, first.json())
    assert len(await world.audited("accounts.set_pin")) == 1


async def test_a_secret_is_shown_once(admin: Browser, world: World) -> None:
    command = {"id": str(uuid4()), "account_id": world.accounts["li"]}
    first = await admin.post("/api/accounts/issue-badge", json=command)
    second = await admin.post("/api/accounts/issue-badge", json=command)

    assert len(first.json()["secret"]) >= 26
    assert (second.status_code, second.json()["secret"]) == (200, None)


async def test_a_password_has_at_least_eight_letters(admin: Browser, world: World) -> None:
    answer = await admin.command("/api/accounts/set-password", account_id=world.accounts["li"], password="tiny")

    assert answer.status_code == 422
    assert "tiny" not in answer.text


async def test_everybody_chooses_their_own_language(browser: Browser, world: World) -> None:
    await browser.signed_in("li")

    answer = await browser.command("/api/me/locale", locale="zh-TW")

    assert answer.json()["locale"] == "zh-TW"
    assert (await browser.get("/api/me")).json()["locale"] == "zh-TW"
    (entry,) = await world.audited("accounts.set_locale")
    assert (entry.before, entry.after) == ({"locale": "zh-CN"}, {"locale": "zh-TW"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/accounts"),
        ("GET", "/api/accounts/locked"),
        ("GET", "/api/roles"),
        ("GET", "/api/devices"),
        ("GET", "/api/api-keys"),
        ("GET", "/api/audit"),
        ("GET", "/api/audit/filters"),
    ],
)
async def test_an_operator_sees_none_of_this(browser: Browser, world: World, method: str, path: str) -> None:
    assert (await browser.request(method, path)).status_code == 401
    await browser.signed_in("li")

    assert code_of(await browser.request(method, path)) == "forbidden"


async def test_an_administrator_holds_every_right(admin: Browser) -> None:
    held = set((await admin.get("/api/me")).json()["permissions"])

    assert held >= PERMISSIONS


async def test_a_leader_with_a_new_browser_is_the_same_account(new_browser: NewBrowser, world: World) -> None:
    one, other = await new_browser(), await new_browser()
    await one.signed_in("leader")
    await other.signed_in("leader")

    assert (await one.get("/api/me")).json() == (await other.get("/api/me")).json()

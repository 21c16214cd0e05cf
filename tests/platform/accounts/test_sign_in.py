# SPDX-License-Identifier: Apache-2.0
"""Signing in by password: who gets in, who does not, and what stays written of it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event, select

from lockstep.app.api import create_app
from lockstep.platform.accounts import passwords, sign_in
from lockstep.platform.accounts.models import Account, Session
from lockstep.platform.accounts.tries import MAX_TRIES, MOST_IN_WINDOW
from lockstep.platform.database.engine import make_engine, make_sessions
from tests.platform.accounts.world import Browser, NewBrowser, World, build_world, code_of
from tests.support.clock import TestClock

pytestmark = pytest.mark.anyio
WRONG = "wrong horse battery"


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What was compared with, in order; None is the hash that belongs to nobody."""
    seen: list[str | None] = []

    async def matches(secret: str, stored: str | None) -> bool:
        seen.append(stored)
        return await passwords.matches(secret, stored)

    monkeypatch.setattr(sign_in, "matches", matches)
    return seen


async def test_right_password_lets_in(browser: Browser, world: World) -> None:
    answer = await browser.sign_in("li")

    assert answer.status_code == 200
    assert answer.json()["account_id"] == world.accounts["li"]
    assert (await browser.get("/api/me")).json()["display_name"] == "Li"
    entry = (await world.audited("accounts.sign_in"))[-1]
    assert (entry.account_id, entry.entity_id, entry.actor_name) == (
        world.accounts["li"],
        str(world.accounts["li"]),
        "Li",
    )


@pytest.mark.parametrize("written", ["LI", " li ", "ｌｉ"])
async def test_a_name_is_the_same_however_it_is_typed(browser: Browser, world: World, written: str) -> None:
    assert (await browser.sign_in(written)).status_code == 200


async def test_the_session_cookie_is_out_of_reach_of_scripts(browser: Browser, world: World) -> None:
    set_cookies = (await browser.sign_in("li")).headers.get_list("set-cookie")

    session, csrf = sorted(set_cookies, key=lambda line: line.startswith("lockstep_csrf"))
    assert session.startswith("lockstep_session=")
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Secure" not in session
    assert "HttpOnly" not in csrf


async def test_https_makes_cookies_secure(new_browser: NewBrowser, world: World) -> None:
    browser = await new_browser("https://testserver")

    answer = await browser.sign_in("li")

    assert all("Secure" in line for line in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize(("trust", "secure"), [("1", True), ("0", False)])
async def test_a_proxys_word_counts_only_when_it_is_trusted(
    browser: Browser, world: World, monkeypatch: pytest.MonkeyPatch, trust: str, secure: bool
) -> None:
    monkeypatch.setenv("LOCKSTEP_TRUST_PROXY", trust)
    browser.headers["X-Forwarded-Proto"] = "https"

    answer = await browser.sign_in("li")

    assert all(("Secure" in line) is secure for line in answer.headers.get_list("set-cookie"))


async def test_the_database_does_not_know_the_token(browser: Browser, world: World) -> None:
    await browser.sign_in("li")

    async with world.sessions() as session:
        stored = list(await session.scalars(select(Session.token_hash)))
    assert browser.cookies["lockstep_session"] not in stored


async def test_wrong_password_is_refused_and_counted(browser: Browser, world: World) -> None:
    answer = await browser.sign_in("li", WRONG)

    assert (answer.status_code, code_of(answer)) == (401, "sign_in_refused")
    assert await _failed_tries(world, "li") == 1
    (entry,) = await world.audited("accounts.sign_in_failed")
    assert (entry.entity_type, entry.entity_id) == ("account", str(world.accounts["li"]))
    assert entry.after is not None
    assert entry.after["cause"] == "wrong"
    assert WRONG not in str(entry.after)


async def test_a_right_password_forgets_the_wrong_ones(browser: Browser, world: World) -> None:
    await browser.sign_in("li", WRONG)
    await browser.sign_in("li")

    assert await _failed_tries(world, "li") == 0


async def test_unknown_name_is_answered_like_a_wrong_password(
    browser: Browser, world: World, compared: list[str | None]
) -> None:
    await world.add_account("pin_only", "operator", password_hash=None)
    await world.add_account("gone", "operator", active=False)
    known = await browser.sign_in("li", WRONG)
    strangers = [await browser.sign_in(name, WRONG) for name in ("nobody", "pin_only", "gone")]

    assert [(other.status_code, other.json()) for other in strangers] == [(401, known.json())] * 3
    assert compared[0] is not None
    assert compared[1:] == [None, None, None]


async def test_what_was_typed_as_unknown_name_is_not_kept(browser: Browser, world: World) -> None:
    await browser.sign_in("hunter2-my-password", WRONG)

    (entry,) = await world.audited("accounts.sign_in_failed")
    assert "hunter2" not in f"{entry.actor_name}{entry.entity_id}{entry.after}"
    assert entry.after is not None
    assert entry.after["cause"] == "unknown"


async def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(
    browser: Browser, world: World, clock: TestClock
) -> None:
    for _ in range(MAX_TRIES):
        await browser.sign_in("li", WRONG)
    (locked,) = await world.audited("accounts.locked")
    assert locked.entity_id == str(world.accounts["li"])

    clock.advance(minutes=14, seconds=59)
    assert code_of(await browser.sign_in("li")) == "sign_in_refused"
    clock.advance(seconds=1)
    assert (await browser.sign_in("li")).status_code == 200


async def test_a_lock_that_has_run_out_comes_back_after_five_more(
    browser: Browser, world: World, clock: TestClock
) -> None:
    for _ in range(MAX_TRIES):
        await browser.sign_in("li", WRONG)
    clock.advance(minutes=16)
    for _ in range(MAX_TRIES):
        await browser.sign_in("li", WRONG)

    assert (await browser.sign_in("li")).status_code == 401
    assert len(await world.audited("accounts.locked")) == 2


async def test_a_leader_unlocks_a_password_at_once(new_browser: NewBrowser, browser: Browser, world: World) -> None:
    for _ in range(MAX_TRIES):
        await browser.sign_in("li", WRONG)
    leader = await (await new_browser()).signed_in("leader")
    listed = (await leader.get("/api/accounts/locked")).json()
    assert [account["name"] for account in listed] == ["li"]

    answer = await leader.command("/api/accounts/unlock", account_id=world.accounts["li"])

    assert answer.status_code == 200
    assert (await browser.sign_in("li")).status_code == 200
    (entry,) = await world.audited("accounts.unlock")
    assert entry.before is not None
    assert entry.before["locked_at"] is not None
    assert entry.account_id == world.accounts["leader"]


async def test_guesses_sent_at_the_same_time_are_not_more_than_five(
    own_database: str, clock: TestClock, compared: list[str | None]
) -> None:
    engine = make_engine(own_database, pool_size=20)
    try:
        world = await build_world(make_sessions(engine))
        app = create_app(world.sessions, clock)
        async with Browser(app) as browser:
            answers = await asyncio.gather(*(browser.sign_in("li", f"{WRONG} {n}") for n in range(20)))
        assert {answer.status_code for answer in answers} == {401}
        assert len([stored for stored in compared if stored is not None]) == MAX_TRIES
        assert len(await world.audited("accounts.sign_in_failed")) == 20
        assert len(await world.audited("accounts.locked")) == 1
    finally:
        await engine.dispose()


async def test_guessing_over_many_names_is_slowed_down(
    browser: Browser, world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(secret: str, stored: str | None) -> bool:
        return False

    with monkeypatch.context() as quick:
        quick.setattr(sign_in, "matches", never)
        for number in range(MOST_IN_WINDOW):
            assert (await browser.sign_in(f"name{number}", WRONG)).status_code == 401
    answer = await browser.sign_in("li")
    assert (answer.status_code, code_of(answer)) == (429, "too_many_tries")

    clock.advance(minutes=1)
    assert (await browser.sign_in("li")).status_code == 200


async def test_a_change_without_the_token_is_refused(browser: Browser, world: World) -> None:
    await browser.sign_in("li")
    token = browser.headers.pop("X-CSRF-Token")

    missing = await browser.command("/api/me/locale", locale="en")
    wrong = await browser.post("/api/auth/sign-out", headers={"X-CSRF-Token": token[:-1] + "!"})

    assert [(answer.status_code, code_of(answer)) for answer in (missing, wrong)] == [(403, "csrf")] * 2
    assert (await browser.get("/api/me")).status_code == 200


async def test_a_session_ends_after_twelve_hours(browser: Browser, world: World, clock: TestClock) -> None:
    await browser.sign_in("li")

    clock.advance(hours=12, seconds=-1)
    assert (await browser.get("/api/me")).status_code == 200
    clock.advance(seconds=1)
    answer = await browser.get("/api/me")
    assert (answer.status_code, code_of(answer)) == (401, "not_signed_in")


async def test_signing_out_ends_the_session_itself(browser: Browser, world: World) -> None:
    await browser.sign_in("li")
    token = browser.cookies["lockstep_session"]

    assert (await browser.post("/api/auth/sign-out")).status_code == 204

    assert "lockstep_session" not in browser.cookies
    browser.cookies.set("lockstep_session", token)
    assert (await browser.get("/api/me")).status_code == 401
    (entry,) = await world.audited("accounts.sign_out")
    assert entry.account_id == world.accounts["li"]


async def test_who_signs_in_over_a_session_ends_it(browser: Browser, world: World) -> None:
    await browser.sign_in("li")
    earlier = browser.cookies["lockstep_session"]
    await browser.sign_in("leader")

    browser.cookies.set("lockstep_session", earlier, domain="testserver.local")
    assert (await browser.get("/api/me")).status_code == 401


async def test_who_somebody_is_takes_one_statement(browser: Browser, world: World) -> None:
    await browser.signed_in("li")
    bound = world.sessions.kw["bind"].sync_connection
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    event.listen(bound, "before_cursor_execute", note)
    try:
        answer = await browser.get("/api/accounts")
    finally:
        event.remove(bound, "before_cursor_execute", note)

    assert answer.status_code == 403
    assert len([line for line in statements if "SAVEPOINT" not in line]) == 1


async def test_nobody_is_signed_in_without_a_cookie(browser: Browser, world: World) -> None:
    assert code_of(await browser.get("/api/me")) == "not_signed_in"
    browser.cookies.set("lockstep_session", "made-up")
    assert code_of(await browser.get("/api/me")) == "not_signed_in"


async def test_a_password_that_cannot_be_stored_is_a_wrong_shape(browser: Browser, world: World) -> None:
    answer = await browser.post(
        "/api/auth/sign-in",
        content=b'{"name": "li", "password": "\\ud800"}',
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 422


async def _failed_tries(world: World, name: str) -> int | None:
    async with world.sessions() as session:
        return await session.scalar(select(Account.failed_tries).where(Account.name == name))

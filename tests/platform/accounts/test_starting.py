# SPDX-License-Identifier: Apache-2.0
"""What a new plant starts with."""

import pytest
from sqlalchemy import select, text

from lockstep.platform.accounts.cli import add_user
from lockstep.platform.accounts.errors import NameTaken, PasswordUnfit, UnknownRole
from lockstep.platform.accounts.models import Account, Role
from lockstep.platform.accounts.permissions import DEFAULT_ROLES, PERMISSIONS
from lockstep.platform.accounts.seed import seed_roles
from lockstep.platform.commands.operation import OPERATIONS
from lockstep.platform.commands.query import QUERIES
from lockstep.platform.database.engine import Sessions
from tests.platform.accounts.world import Browser, World

pytestmark = pytest.mark.anyio
IMPLICIT = {"signed_in", "known", "registered_device"}


async def roles(sessions: Sessions) -> dict[str, set[str]]:
    async with sessions() as session:
        return {role.code: set(role.permissions) for role in await session.scalars(select(Role))}


async def test_seeding_again_keeps_what_the_plant_changed(sessions: Sessions) -> None:
    async with sessions() as session, session.begin():
        await seed_roles(session)
        await session.execute(text("UPDATE role SET permissions = '{board.read}' WHERE code <> 'operator'"))
        await session.execute(text("DELETE FROM role WHERE code = 'operator'"))
    async with sessions() as session, session.begin():
        await seed_roles(session)

    found = await roles(sessions)
    assert found["leader"] == {"board.read"}
    assert found["admin"] == PERMISSIONS
    assert "report.create" in found["operator"]


async def test_default_roles_hold_known_rights_and_three_names() -> None:
    for role in DEFAULT_ROLES:
        assert role.permissions <= PERMISSIONS
        assert set(role.name) == {"zh-CN", "zh-TW", "en"}


@pytest.mark.usefixtures("browser")
async def test_every_operation_and_query_asks_for_a_right_of_the_catalogue() -> None:
    asked = {found.permission for found in OPERATIONS.values()}
    asked |= {found.permission for found in QUERIES.values()}

    assert asked - IMPLICIT - PERMISSIONS == set()


async def test_the_first_administrator_signs_in(sessions: Sessions, browser: Browser) -> None:
    account_id = await add_user(sessions, "Chief", "The chief", True, "correct horse battery")

    answer = await browser.sign_in("chief")

    assert answer.json()["account_id"] == account_id
    assert set(answer.json()["permissions"]) >= PERMISSIONS
    (entry,) = await World(sessions).audited("accounts.add_user")
    assert (entry.entity_id, entry.source) == (str(account_id), "command_line")


async def test_a_user_who_cannot_be_added_leaves_nothing(sessions: Sessions) -> None:
    await add_user(sessions, "chief", "The chief", True, "correct horse battery")

    with pytest.raises(NameTaken):
        await add_user(sessions, "CHIEF", "Another", True, "correct horse battery")
    with pytest.raises(PasswordUnfit):
        await add_user(sessions, "other", "Other", False, "short")
    with pytest.raises(UnknownRole):
        await add_user(sessions, "other", "Other", False, "correct horse battery", roles=["king"])

    async with sessions() as session:
        assert list(await session.scalars(select(Account.name))) == ["chief"]

# SPDX-License-Identifier: Apache-2.0
"""For the command line: whoever may run it on the machine may make an account."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import insert, select

from lockstep.platform.accounts.errors import NameTaken, PasswordUnfit, UnknownRole
from lockstep.platform.accounts.models import Account, AccountRole, Role
from lockstep.platform.accounts.passwords import hash_secret
from lockstep.platform.accounts.permissions import ADMIN
from lockstep.platform.accounts.schemas.commands import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    Locale,
    Password,
    normal_name,
)
from lockstep.platform.accounts.seed import seed_roles
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import in_one_transaction
from lockstep.platform.commands.work import Work
from lockstep.platform.database.engine import Sessions

ADD_USER = "accounts.add_user"


def _check(password: str) -> None:
    try:
        TypeAdapter(Password).validate_python(password)
    except ValidationError as error:
        raise PasswordUnfit(least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD) from error


async def add_user(
    sessions: Sessions,
    name: str,
    display_name: str,
    admin: bool,
    password: str,
    *,
    roles: Sequence[str] = (),
    locale: Locale = "zh-CN",
) -> int:
    _check(password)
    wanted = sorted({*roles, ADMIN} if admin else set(roles))
    stored = await hash_secret(password)

    async def act(work: Work) -> int:
        work.operation = ADD_USER
        await seed_roles(work.session)
        login = normal_name(name)
        if await work.session.scalar(select(Account.id).where(Account.name == login)) is not None:
            raise NameTaken(name=login)
        found = await work.session.execute(select(Role.code, Role.id).where(Role.code.in_(wanted)))
        role_ids = {row.code: row.id for row in found}
        for code in wanted:
            if code not in role_ids:
                raise UnknownRole(role=code)
        values = {"name": login, "display_name": display_name, "locale": locale}
        made = await work.session.execute(insert(Account).values(password_hash=stored, **values).returning(Account.id))
        account_id: int = made.scalar_one()
        for role_id in role_ids.values():
            work.add(AccountRole, account_id=account_id, role_id=role_id)
        work.audit("account", account_id, after={**values, "roles": wanted})
        return account_id

    actor = Actor(name="lockstep user add", permissions=frozenset(), source="command_line")
    return await in_one_transaction(sessions, actor, lambda: datetime.now(UTC), "", act)

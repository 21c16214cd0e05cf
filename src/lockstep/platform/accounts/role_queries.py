# SPDX-License-Identifier: Apache-2.0
"""The roles: to choose from, and as a matrix of who may do what."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import any_, func, select, union

from lockstep.kernel.names import local_name
from lockstep.platform.accounts.models import AccountPost, AccountRole, Role
from lockstep.platform.accounts.permissions import ADMIN, DEFAULT_CODES, GROUPS, PERMISSIONS, SIGNED_IN
from lockstep.platform.accounts.posts import is_not_over
from lockstep.platform.accounts.schemas.answers import RightGroup, Roles, RoleShown
from lockstep.platform.commands.query import Reading, query


@query("accounts.roles", permission="account.manage")
async def roles(reading: Reading) -> Roles:
    return await _read_roles(reading)


@query("accounts.role_matrix", permission="account.manage_roles")
async def matrix(reading: Reading) -> Roles:
    return await _read_roles(reading)


@query("accounts.rights", permission=SIGNED_IN)
async def rights(reading: Reading) -> list[RightGroup]:
    """Every right there is, as it is grouped on screens."""
    return _groups()


def _groups() -> list[RightGroup]:
    return [RightGroup(key=key, permissions=list(rights)) for key, rights in GROUPS.items()]


async def _read_roles(reading: Reading) -> Roles:
    own = select(AccountRole.account_id).where(AccountRole.role_id == Role.id).correlate(Role)
    by_post = (
        select(AccountPost.account_id)
        .where(Role.id == any_(AccountPost.role_ids), is_not_over(reading.now))
        .correlate(Role)
    )
    having = select(func.count()).select_from(union(own, by_post).subquery().lateral()).scalar_subquery()
    found = await reading.session.execute(
        select(Role.code, Role.name, Role.permissions, Role.version, having.label("accounts")).order_by(Role.id)
    )
    return Roles(
        roles=[_shown(reading, row) for row in found],
        permissions=sorted(PERMISSIONS),
        groups=_groups(),
    )


def _shown(reading: Reading, row: Any) -> RoleShown:
    can = []
    if reading.actor.may("account.manage_roles") and reading.actor.unlimited and row.code != ADMIN:
        can.append("change")
        if row.code not in DEFAULT_CODES and not row.accounts:
            can.append("delete")
    return RoleShown(
        code=row.code,
        name=row.name,
        permissions=row.permissions,
        version=row.version,
        fixed=row.code == ADMIN,
        accounts=row.accounts,
        can=can,
    )


async def roles_with(reading: Reading, permissions: Sequence[str]) -> dict[str, list[str]]:
    """Of each of these rights the names of the roles that bring it: whom to ask who lacks it oneself."""
    found = await reading.session.execute(
        select(Role.name, Role.permissions).where(Role.code != ADMIN).order_by(Role.id)
    )
    rows = found.all()
    return {
        permission: [local_name(row.name, reading.actor.locale) for row in rows if permission in row.permissions]
        for permission in permissions
    }

# SPDX-License-Identifier: Apache-2.0
"""What a role may do is data; a change counts from the next request of everybody who has the role."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, func, select, union, update

from lockstep.platform.accounts.errors import (
    BeyondYourself,
    RoleInUse,
    RoleIsFixed,
    RoleStays,
    RoleTaken,
    UnknownRole,
    VersionChanged,
)
from lockstep.platform.accounts.models import AccountPost, AccountRole, Role
from lockstep.platform.accounts.operations.noting import note
from lockstep.platform.accounts.permissions import ADMIN, DEFAULT_CODES
from lockstep.platform.accounts.posts import is_not_over
from lockstep.platform.accounts.reach import require_known
from lockstep.platform.accounts.schemas.answers import RoleAnswer
from lockstep.platform.accounts.schemas.commands import ChangeRole, CreateRole, DeleteRole
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("accounts.create_role", permission="account.manage_roles")
async def create_role(work: Work, command: CreateRole) -> RoleAnswer:
    wanted = set(command.permissions)
    _require_reach(work, wanted)
    if await work.session.scalar(select(Role.id).where(Role.code == command.role)) is not None:
        raise RoleTaken(role=command.role)
    after = {"name": command.name, "permissions": sorted(wanted)}
    work.add(Role, code=command.role, **after)
    note(work, "role.created", "role", command.role, after=after, reason=command.reason)
    return RoleAnswer(id=command.id, role=command.role, version=1)


@operation("accounts.change_role", permission="account.manage_roles")
async def change_role(work: Work, command: ChangeRole) -> RoleAnswer:
    if command.role == ADMIN:
        raise RoleIsFixed(role=command.role)
    role = await _held(work, command.role, command.expected_version)
    wanted = set(command.permissions)
    _require_reach(work, wanted - set(role.permissions))
    before = {"name": role.name, "permissions": sorted(role.permissions)}
    after = {"name": command.name or role.name, "permissions": sorted(wanted)}
    changed = [key for key in after if before[key] != after[key]]
    version: int = role.version + 1
    await work.session.execute(update(Role).where(Role.id == role.id).values(version=version, **after))
    note(
        work,
        "role.changed",
        "role",
        command.role,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
        reason=command.reason,
    )
    return RoleAnswer(id=command.id, role=command.role, version=version)


@operation("accounts.delete_role", permission="account.manage_roles")
async def delete_role(work: Work, command: DeleteRole) -> RoleAnswer:
    """The roles of every plant would come back at the next start."""
    if command.role in DEFAULT_CODES:
        raise RoleStays(role=command.role)
    role = await _held(work, command.role, command.expected_version, to_delete=True)
    _require_reach(work, ())
    having = await accounts_with(work, role.id)
    if having:
        raise RoleInUse(role=command.role, accounts=having)
    await work.session.execute(delete(Role).where(Role.id == role.id))
    before = {"name": role.name, "permissions": sorted(role.permissions)}
    note(work, "role.deleted", "role", command.role, before=before, reason=command.reason)
    return RoleAnswer(id=command.id, role=command.role, version=role.version)


async def accounts_with(work: Work, role_id: int) -> int:
    """That have the role, now or planned."""
    own = select(AccountRole.account_id).where(AccountRole.role_id == role_id)
    by_post = select(AccountPost.account_id).where(AccountPost.role_ids.contains([role_id]), is_not_over(work.now))
    return await work.session.scalar(select(func.count()).select_from(union(own, by_post).subquery())) or 0


async def _held(work: Work, code: str, expected_version: int, *, to_delete: bool = False) -> Any:
    found = await work.session.execute(
        select(Role.__table__).where(Role.code == code).with_for_update(key_share=not to_delete)
    )
    role = found.one_or_none()
    if role is None:
        raise UnknownRole(role=code)
    if role.version != expected_version:
        raise VersionChanged(expected=expected_version, current=role.version)
    return role


def _require_reach(work: Work, added: Collection[str]) -> None:
    """A role counts at every site and for every team, and gives nobody what its maker does not hold."""
    require_known(added)
    if not work.actor.unlimited or not work.actor.permissions.issuperset(added):
        raise BeyondYourself

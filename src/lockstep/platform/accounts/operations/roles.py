# SPDX-License-Identifier: Apache-2.0
"""What a role may do is data; a change counts from the next request of everybody who has the role."""

from sqlalchemy import select, update

from lockstep.platform.accounts.errors import BeyondYourself, RoleIsFixed, UnknownRole, VersionChanged
from lockstep.platform.accounts.models import Role
from lockstep.platform.accounts.permissions import ADMIN
from lockstep.platform.accounts.reach import require_known
from lockstep.platform.accounts.schemas.answers import RoleAnswer
from lockstep.platform.accounts.schemas.commands import ChangeRole
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("accounts.change_role", permission="account.manage_roles")
async def change_role(work: Work, command: ChangeRole) -> RoleAnswer:
    wanted = set(command.permissions)
    require_known(wanted)
    if command.role == ADMIN:
        raise RoleIsFixed(role=command.role)
    found = await work.session.execute(
        select(Role.id, Role.permissions, Role.version).where(Role.code == command.role).with_for_update(key_share=True)
    )
    role = found.one_or_none()
    if role is None:
        raise UnknownRole(role=command.role)
    if role.version != command.expected_version:
        raise VersionChanged(expected=command.expected_version, current=role.version)
    before = set(role.permissions)
    if not work.actor.everywhere or not work.actor.permissions.issuperset(wanted - before):
        raise BeyondYourself
    version = role.version + 1
    await work.session.execute(
        update(Role).where(Role.id == role.id).values(permissions=sorted(wanted), version=version)
    )
    work.audit(
        "role",
        command.role,
        before={"permissions": sorted(before)},
        after={"permissions": sorted(wanted)},
        reason=command.reason,
    )
    return RoleAnswer(id=command.id, role=command.role, version=version)

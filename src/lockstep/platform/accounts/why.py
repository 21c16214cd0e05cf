# SPDX-License-Identifier: Apache-2.0
"""Why may somebody do this: the roles that give it, since when, and where; or what is missing."""

from typing import Any

from sqlalchemy import select

from lockstep.platform.accounts.models import Role
from lockstep.platform.accounts.posts import Post, read_careers
from lockstep.platform.accounts.queries import read_account
from lockstep.platform.accounts.reach import require_known
from lockstep.platform.accounts.schemas.answers import GivenBy, RoleGives, Why
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.query import Reading, query


@query("accounts.why", permission="account.manage")
async def why(reading: Reading, *, account_id: int, permission: str) -> Why:
    require_known([permission])
    account = await read_account(reading, account_id)
    career = (await read_careers(reading.session, [account_id], reading.now))[account_id]
    standing, post = career.at(reading.now), career.current(reading.now)
    giving = await reading.session.execute(
        select(Role.code, Role.name).where(Role.permissions.contains([permission])).order_by(Role.id)
    )
    roles = list(giving)
    held = [role for role in roles if role.code in standing.roles]
    return Why(
        account_id=account_id,
        permission=permission,
        allowed=account.active and bool(held),
        active=account.active,
        roles=[await _explained(reading, account_id, permission, role, post) for role in held],
        lacking=[role.code for role in roles],
        site_ids=list(standing.site_ids),
        line_ids=list(standing.line_ids),
        team_ids=list(standing.team_ids),
        post_from=None if post is None else post.from_at,
        post_until=None if post is None else post.until_at,
    )


async def _explained(reading: Reading, account_id: int, permission: str, role: Any, post: Post | None) -> RoleGives:
    to_account = await _since(reading, "account", str(account_id), "roles", role.code)
    if post is not None:
        to_account = await _planned(reading, account_id, post)
    to_role = await _since(reading, "role", role.code, "permissions", permission)
    return RoleGives(role=role.code, name=role.name, to_account=to_account, to_role=to_role)


async def _since(reading: Reading, entity: str, key: str, field: str, value: str) -> GivenBy | None:
    """The last time that the value came into the list: it is there after, and was not before."""
    found = await reading.session.execute(
        select(AuditEntry.at, AuditEntry.actor_name, AuditEntry.reason)
        .where(
            AuditEntry.entity_type == entity,
            AuditEntry.entity_id == key,
            AuditEntry.operation.not_in(["accounts.plan_post"]),
            AuditEntry.after[field].contains([value]),
            AuditEntry.before.is_(None) | ~AuditEntry.before[field].contains([value]),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return _given(found.one_or_none())


async def _planned(reading: Reading, account_id: int, post: Post) -> GivenBy | None:
    found = await reading.session.execute(
        select(AuditEntry.at, AuditEntry.actor_name, AuditEntry.reason)
        .where(
            AuditEntry.entity_type == "account",
            AuditEntry.entity_id == str(account_id),
            AuditEntry.operation == "accounts.plan_post",
            AuditEntry.after["from_at"].astext == post.from_at.isoformat(),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return _given(found.one_or_none())


def _given(row: Any) -> GivenBy | None:
    return None if row is None else GivenBy(at=row.at, actor=row.actor_name, reason=row.reason)

# SPDX-License-Identifier: Apache-2.0
"""How far somebody who manages accounts may reach: never beyond their own rights, sites and lines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, and_, exists, func, or_, select, true, update

from lockstep.kernel.errors import NotFound
from lockstep.platform.accounts.errors import BeyondYourself, UnknownPermission, UnknownRole
from lockstep.platform.accounts.models import Account, AccountRole, ApiKey, Role, Session
from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.accounts.places import Place, account_place
from lockstep.platform.accounts.plant import site_of_person, sites_of_lines
from lockstep.platform.accounts.schemas.commands import Scoped
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.work import Work

role_codes_of_account = func.array(
    select(Role.code)
    .join(AccountRole, AccountRole.role_id == Role.id)
    .where(AccountRole.account_id == Account.id)
    .order_by(Role.code)
    .correlate(Account)
    .scalar_subquery(),
    type_=ARRAY(String),
)

of_a_person = ~exists().where(ApiKey.account_id == Account.id).correlate(Account)
"""The accounts of API keys are managed with their key."""


@dataclass(frozen=True, slots=True)
class Held:
    """An account as it is, locked against a change from elsewhere."""

    row: Any
    roles: list[str]
    permissions: frozenset[str]

    @property
    def place(self) -> Place:
        return account_place(self.row)


async def sites_in_scope(work: Work, scoped: Scoped) -> list[int]:
    """Lines alone would leave the sites open: without sites it is those of the lines. Every line has to be known."""
    of_lines = await sites_of_lines(work.session, set(scoped.line_ids)) if scoped.line_ids else []
    return sorted(set(scoped.site_ids)) or of_lines


def in_sight(actor: Actor) -> ColumnElement[bool]:
    """Accounts that work at a site and line of the actor."""
    sites: ColumnElement[bool] = true()
    lines: ColumnElement[bool] = true()
    if actor.site_ids is not None:
        sites = or_(Account.site_ids == [], Account.site_ids.overlap(list(actor.site_ids)))
    if actor.line_ids is not None:
        lines = or_(Account.line_ids == [], Account.line_ids.overlap(list(actor.line_ids)))
    return and_(sites, lines)


async def hold_account(work: Work, account_id: int) -> Held:
    found = await work.session.execute(
        select(Account.__table__, site_of_person(Account.person_id).label("person_site"))
        .where(Account.id == account_id, of_a_person, in_sight(work.actor))
        .with_for_update(key_share=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound(kind="account", key=account_id)
    roles = await work.session.execute(
        select(Role.code, Role.permissions)
        .join(AccountRole, AccountRole.role_id == Role.id)
        .where(AccountRole.account_id == account_id)
        .order_by(Role.code)
    )
    held = list(roles)
    permissions = frozenset(permission for role in held for permission in role.permissions)
    return Held(row, [role.code for role in held], permissions)


def require_known(permissions: Collection[str]) -> None:
    for permission in permissions:
        if permission not in PERMISSIONS:
            raise UnknownPermission(permission=permission)


def reaches(actor: Actor, permissions: Collection[str], site_ids: Collection[int], line_ids: Collection[int]) -> bool:
    return (
        actor.permissions.issuperset(permissions)
        and _covers(actor.site_ids, site_ids)
        and _covers(actor.line_ids, line_ids)
    )


def require_reach(
    actor: Actor, permissions: Collection[str], site_ids: Collection[int], line_ids: Collection[int]
) -> None:
    if not reaches(actor, permissions, site_ids, line_ids):
        raise BeyondYourself


def require_reach_of(actor: Actor, held: Held) -> None:
    require_reach(actor, held.permissions, held.row.site_ids, held.row.line_ids)


async def read_roles(work: Work, codes: Collection[str]) -> dict[str, Any]:
    found = await work.session.execute(select(Role.id, Role.code, Role.permissions).where(Role.code.in_(sorted(codes))))
    roles = {row.code: row for row in found}
    for code in codes:
        if code not in roles:
            raise UnknownRole(role=code)
    return roles


async def end_sessions(work: Work, account_id: int, *methods: str) -> None:
    """Of the given ways to sign in, or all: who came in by a secret that is replaced is out."""
    await work.session.execute(
        update(Session)
        .where(
            Session.account_id == account_id,
            Session.ended_at.is_(None),
            Session.method.in_(methods) if methods else true(),
        )
        .values(ended_at=work.now)
    )


def _covers(own: tuple[int, ...] | None, wanted: Collection[int]) -> bool:
    return own is None or (bool(wanted) and set(wanted) <= set(own))


def stamp(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()

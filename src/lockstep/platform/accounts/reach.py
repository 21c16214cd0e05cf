# SPDX-License-Identifier: Apache-2.0
"""How far somebody who manages accounts may reach: never beyond their own rights, sites, lines and teams."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, and_, exists, or_, select, true, update

from lockstep.kernel.errors import NotFound
from lockstep.platform.accounts.errors import BeyondYourself, UnknownPermission, UnknownRole
from lockstep.platform.accounts.models import Account, ApiKey, Role, Session
from lockstep.platform.accounts.people import of_accounts
from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.accounts.places import Place, scope_place
from lockstep.platform.accounts.plant import require_teams, site_of_person, sites_of_lines
from lockstep.platform.accounts.posts import Career, Moment, Standing, lines_at, read_careers, sites_at
from lockstep.platform.accounts.schemas.commands import Scoped
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.work import Work

S = TypeVar("S", bound=Scoped)

of_a_person = ~exists().where(ApiKey.account_id == Account.id).correlate(Account)
"""The accounts of API keys are managed with their key."""


class Limited(Protocol):
    """What carries scopes as they are stored: empty means all."""

    @property
    def site_ids(self) -> Collection[int]: ...

    @property
    def line_ids(self) -> Collection[int]: ...

    @property
    def team_ids(self) -> Collection[int]: ...


@dataclass(frozen=True, slots=True)
class Held:
    """An account as it is, locked against a change from elsewhere."""

    row: Any
    career: Career
    now: datetime

    @property
    def standing(self) -> Standing:
        return self.career.at(self.now)

    @property
    def place(self) -> Place:
        standing = self.standing
        return scope_place(standing.site_ids, standing.line_ids, self.row.person_site)


async def settled(work: Work, scoped: S) -> S:
    """The scopes as they are stored. Every line and team has to be known. Lines alone would leave the sites open:
    without sites it is those of the lines."""
    of_lines = await sites_of_lines(work.session, set(scoped.line_ids)) if scoped.line_ids else []
    await require_teams(work.session, set(scoped.team_ids))
    each_once = {name: sorted(set(ids)) for name, ids in scoped.scopes().items()}
    return scoped.model_copy(update=each_once | {"site_ids": each_once["site_ids"] or of_lines})


def in_sight(actor: Actor, now: Moment) -> ColumnElement[bool]:
    """Accounts that work at a site and line of the actor, and belong to a person of their teams."""
    sites: ColumnElement[bool] = true()
    lines: ColumnElement[bool] = true()
    if actor.site_ids is not None:
        of_account = sites_at(now)
        sites = or_(of_account == [], of_account.overlap(list(actor.site_ids)))
    if actor.line_ids is not None:
        of_account = lines_at(now)
        lines = or_(of_account == [], of_account.overlap(list(actor.line_ids)))
    return and_(sites, lines, of_accounts(actor, Account.id))


def works_at(site_id: int, line_id: int, now: Moment) -> ColumnElement[bool]:
    """Whose scope covers a station there."""
    sites, lines = sites_at(now), lines_at(now)
    return and_(or_(sites == [], sites.contains([site_id])), or_(lines == [], lines.contains([line_id])))


async def hold_account(work: Work, account_id: int) -> Held:
    found = await work.session.execute(
        select(Account.__table__, site_of_person(Account.person_id).label("person_site"))
        .where(Account.id == account_id, of_a_person, in_sight(work.actor, work.now))
        .with_for_update(key_share=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound(kind="account", key=account_id)
    careers = await read_careers(work.session, [account_id], work.now)
    return Held(row, careers[account_id], work.now)


def require_known(permissions: Collection[str]) -> None:
    for permission in permissions:
        if permission not in PERMISSIONS:
            raise UnknownPermission(permission=permission)


def reaches(actor: Actor, permissions: Collection[str], scope: Limited) -> bool:
    return (
        actor.permissions.issuperset(permissions)
        and _covers(actor.site_ids, scope.site_ids)
        and _covers(actor.line_ids, scope.line_ids)
        and _covers(actor.team_ids, scope.team_ids)
    )


def require_reach(actor: Actor, permissions: Collection[str], scope: Limited) -> None:
    if not reaches(actor, permissions, scope):
        raise BeyondYourself


def require_reach_of(actor: Actor, held: Held) -> None:
    """Of what counts now and of what is planned: who takes an account over has it then, too."""
    for standing in held.career.ahead(held.now):
        require_reach(actor, standing.permissions, standing)


async def read_roles(work: Work, codes: Collection[str]) -> dict[str, Any]:
    """Locked, so that none of them is deleted while it is being given."""
    found = await work.session.execute(
        select(Role.id, Role.code, Role.permissions)
        .where(Role.code.in_(sorted(codes)))
        .order_by(Role.id)
        .with_for_update(read=True, key_share=True)
    )
    roles = {row.code: row for row in found}
    for code in codes:
        if code not in roles:
            raise UnknownRole(role=code)
    return roles


async def granted_roles(work: Work, codes: Collection[str], scope: Limited) -> list[int]:
    """The ids of the roles, if the actor may give them for that scope."""
    roles = await read_roles(work, set(codes))
    permissions = {permission for role in roles.values() for permission in role.permissions}
    require_reach(work.actor, permissions, scope)
    return sorted(role.id for role in roles.values())


async def write_account(work: Work, held: Held, values: dict[str, Any]) -> int:
    version: int = held.row.version + 1
    await work.session.execute(update(Account).where(Account.id == held.row.id).values(version=version, **values))
    return version


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

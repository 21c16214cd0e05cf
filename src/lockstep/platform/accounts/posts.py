# SPDX-License-Identifier: Apache-2.0
"""What an account may do at a moment: its own roles and scopes, or those of the post that lasts just then.

Nothing is switched over when a date comes: every statement that reads an account asks what counts now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, and_, any_, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.platform.accounts.models import Account, AccountPost, AccountRole, Role, Session
from lockstep.platform.accounts.permissions import ADMIN

Moment = datetime | ColumnElement[datetime]
_IDS: ARRAY[int] = ARRAY(BigInteger)
_TEXTS: ARRAY[str] = ARRAY(String)


@dataclass(frozen=True, slots=True)
class Standing:
    """Roles and scopes as they count together."""

    roles: tuple[str, ...]
    permissions: frozenset[str]
    site_ids: tuple[int, ...]
    line_ids: tuple[int, ...]
    team_ids: tuple[int, ...]

    @property
    def administers(self) -> bool:
        return ADMIN in self.roles and not self.site_ids and not self.team_ids


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    from_at: datetime
    until_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Career:
    """The account's own standing, and the posts that are not over, the latest first."""

    own: Standing
    posts: tuple[Post, ...]

    def current(self, now: datetime) -> Post | None:
        return next((post for post in self.posts if post.from_at <= now), None)

    def at(self, now: datetime) -> Standing:
        post = self.current(now)
        return self.own if post is None else post.standing

    def ahead(self, now: datetime) -> list[Standing]:
        """What counts now or will count: what a post without end has replaced never comes back."""
        found = []
        for post in self.posts:
            found.append(post.standing)
            if post.from_at <= now and post.until_at is None:
                return found
        return [*found, self.own]


def lasts(now: Moment) -> ColumnElement[bool]:
    return and_(AccountPost.from_at <= now, is_not_over(now))


def is_not_over(now: Moment) -> ColumnElement[bool]:
    return and_(AccountPost.ended_at.is_(None), or_(AccountPost.until_at.is_(None), AccountPost.until_at > now))


def sites_at(now: Moment) -> ColumnElement[Any]:
    return func.coalesce(_of_post(AccountPost.site_ids, now), Account.site_ids, type_=_IDS)


def lines_at(now: Moment) -> ColumnElement[Any]:
    return func.coalesce(_of_post(AccountPost.line_ids, now), Account.line_ids, type_=_IDS)


def teams_at(now: Moment) -> ColumnElement[Any]:
    return func.coalesce(_of_post(AccountPost.team_ids, now), Account.team_ids, type_=_IDS)


def post_ends_at(now: Moment) -> ColumnElement[Any]:
    return _of_post(AccountPost.until_at, now)


def next_post_at(now: Moment) -> ColumnElement[Any]:
    return (
        select(func.min(AccountPost.from_at))
        .where(AccountPost.account_id == Account.id, AccountPost.from_at > now, is_not_over(now))
        .correlate_except(AccountPost)
        .scalar_subquery()
    )


def role_codes_at(now: Moment) -> ColumnElement[Any]:
    codes = select(Role.code).where(Role.id == any_(_roles_at(now))).order_by(Role.code).correlate_except(Role)
    return func.array(codes.scalar_subquery(), type_=_TEXTS)


def permissions_at(now: Moment) -> ColumnElement[Any]:
    held = select(func.unnest(Role.permissions)).where(Role.id == any_(_roles_at(now))).correlate_except(Role)
    return func.array(held.scalar_subquery(), type_=_TEXTS)


def last_sign_in() -> ColumnElement[Any]:
    return (
        select(func.max(Session.created_at))
        .where(Session.account_id == Account.id)
        .correlate_except(Session)
        .scalar_subquery()
    )


async def read_careers(session: AsyncSession, account_ids: Sequence[int], now: datetime) -> dict[int, Career]:
    roles = {row.id: row for row in await session.execute(select(Role.id, Role.code, Role.permissions))}
    own_roles: dict[int, list[int]] = {}
    for row in await session.execute(select(AccountRole.__table__).where(AccountRole.account_id.in_(account_ids))):
        own_roles.setdefault(row.account_id, []).append(row.role_id)
    posts: dict[int, list[Post]] = {}
    coming = select(AccountPost.__table__).where(AccountPost.account_id.in_(account_ids), is_not_over(now))
    for row in await session.execute(coming.order_by(AccountPost.from_at.desc(), AccountPost.id.desc())):
        standing = _standing(roles, row.role_ids, row)
        posts.setdefault(row.account_id, []).append(Post(row.id, row.from_at, row.until_at, standing))
    accounts = await session.execute(
        select(Account.id, Account.site_ids, Account.line_ids, Account.team_ids).where(Account.id.in_(account_ids))
    )
    return {
        row.id: Career(_standing(roles, own_roles.get(row.id, []), row), tuple(posts.get(row.id, [])))
        for row in accounts
    }


def _standing(roles: Mapping[int, Any], role_ids: Iterable[int], scoped: Any) -> Standing:
    held = [roles[role_id] for role_id in role_ids if role_id in roles]
    return Standing(
        tuple(sorted(role.code for role in held)),
        frozenset(permission for role in held for permission in role.permissions),
        tuple(sorted(scoped.site_ids)),
        tuple(sorted(scoped.line_ids)),
        tuple(sorted(scoped.team_ids)),
    )


def _roles_at(now: Moment) -> ColumnElement[Any]:
    own = select(AccountRole.role_id).where(AccountRole.account_id == Account.id).correlate_except(AccountRole)
    return func.coalesce(_of_post(AccountPost.role_ids, now), func.array(own.scalar_subquery()), type_=_IDS)


def _of_post(column: Any, now: Moment) -> ColumnElement[Any]:
    """Null where no post lasts."""
    return (
        select(column)
        .where(AccountPost.account_id == Account.id, lasts(now))
        .order_by(AccountPost.from_at.desc(), AccountPost.id.desc())
        .limit(1)
        .correlate_except(AccountPost)
        .scalar_subquery()
    )

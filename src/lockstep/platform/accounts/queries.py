# SPDX-License-Identifier: Apache-2.0
"""What may be seen of accounts, devices and keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, or_, select

from lockstep.kernel.errors import NotFound
from lockstep.platform.accounts.models import Account, AccountPost, ApiKey, Device, Role, Session
from lockstep.platform.accounts.plant import line_of_station
from lockstep.platform.accounts.posts import (
    last_sign_in,
    lines_at,
    next_post_at,
    post_ends_at,
    role_codes_at,
    sites_at,
    teams_at,
)
from lockstep.platform.accounts.reach import in_sight, of_a_person, reaches, works_at
from lockstep.platform.accounts.schemas.answers import (
    AccountDetail,
    AccountPage,
    AccountShown,
    ApiKeyShown,
    DeviceShown,
    LockedAccount,
    PostShown,
    PostState,
    RosterEntry,
    SessionShown,
)
from lockstep.platform.accounts.schemas.commands import Scoped
from lockstep.platform.commands.query import Reading, query

PAGE = 100
LAST_SESSIONS = 50


@query("accounts.roster", permission="registered_device")
async def roster(reading: Reading, *, site_id: int, line_id: int) -> list[RosterEntry]:
    """Who may sign in by PIN at a station of this line; the application adds the names."""
    found = await reading.session.execute(
        select(Account.id, Account.person_id, Account.display_name, Account.locked_at)
        .where(
            Account.active,
            Account.pin_hash.is_not(None),
            Account.person_id.is_not(None),
            works_at(site_id, line_id, reading.now),
        )
        .order_by(Account.id)
    )
    return [
        RosterEntry(
            account_id=row.id,
            person_id=row.person_id,
            display_name=row.display_name,
            locked=row.locked_at is not None,
        )
        for row in found
        if row.person_id is not None
    ]


State = Literal["active", "locked", "inactive"]


@query("accounts.list", permission="account.manage")
async def accounts(
    reading: Reading, *, search: str | None, cursor: str | None, state: State | None = None, role: str | None = None
) -> AccountPage:
    """By log-in name, a page at a time."""
    wanted = and_(of_a_person, in_sight(reading.actor, reading.now))
    if search:
        wanted &= or_(
            Account.name.icontains(search, autoescape=True),
            Account.display_name.icontains(search, autoescape=True),
        )
    if state == "locked":
        wanted &= and_(Account.active, Account.locked_at.is_not(None))
    elif state is not None:
        wanted &= Account.active if state == "active" else ~Account.active
    if role is not None:
        wanted &= role_codes_at(reading.now).contains([role])
    counts = await reading.session.execute(
        select(func.count(), func.count().filter(Account.active, Account.locked_at.is_not(None)))
        .select_from(Account)
        .where(wanted)
    )
    total, locked = counts.one()
    if cursor is not None:
        wanted &= Account.name > cursor
    shown = await read_accounts(reading, wanted, PAGE + 1)
    page = shown[:PAGE]
    next_cursor = page[-1].name if len(shown) > PAGE else None
    return AccountPage(accounts=page, next_cursor=next_cursor, total=total, locked=locked)


@query("accounts.detail", permission="account.manage")
async def account(reading: Reading, *, account_id: int) -> AccountDetail:
    """With the sessions that are open or were last, and its changes of post."""
    shown = await read_account(reading, account_id)
    sessions = await reading.session.execute(
        select(Session.__table__, Device.name.label("device"))
        .outerjoin(Device, Device.id == Session.device_id)
        .where(Session.account_id == account_id)
        .order_by(Session.created_at.desc())
        .limit(LAST_SESSIONS)
    )
    posts = await reading.session.execute(
        select(AccountPost.__table__).where(AccountPost.account_id == account_id).order_by(AccountPost.from_at.desc())
    )
    codes = {row.id: row.code for row in await reading.session.execute(select(Role.id, Role.code))}
    return AccountDetail(
        **shown.model_dump(),
        sessions=[_session_shown(reading, row) for row in sessions],
        posts=_posts_shown(reading, list(posts), codes),
    )


async def read_account(reading: Reading, account_id: int) -> AccountShown:
    wanted = and_(Account.id == account_id, of_a_person, in_sight(reading.actor, reading.now))
    found = await read_accounts(reading, wanted, 1)
    if not found:
        raise NotFound(kind="account", key=account_id)
    return found[0]


async def read_accounts(reading: Reading, wanted: ColumnElement[bool], most: int) -> list[AccountShown]:
    now = reading.now
    columns = [column for column in Account.__table__.c if column.name not in Scoped.model_fields]
    found = await reading.session.execute(
        select(
            *columns,
            sites_at(now).label("site_ids"),
            lines_at(now).label("line_ids"),
            teams_at(now).label("team_ids"),
            role_codes_at(now).label("roles"),
            last_sign_in().label("last_sign_in_at"),
            post_ends_at(now).label("post_until"),
            next_post_at(now).label("next_post_at"),
        )
        .where(wanted)
        .order_by(Account.name)
        .limit(most)
    )
    rows = list(found)
    held = {row.code: row.permissions for row in await reading.session.execute(select(Role.code, Role.permissions))}
    return [_account_shown(reading, row, held) for row in rows]


@query("accounts.locked", permission="account.unlock")
async def locked_accounts(reading: Reading) -> list[LockedAccount]:
    found = await reading.session.execute(
        select(Account.id, Account.name, Account.display_name, Account.locked_at)
        .where(Account.locked_at.is_not(None), Account.active, of_a_person, in_sight(reading.actor, reading.now))
        .order_by(Account.locked_at.desc())
        .limit(PAGE)
    )
    return [
        LockedAccount(account_id=row.id, name=row.name, display_name=row.display_name, locked_at=row.locked_at)
        for row in found
        if row.locked_at is not None
    ]


@query("device.list", permission="device.register")
async def devices(reading: Reading) -> list[DeviceShown]:
    statement = select(Device.__table__).order_by(Device.id)
    if reading.actor.site_ids is not None:
        statement = statement.where(Device.site_id.in_(reading.actor.site_ids))
    if reading.actor.line_ids is not None:
        statement = statement.where(line_of_station(Device.station_id).in_(reading.actor.line_ids))
    return [
        DeviceShown(
            device_id=row.id,
            name=row.name,
            site_id=row.site_id,
            station_id=row.station_id,
            registered_at=row.registered_at,
            last_seen_at=row.last_seen_at,
            revoked_at=row.revoked_at,
        )
        for row in await reading.session.execute(statement)
    ]


@query("api_key.list", permission="api_key.manage")
async def api_keys(reading: Reading) -> list[ApiKeyShown]:
    found = await reading.session.execute(select(ApiKey.__table__).order_by(ApiKey.id))
    return [
        ApiKeyShown(
            api_key_id=row.id,
            account_id=row.account_id,
            name=row.name,
            permissions=row.permissions,
            site_ids=row.site_ids,
            line_ids=row.line_ids,
            team_ids=row.team_ids,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in found
        if reaches(reading.actor, (), row)
    ]


def _account_shown(reading: Reading, row: Any, permissions_of: dict[str, list[str]]) -> AccountShown:
    values = row._mapping
    permissions = {permission for role in values["roles"] for permission in permissions_of[role]}
    within = reaches(reading.actor, permissions, row)
    return AccountShown.model_validate(
        {
            **values,
            "account_id": values["id"],
            "has_password": values["password_hash"] is not None,
            "has_pin": values["pin_hash"] is not None,
            "has_badge": values["badge_hash"] is not None,
            "can": _can(reading, values["id"], active=values["active"], locked=values["locked_at"], within=within),
        }
    )


def _can(reading: Reading, account_id: int, *, active: bool, locked: object, within: bool) -> list[str]:
    can = ["unlock"] if locked is not None and reading.actor.may("account.unlock") else []
    if within:
        can += ["change", "set_password", "set_pin", "issue_badge", "end_sessions"]
        if account_id != reading.actor.account_id:
            can += ["plan_post", "deactivate" if active else "reactivate"]
    return can


def _session_shown(reading: Reading, row: Any) -> SessionShown:
    values = row._mapping
    return SessionShown(
        session_id=row.id,
        open=row.ended_at is None and row.expires_at > reading.now,
        yours=str(row.id) == reading.actor.session_id,
        **{name: values[name] for name in ("method", "device", "created_at", "expires_at", "ended_at")},
    )


def _posts_shown(reading: Reading, rows: Sequence[Any], codes: dict[int, str]) -> list[PostShown]:
    lasting = [row.id for row in rows if _stage(row, reading.now) == "current"]
    return [
        PostShown.model_validate(
            {
                **row._mapping,
                "post_id": row.id,
                # The one that began latest counts; what it covers counts again when it is over.
                "state": "planned" if row.id in lasting[1:] else _stage(row, reading.now),
                "roles": sorted(codes[role_id] for role_id in row.role_ids if role_id in codes),
            }
        )
        for row in rows
    ]


def _stage(row: Any, now: datetime) -> PostState:
    if row.ended_at is not None:
        return "past" if row.ended_at > row.from_at else "withdrawn"
    if row.until_at is not None and row.until_at <= now:
        return "past"
    return "current" if row.from_at <= now else "planned"

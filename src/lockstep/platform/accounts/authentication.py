# SPDX-License-Identifier: Apache-2.0
"""Who sends this request. Read afresh each time: a changed role or an ended session counts at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import ColumnElement, DateTime, Executable, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from lockstep.kernel.errors import NotSignedIn
from lockstep.platform.accounts.errors import CsrfRefused, DeviceNotRegistered
from lockstep.platform.accounts.models import Account, ApiKey, Device, Session
from lockstep.platform.accounts.permissions import KNOWN, REGISTERED_DEVICE, SIGNED_IN
from lockstep.platform.accounts.places import Place, account_place, place_columns, scope_place
from lockstep.platform.accounts.plant import line_of_station
from lockstep.platform.accounts.posts import permissions_at, teams_at
from lockstep.platform.accounts.tokens import same, token_hash
from lockstep.platform.accounts.web import CSRF_HEADER, DEVICE_COOKIE, SESSION_COOKIE, request_id
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.context import Context
from lockstep.platform.database.engine import Sessions, reading_session

ANONYMOUS = "anonymous"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_NOW: ColumnElement[datetime] = bindparam("now", type_=DateTime(timezone=True))
SEEN_EVERY = timedelta(hours=1)
"""Of a terminal and a key it is kept when they were last heard of, but not with every request."""


@cache
def _by_session() -> Executable:
    """Built when it is first needed: the application has said by then what belongs to people and stations."""
    return (
        select(
            Session.id.label("session_id"),
            Session.csrf_token,
            Account.id.label("account_id"),
            Account.display_name,
            Account.person_id,
            *place_columns(_NOW),
            teams_at(_NOW).label("team_ids"),
            Account.locale,
            Device.id.label("device_id"),
            Device.site_id.label("device_site"),
            Device.station_id,
            line_of_station(Device.station_id).label("station_line"),
            func.coalesce(Device.last_seen_at, Device.registered_at).label("seen_at"),
            permissions_at(_NOW).label("permissions"),
        )
        .join(Account, Account.id == Session.account_id)
        .outerjoin(Device, and_(Device.id == Session.device_id, Device.revoked_at.is_(None)))
        .where(
            Session.token_hash == bindparam("token_hash"),
            Session.ended_at.is_(None),
            Session.expires_at > _NOW,
            Account.active,
            or_(Session.device_id.is_(None), Device.id.is_not(None)),
        )
    )


_BY_KEY = (
    select(
        ApiKey.id,
        ApiKey.last_used_at.label("seen_at"),
        ApiKey.permissions,
        ApiKey.site_ids,
        ApiKey.line_ids,
        ApiKey.team_ids,
        Account.id.label("account_id"),
        Account.display_name,
        Account.locale,
    )
    .join(Account, Account.id == ApiKey.account_id)
    .where(ApiKey.key_hash == bindparam("token_hash"), ApiKey.revoked_at.is_(None), Account.active)
)


@cache
def _by_device() -> Executable:
    line = line_of_station(Device.station_id).label("station_line")
    return select(Device.id, Device.name, Device.site_id, Device.station_id, line).where(
        Device.token_hash == bindparam("token_hash"), Device.revoked_at.is_(None)
    )


async def current_context(request: Request) -> Context:
    """The signed-in person or the machine with its key, ready to run operations and queries."""
    now: datetime = request.app.state.clock()
    authorization = request.headers.get("authorization")
    if authorization is not None:
        actor = await _actor_of_key(request.app.state.sessions, authorization, now)
    else:
        actor, csrf_token = await _actor_of_session(request, request.cookies.get(SESSION_COOKIE), now)
        if request.method not in SAFE_METHODS and not same(request.headers.get(CSRF_HEADER, ""), csrf_token):
            raise CsrfRefused
    return _context(request, actor)


async def session_context(request: Request, token: str) -> Context:
    """The session that this very request has opened."""
    actor, _ = await _actor_of_session(request, token, request.app.state.clock())
    return _context(request, actor)


async def device_context(request: Request) -> Context:
    """The registered terminal, before anybody has signed in on it."""
    token = request.cookies.get(DEVICE_COOKIE)
    row = None
    if token:
        row = await _one(request.app.state.sessions, _by_device(), token, request.app.state.clock())
    if row is None:
        raise DeviceNotRegistered
    return _context(
        request,
        Actor(
            name=row.name,
            permissions=frozenset({REGISTERED_DEVICE}),
            site_ids=(row.site_id,),
            site_id=row.site_id,
            line_id=row.station_line,
            device_id=row.id,
            station_id=row.station_id,
            source="station",
        ),
    )


def anonymous_context(request: Request) -> Context:
    """Somebody who has not said who they are: for signing in and for registering a terminal."""
    return _context(request, Actor(name=ANONYMOUS, permissions=frozenset(), source="office"))


Signed = Annotated[Context, Depends(current_context)]
OnDevice = Annotated[Context, Depends(device_context)]
Anonymous = Annotated[Context, Depends(anonymous_context)]


def scope(ids: Sequence[int]) -> tuple[int, ...] | None:
    """Stored empty means all; an actor says so with None."""
    return tuple(ids) or None


async def _actor_of_session(request: Request, token: str | None, now: datetime) -> tuple[Actor, str]:
    row = await _one(request.app.state.sessions, _by_session(), token, now) if token else None
    if row is None:
        raise NotSignedIn
    if row.device_id is not None:
        await _note_seen(request.app.state.sessions, Device.last_seen_at, row.device_id, row.seen_at, now)
    place = account_place(row) if row.device_id is None else Place(row.device_site, row.station_line)
    actor = Actor(
        name=row.display_name,
        permissions=frozenset(row.permissions) | {SIGNED_IN, KNOWN},
        account_id=row.account_id,
        person_id=row.person_id,
        site_ids=scope(row.site_ids),
        line_ids=scope(row.line_ids),
        team_ids=scope(row.team_ids),
        site_id=place.site_id,
        line_id=place.line_id,
        device_id=row.device_id,
        station_id=row.station_id,
        source="office" if row.device_id is None else "station",
        locale=row.locale,
        session_id=str(row.session_id),
    )
    return actor, row.csrf_token


async def _actor_of_key(sessions: Sessions, authorization: str, now: datetime) -> Actor:
    scheme, _, key = authorization.partition(" ")
    row = await _one(sessions, _BY_KEY, key.strip(), now) if scheme.lower() == "bearer" else None
    if row is None:
        raise NotSignedIn
    await _note_seen(sessions, ApiKey.last_used_at, row.id, row.seen_at, now)
    place = scope_place(row.site_ids, row.line_ids)
    return Actor(
        name=row.display_name,
        permissions=frozenset(row.permissions) | {KNOWN},
        account_id=row.account_id,
        site_ids=scope(row.site_ids),
        line_ids=scope(row.line_ids),
        team_ids=scope(row.team_ids),
        site_id=place.site_id,
        line_id=place.line_id,
        source="api_key",
        locale=row.locale,
    )


async def _note_seen(
    sessions: Sessions,
    column: InstrumentedAttribute[datetime | None],
    row_id: int,
    seen_at: datetime | None,
    now: datetime,
) -> None:
    if seen_at is not None and now - seen_at < SEEN_EVERY:
        return
    model = column.class_
    async with sessions() as session, session.begin():
        await session.execute(update(model).where(model.id == row_id).values({column: now}))


async def _one(sessions: Sessions, statement: Executable, token: str, now: datetime) -> Any:
    async with reading_session(sessions) as session:
        found = await session.execute(statement, {"token_hash": token_hash(token), "now": now})
        return found.one_or_none()


def _context(request: Request, actor: Actor) -> Context:
    state = request.app.state
    return Context(sessions=state.sessions, actor=actor, clock=state.clock, request_id=request_id(request))

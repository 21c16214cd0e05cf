# SPDX-License-Identifier: Apache-2.0
"""Signing in and out. Nobody is signed in yet, so these are no operations and write audit themselves."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, false, select, update

from lockstep.kernel.errors import LockstepError, NotSignedIn
from lockstep.platform.accounts.errors import AccountLocked, BadgeRefused, PinRefused, SignInRefused
from lockstep.platform.accounts.models import Account, Session
from lockstep.platform.accounts.operations.noting import note
from lockstep.platform.accounts.passwords import matches
from lockstep.platform.accounts.places import Place, account_place, here_or, place_columns
from lockstep.platform.accounts.plant import has_left, station_place
from lockstep.platform.accounts.reach import works_at
from lockstep.platform.accounts.schemas.commands import normal_name
from lockstep.platform.accounts.tokens import new_token, read_badge, token_hash
from lockstep.platform.accounts.tries import Method, Try, give_back, refuse_too_many, take_try
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import in_one_transaction
from lockstep.platform.commands.context import Context
from lockstep.platform.commands.work import Work

SESSION_TIME = timedelta(hours=12)
SIGN_IN = "accounts.sign_in"
SIGN_IN_FAILED = "accounts.sign_in_failed"
LOCKED = "accounts.locked"
SIGN_OUT = "accounts.sign_out"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    token: str
    csrf_token: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says who they are. `earlier` is the session cookie that they came with: it ends."""

    method: Method
    address: str
    earlier: str | None = None


async def sign_in_with_password(context: Context, claim: Claim, name: str, password: str) -> Opened:
    async def begin(work: Work) -> Try:
        await refuse_too_many(work, SIGN_IN_FAILED, claim.address)
        return await take_try(work, claim.method, Account.name == normal_name(name))

    taken = await _transaction(context, begin)
    return await _compare(context, claim, taken, password, SignInRefused())


async def sign_in_with_pin(context: Context, claim: Claim, person_id: int, pin: str) -> Opened:
    async def begin(work: Work) -> Try:
        await refuse_too_many(work, SIGN_IN_FAILED, claim.address)
        whose = and_(Account.person_id == person_id, await works_here(work))
        if await has_left(work.session, person_id):
            whose = false()
        return await take_try(work, claim.method, whose)

    taken = await _transaction(context, begin)
    refusal = AccountLocked() if taken.locked or taken.locks else PinRefused()
    return await _compare(context, claim, taken, pin, refusal)


async def sign_in_with_badge(context: Context, claim: Claim, badge: str) -> Opened:
    """A badge cannot be guessed; it opens nothing while the account is locked."""

    async def act(work: Work) -> Opened | LockstepError:
        await refuse_too_many(work, SIGN_IN_FAILED, claim.address)
        found = await work.session.execute(
            select(Account.id, Account.locked_at, Account.person_id, *place_columns(work.now)).where(
                Account.badge_hash == token_hash(read_badge(badge)), Account.active, await works_here(work)
            )
        )
        row = found.one_or_none()
        if row is not None and row.person_id is not None and await has_left(work.session, row.person_id):
            row = None
        if row is None or row.locked_at is not None:
            known = Try(row.id, None, locked=True, place=account_place(row)) if row else Try(None, None)
            _note_failure(work, claim, known)
            return BadgeRefused() if row is None else AccountLocked()
        return await _open(work, claim, row.id)

    return _opened(await _transaction(context, act))


async def sign_out(context: Context) -> None:
    session_id = context.actor.session_id
    if session_id is None:
        raise NotSignedIn

    async def act(work: Work) -> None:
        work.operation = SIGN_OUT
        await work.session.execute(update(Session).where(Session.id == UUID(session_id)).values(ended_at=work.now))
        actor = work.actor
        after = {"session_id": session_id}
        work.audit("account", actor.account_id, after=after, site_id=actor.site_id, line_id=actor.line_id)
        _tell(work, "session.ended", UUID(session_id), Place(actor.site_id, actor.line_id))

    await _transaction(context, act)


async def works_here(work: Work) -> ColumnElement[bool]:
    """Whose scope covers the terminal's station."""
    if work.actor.station_id is None:
        raise NotSignedIn
    here = await station_place(work.session, work.actor.station_id)
    return works_at(here.site_id, here.line_id, work.now)


async def _compare(context: Context, claim: Claim, taken: Try, secret: str, refusal: LockstepError) -> Opened:
    right = await matches(secret, taken.stored)

    async def finish(work: Work) -> Opened | LockstepError:
        if right and taken.account_id is not None:
            await give_back(work, taken.account_id)
            return await _open(work, claim, taken.account_id)
        _note_failure(work, claim, taken)
        return refusal

    return _opened(await _transaction(context, finish))


def _opened(result: Opened | LockstepError) -> Opened:
    """A refusal is raised only after its transaction: the failure itself has to stay written."""
    if isinstance(result, LockstepError):
        raise result
    return result


async def _open(work: Work, claim: Claim, account_id: int) -> Opened:
    work.operation = SIGN_IN
    found = await work.session.execute(
        select(Account.display_name, Account.person_id, *place_columns(work.now)).where(Account.id == account_id)
    )
    account = found.one()
    device = work.actor
    place = here_or(device, account_place(account))
    work.actor = Actor(
        name=account.display_name,
        permissions=frozenset(),
        account_id=account_id,
        person_id=account.person_id,
        site_id=place.site_id,
        line_id=place.line_id,
        device_id=device.device_id,
        station_id=device.station_id,
        source=device.source,
    )
    token, csrf_token, session_id = new_token(), new_token(), uuid4()
    work.add(
        Session,
        token_hash=token_hash(token),
        id=session_id,
        account_id=account_id,
        device_id=device.device_id,
        csrf_token=csrf_token,
        method=claim.method.value,
        created_at=work.now,
        expires_at=work.now + SESSION_TIME,
    )
    _tell(work, "session.opened", session_id, place)
    after = {"method": claim.method.value, "address": claim.address, "session_id": str(session_id)}
    if claim.earlier and (ended := await _end_earlier(work, claim.earlier)):
        after["ended_session_id"] = ended
    work.audit("account", account_id, after=after, site_id=place.site_id, line_id=place.line_id)
    return Opened(token, csrf_token, int(SESSION_TIME.total_seconds()))


async def _end_earlier(work: Work, token: str) -> str | None:
    ended = await work.session.scalar(
        update(Session)
        .where(Session.token_hash == token_hash(token), Session.ended_at.is_(None))
        .values(ended_at=work.now)
        .returning(Session.id)
    )
    return None if ended is None else str(ended)


def _note_failure(work: Work, claim: Claim, taken: Try) -> None:
    """What was typed as a name is not kept when nobody has it: it may be a password in the wrong field."""
    work.operation = SIGN_IN_FAILED
    cause = "unknown" if taken.account_id is None else "locked" if taken.locked else "wrong"
    after = {"method": claim.method.value, "address": claim.address, "cause": cause}
    entity = ("account", taken.account_id) if taken.account_id is not None else ("address", claim.address)
    place = here_or(work.actor, taken.place)
    work.audit(*entity, after=after, site_id=place.site_id, line_id=place.line_id)
    if taken.locks:
        work.operation = LOCKED
        after = {"method": claim.method.value}
        work.command_id = uuid4()
        note(work, "account.locked", "account", taken.account_id, place, after=after)


def _tell(work: Work, event: str, session_id: UUID, place: Place) -> None:
    """Open lists of who is signed in. No command stands behind it: the session is its own sign."""
    work.command_id = session_id
    work.emit(event, "session", session_id, site_id=place.site_id, line_id=place.line_id)


async def _transaction(context: Context, act: Callable[[Work], Awaitable[T]]) -> T:
    return await in_one_transaction(context.sessions, context.actor, context.clock, context.request_id, act)

# SPDX-License-Identifier: Apache-2.0
"""Counting wrong tries.

A try is taken before the secret is compared and given back when it was right: however many guesses are sent
at the same time, no more than `MAX_TRIES` are compared, and nobody waits for argon2 with a row locked.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, case, func, or_, select, update

from lockstep.platform.accounts.errors import TooManyTries
from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.places import NOWHERE, Place, account_place, place_columns
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.work import Work

MAX_TRIES = 5
PASSWORD_LOCK = timedelta(minutes=15)
WINDOW = timedelta(minutes=1)
MOST_IN_WINDOW = 30
_LOOK_BACK = 1000
"""Failures are counted among the newest only, so that the count costs the same in a table of years."""


class Method(StrEnum):
    PASSWORD = "password"  # noqa: S105  the name of a way to sign in
    PIN = "pin"
    BADGE = "badge"


@dataclass(frozen=True, slots=True)
class Try:
    """`stored` is None when there is nothing to compare with; `locks` when this try is the last one. `place` is that
    of the account."""

    account_id: int | None
    stored: str | None
    locks: bool = False
    locked: bool = False
    place: Place = NOWHERE


async def refuse_too_many(work: Work, operation: str, address: str) -> None:
    """Guessing over many names is bounded by where it comes from."""
    newest = (
        select(AuditEntry.at, AuditEntry.after)
        .where(AuditEntry.operation == operation)
        .order_by(AuditEntry.id.desc())
        .limit(_LOOK_BACK)
        .subquery()
    )
    failures = await work.session.scalar(
        select(func.count()).where(newest.c.at > work.now - WINDOW, newest.c.after["address"].astext == address)
    )
    if (failures or 0) >= MOST_IN_WINDOW:
        raise TooManyTries


async def take_try(work: Work, method: Method, whose: ColumnElement[bool]) -> Try:
    secret = Account.password_hash if method is Method.PASSWORD else Account.pin_hash
    usable = (whose, Account.active, secret.is_not(None))
    last = Account.failed_tries + 1 >= MAX_TRIES
    taken = await work.session.execute(
        update(Account)
        .where(*usable, _unlocked(work, method))
        .values(
            failed_tries=case((last, 0), else_=Account.failed_tries + 1),
            locked_at=case((last, work.now), else_=Account.locked_at),
        )
        .returning(Account.id, secret.label("stored"), Account.failed_tries, *place_columns(work.now))
        .execution_options(synchronize_session=False)
    )
    row = taken.one_or_none()
    if row is not None:
        return Try(row.id, row.stored, locks=row.failed_tries == 0, place=account_place(row))
    row = (await work.session.execute(select(Account.id, *place_columns(work.now)).where(*usable))).one_or_none()
    return Try(None, None) if row is None else Try(row.id, None, locked=True, place=account_place(row))


async def give_back(work: Work, account_id: int) -> None:
    await work.session.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(failed_tries=0, locked_at=None)
        .execution_options(synchronize_session=False)
    )


def _unlocked(work: Work, method: Method) -> ColumnElement[bool]:
    """A password unlocks itself after a while; a PIN is too short for that and waits for a leader."""
    if method is Method.PASSWORD:
        return or_(Account.locked_at.is_(None), Account.locked_at <= work.now - PASSWORD_LOCK)
    return Account.locked_at.is_(None)

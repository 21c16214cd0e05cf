# SPDX-License-Identifier: Apache-2.0
"""Passwords, PINs and badges: hashed before they are written, never in the audit."""

from typing import Any

from sqlalchemy import update

from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.operations.noting import note
from lockstep.platform.accounts.passwords import hash_secret
from lockstep.platform.accounts.reach import Held, end_sessions, hold_account, require_reach_of
from lockstep.platform.accounts.schemas.answers import AccountAnswer, SecretMade
from lockstep.platform.accounts.schemas.commands import IssueBadge, RevokeBadge, SetPassword, SetPin
from lockstep.platform.accounts.tries import Method
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("accounts.set_password", permission="account.manage")
async def set_password(work: Work, command: SetPassword) -> AccountAnswer:
    stored = await hash_secret(command.password.get_secret_value())
    held = await _replace(work, command.account_id, Method.PASSWORD, password_hash=stored)
    return AccountAnswer(id=command.id, account_id=command.account_id, version=held.row.version)


@operation("accounts.set_pin", permission="account.manage")
async def set_pin(work: Work, command: SetPin) -> AccountAnswer:
    stored = await hash_secret(command.pin.get_secret_value())
    held = await _replace(work, command.account_id, Method.PIN, pin_hash=stored)
    return AccountAnswer(id=command.id, account_id=command.account_id, version=held.row.version)


@operation("accounts.issue_badge", permission="account.manage")
async def issue_badge(work: Work, command: IssueBadge) -> SecretMade:
    """The badge before it opens nothing any more."""
    await _replace(work, command.account_id, Method.BADGE, badge_hash=command.secret_hash)
    return SecretMade(id=command.id, entity_id=command.account_id, secret_hash=command.secret_hash)


@operation("accounts.revoke_badge", permission="account.manage")
async def revoke_badge(work: Work, command: RevokeBadge) -> AccountAnswer:
    held = await _replace(work, command.account_id, Method.BADGE, command.reason, badge_hash=None)
    return AccountAnswer(id=command.id, account_id=command.account_id, version=held.row.version)


async def _replace(work: Work, account_id: int, method: Method, reason: str | None = None, **column: Any) -> Held:
    held = await hold_account(work, account_id)
    require_reach_of(work.actor, held)
    await work.session.execute(update(Account).where(Account.id == account_id).values(**column))
    await end_sessions(work, account_id, method.value)
    had = next(getattr(held.row, name) for name in column) is not None
    after = None if None in column.values() else "replaced" if had else "set"
    note(
        work,
        "account.changed",
        "account",
        account_id,
        held.place,
        before={method.value: "set" if had else None},
        after={method.value: after},
        reason=reason,
    )
    return held

# SPDX-License-Identifier: Apache-2.0
"""Ending somebody's sessions: a lost phone, a screen that was left open."""

from sqlalchemy import select, true, update

from lockstep.kernel.errors import NotFound
from lockstep.platform.accounts.models import Session
from lockstep.platform.accounts.operations.noting import note
from lockstep.platform.accounts.reach import hold_account, require_reach_of
from lockstep.platform.accounts.schemas.answers import SessionsEnded
from lockstep.platform.accounts.schemas.commands import EndSessions
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("accounts.end_sessions", permission="account.manage")
async def end_open_sessions(work: Work, command: EndSessions) -> SessionsEnded:
    held = await hold_account(work, command.account_id)
    require_reach_of(work.actor, held)
    theirs = Session.account_id == command.account_id
    one = true() if command.session_id is None else Session.id == command.session_id
    if command.session_id is not None and await work.session.scalar(select(Session.id).where(theirs, one)) is None:
        raise NotFound(kind="session", key=str(command.session_id))
    ended = await work.session.scalars(
        update(Session)
        .where(theirs, one, Session.ended_at.is_(None), Session.expires_at > work.now)
        .values(ended_at=work.now)
        .returning(Session.id)
    )
    ids = sorted(str(session_id) for session_id in ended)
    note(
        work,
        "account.changed",
        "account",
        command.account_id,
        held.place,
        after={"ended_session_ids": ids},
        reason=command.reason,
    )
    return SessionsEnded(id=command.id, account_id=command.account_id, ended=len(ids))

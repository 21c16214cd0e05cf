# SPDX-License-Identifier: Apache-2.0
"""Whose rows an actor sees: those of the people of their teams, and their own. Every list of what belongs to people
takes its condition from here."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, or_, select, true

from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.plant import people_of
from lockstep.platform.commands.actor import Actor


def of_people(actor: Actor, person_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """What belongs to nobody is for those who see everybody."""
    if actor.team_ids is None:
        return true()
    return _or_own(person_id.in_(people_of(actor.team_ids)), person_id, actor.person_id)


def of_accounts(actor: Actor, account_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """What was made with an account belongs to its person; what nobody's account made, to nobody."""
    if actor.team_ids is None:
        return true()
    theirs = select(Account.id).where(Account.person_id.in_(people_of(actor.team_ids))).correlate(None)
    return _or_own(account_id.in_(theirs), account_id, actor.account_id)


def _or_own(theirs: ColumnElement[bool], column: SQLColumnExpression[Any], own: int | None) -> ColumnElement[bool]:
    return theirs if own is None else or_(theirs, column == own)

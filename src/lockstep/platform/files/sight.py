# SPDX-License-Identifier: Apache-2.0
"""Who sees an attachment: who sees something that shows it, who gave it, and who may give one to its site."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, literal_column, or_, select, true
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.actor import Actor
from lockstep.platform.files.models import Attachment

ATTACH = "engineering.manage"

Shows = Callable[[Actor, ColumnElement[Any]], ColumnElement[bool]]
"""Whether the actor sees something that shows the attachment of this id."""

_SHOWING: list[Shows] = []


def shows_attachments(shows: Shows) -> Shows:
    """A domain says where attachments of its own stand."""
    _SHOWING.append(shows)
    return shows


def holds(column: Any, attachment_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Said so that the index of the column is used."""
    return and_(func.cardinality(column) > literal_column("0"), column.op("@>")(array([attachment_id])))


def in_sight(actor: Actor) -> ColumnElement[bool]:
    return or_(_of_ones_own(actor), *(shows(actor, Attachment.__table__.c.id) for shows in _SHOWING))


def _of_ones_own(actor: Actor) -> ColumnElement[bool]:
    """What nothing shows yet."""
    given = Attachment.account_id == actor.account_id if actor.account_id is not None else false()
    if not actor.may(ATTACH):
        return given
    return true() if actor.site_ids is None else or_(given, Attachment.site_id.in_(actor.site_ids))


async def require_attachments(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> None:
    """Nobody shows others what they do not see themselves."""
    if not ids:
        return
    found = await session.scalars(select(Attachment.id).where(Attachment.id.in_(ids), in_sight(actor)))
    if missing := set(ids) - set(found):
        raise NotFound(kind="attachment", key=str(min(missing)))

# SPDX-License-Identifier: Apache-2.0
"""Saved views: the search, filters and order of a list under a name, of one person."""

from typing import Annotated, Any

from pydantic import BaseModel, Field
from sqlalchemy import BigInteger, UniqueConstraint, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.kernel.errors import LockstepError
from lockstep.kernel.types import Code, Name, Text
from lockstep.platform.commands.command import Answer, Command
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.commands.work import Work
from lockstep.platform.database.base import Base, RowId
from lockstep.platform.metadata.entity import READ, entity_of

MOST = 50


class SavedView(Base):
    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "entity", "name"),)

    id: Mapped[RowId]
    account_id: Mapped[int] = mapped_column(BigInteger)
    entity: Mapped[str]
    name: Mapped[str]
    wanted: Mapped[dict[str, Any]]


class TooManyViews(LockstepError):
    code = "too_many_views"
    message = "A list keeps {most} views of yours. Delete one you do not need."


class Wanted(BaseModel):
    """As the list is asked for; what does not fit any more is refused when it is."""

    search: Annotated[Text, Field(max_length=200)] = ""
    status: Annotated[Text, Field(max_length=40)] | None = None
    filters: dict[Name, str | int | bool] = Field(default_factory=dict, max_length=50)
    sort: Annotated[Text, Field(max_length=100)] = ""
    descending: bool = False


class SaveView(Command):
    entity: Code
    name: Name
    wanted: Wanted


class DeleteView(Command):
    entity: Code
    name: Name


class View(Answer):
    entity: str
    name: str
    wanted: Wanted


@operation("metadata.save_view", permission=READ)
async def save_view(work: Work, command: SaveView) -> View:
    """Under the same name it replaces the earlier one."""
    entity = entity_of(command.entity)
    own = [SavedView.account_id == work.actor.account_id, SavedView.entity == entity.key]
    known = (await work.session.execute(select(SavedView.name).where(*own))).scalars().all()
    if command.name not in known and len(known) >= MOST:
        raise TooManyViews(most=MOST)
    wanted = command.wanted.model_dump(mode="json")
    row = {"account_id": work.actor.account_id, "entity": entity.key, "name": command.name, "wanted": wanted}
    await work.session.execute(
        insert(SavedView)
        .values(**row)
        .on_conflict_do_update(index_elements=["account_id", "entity", "name"], set_={"wanted": wanted})
    )
    work.audit("saved_view", f"{entity.key}/{command.name}", after=_told(wanted), site_id=work.actor.site_id)
    return View(entity=entity.key, name=command.name, wanted=command.wanted)


@operation("metadata.delete_view", permission=READ)
async def delete_view(work: Work, command: DeleteView) -> View:
    """What is gone already is gone."""
    entity = entity_of(command.entity)
    gone = await work.session.scalar(
        delete(SavedView)
        .where(
            SavedView.account_id == work.actor.account_id,
            SavedView.entity == entity.key,
            SavedView.name == command.name,
        )
        .returning(SavedView.wanted)
    )
    before = None if gone is None else _told(gone)
    work.audit("saved_view", f"{entity.key}/{command.name}", before=before, site_id=work.actor.site_id)
    return View(entity=entity.key, name=command.name, wanted=Wanted.model_validate(gone or {}))


def _told(wanted: dict[str, Any]) -> dict[str, Any]:
    """By which fields, not by which values: some are masked for those who read the audit."""
    return {**wanted, "filters": sorted(wanted["filters"])}


@query("metadata.views", permission=READ)
async def views(reading: Reading, key: str) -> list[View]:
    entity = entity_of(key)
    rows = await reading.session.execute(
        select(SavedView.name, SavedView.wanted)
        .where(SavedView.account_id == reading.actor.account_id, SavedView.entity == entity.key)
        .order_by(func.lower(SavedView.name))
    )
    return [View(entity=entity.key, name=row.name, wanted=Wanted.model_validate(row.wanted)) for row in rows]

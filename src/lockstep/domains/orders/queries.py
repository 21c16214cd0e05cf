# SPDX-License-Identifier: Apache-2.0
"""Which orders an actor may see. Every reading of orders starts here."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from lockstep.domains.masterdata.models import Person, Skill
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.platform.accounts.audit_names import Named, named_by
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading
from lockstep.platform.database.names import name_in
from lockstep.platform.files.sight import holds, shows_attachments

PROGRESS, QUALITY = aliased(Person), aliased(Person)
FACTS = (
    select(
        Operation.id,
        PROGRESS.name.label("progress_owner"),
        PROGRESS.code.label("progress_owner_code"),
        QUALITY.name.label("quality_owner"),
        QUALITY.code.label("quality_owner_code"),
        Operation.skill_id,
        Skill.name.label("skill"),
        Operation.instructions,
        Operation.paused_at,
        Operation.pause_reason,
    )
    .outerjoin(PROGRESS, PROGRESS.id == Operation.progress_owner_id)
    .outerjoin(QUALITY, QUALITY.id == Operation.quality_owner_id)
    .outerjoin(Skill, Skill.id == Operation.skill_id)
)
"""Of an operation: whom to call, what one has to be able to do there, what shows how it is done, its last pause."""


def in_scope(actor: Actor, table: Any = WorkOrder) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if actor.site_ids is not None:
        conditions.append(table.site_id.in_(actor.site_ids))
    if actor.line_ids is not None:
        conditions.append(table.line_id.is_(None) | table.line_id.in_(actor.line_ids))
    return conditions or [true()]


async def facts_of(session: AsyncSession, operations: Iterable[int]) -> dict[int, Any]:
    rows = await session.execute(FACTS.where(Operation.id.in_(set(operations))))
    return {row.id: row for row in rows}


@shows_attachments
def operation_shows(actor: Actor, attachment_id: ColumnElement[Any]) -> ColumnElement[bool]:
    if not (actor.may("queue.read") or actor.may("board.read")):
        return false()
    return exists().where(
        holds(Operation.instructions, attachment_id),
        WorkOrder.id == Operation.order_id,
        *in_scope(actor),
    )


def called_by_operation(record_id: Any, operation_id: Any) -> Named:
    """In the audit: by the order and the operation that it belongs to."""

    def named(reading: Reading) -> Select[Any]:
        return (
            select(
                record_id.label("id"),
                func.concat(WorkOrder.number, "/", Operation.code).label("code"),
                name_in(reading.actor.locale, Operation.name).label("name"),
            )
            .where(Operation.id == operation_id, WorkOrder.id == Operation.order_id)
            .where(*in_scope(reading.actor))
        )

    return named


named_by({"operation": called_by_operation(Operation.id, Operation.id)}.get)

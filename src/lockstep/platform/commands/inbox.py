# SPDX-License-Identifier: Apache-2.0
"""The inbox: what was taken is answered the same for ever, and to nobody else."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Command, Outcome
from lockstep.platform.commands.errors import CommandNotYours, ContentDiffers
from lockstep.platform.commands.models import InboxEntry
from lockstep.platform.commands.work import Work

TABLE = InboxEntry.__table__


async def taken(work: Work, ids: Sequence[UUID]) -> dict[UUID, Any]:
    columns = TABLE.c
    rows = await work.session.execute(
        select(
            columns.id,
            columns.operation,
            columns.payload_hash,
            columns.account_id,
            columns.device_id,
            columns.outcome,
            columns.answer,
        ).where(columns.id.in_(ids) if len(ids) != 1 else columns.id == ids[0])
    )
    return {row.id: row for row in rows}


def earlier_answer(entry: Any, actor: Actor, operation: str, command: Command) -> dict[str, Any]:
    """The stored answer, if the sender, the operation and the content are those of the first time."""
    if entry.account_id != actor.account_id or entry.device_id != actor.device_id:
        raise CommandNotYours
    if entry.operation != operation or entry.payload_hash != command.content_hash():
        raise ContentDiffers
    answer: dict[str, Any] = entry.answer
    return answer


def remember(work: Work, command: Command, operation: str, outcome: Outcome, answer: dict[str, Any]) -> None:
    work.add(
        InboxEntry,
        id=command.id,
        operation=operation,
        payload_hash=command.content_hash(),
        account_id=work.actor.account_id,
        device_id=work.actor.device_id,
        device_sequence=command.device_sequence,
        received_at=work.now,
        outcome=outcome.value,
        answer=answer,
    )

# SPDX-License-Identifier: Apache-2.0
"""Work instructions of the operations of a routing: who sees the routing sees them."""

from typing import Any

from sqlalchemy import ColumnElement, exists, false, true

from lockstep.domains.engineering.models import Routing, RoutingOperation
from lockstep.domains.engineering.schemas import DefineRouting
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.work import Work
from lockstep.platform.files.sight import holds, require_attachments, shows_attachments
from lockstep.platform.metadata.entity import READ


async def require_instructions(work: Work, command: DefineRouting, routing_id: int | None) -> None:
    named = {one for step in command.operations for one in step.instructions}
    await require_attachments(work.session, work.actor, named)


@shows_attachments
def routing_shows(actor: Actor, attachment_id: ColumnElement[Any]) -> ColumnElement[bool]:
    if not actor.may(READ):
        return false()
    return exists().where(
        holds(RoutingOperation.instructions, attachment_id),
        Routing.id == RoutingOperation.routing_id,
        true() if actor.site_ids is None else Routing.site_id.in_(actor.site_ids),
    )

# SPDX-License-Identifier: Apache-2.0
"""Telling a story through the product's own operations, each at its own time and by whoever did it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from lockstep.domains.orders.models import WorkOrder
from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import execute
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.context import Context
from lockstep.platform.commands.operation import Operation
from lockstep.platform.database.engine import Sessions

STORY = UUID("5b1f0a52-6f0e-4d7e-9a55-1e9a3c0f2611")
REQUEST = "demo"
FOUNDER = Actor(name="demo", permissions=PERMISSIONS, source="office")


def story_id(*parts: object) -> UUID:
    return uuid5(STORY, "/".join(str(part) for part in parts))


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that is told at its time, after all that happened before."""

    at: datetime
    tell: Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Telling:
    sessions: Sessions
    now: datetime

    async def run(
        self, op: Operation[Any, Any], command: Command, at: datetime | None = None, by: Actor = FOUNDER
    ) -> dict[str, Any]:
        clock: Callable[[], datetime] = lambda: at or self.now  # noqa: E731
        return dict(await execute(self.sessions, by, clock, REQUEST, op, command))

    def context(self, at: datetime, by: Actor) -> Context:
        return Context(self.sessions, by, lambda: at, REQUEST)

    async def version_of_order(self, order_id: int) -> int:
        async with self.sessions() as session:
            found = await session.execute(select(WorkOrder.version).where(WorkOrder.id == order_id))
            return found.scalar_one()

    async def codes(self, model: Any) -> dict[str, int]:
        async with self.sessions() as session:
            return {row.code: row.id for row in await session.execute(select(model.code, model.id))}

# SPDX-License-Identifier: Apache-2.0
"""What a route has in its hand: it parses, then ends in `run` or `read`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import Clock, execute, execute_many
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.operation import Operation
from lockstep.platform.commands.query import Query, Reading
from lockstep.platform.database.engine import Sessions, reading_session

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=Command)


@dataclass(frozen=True, slots=True)
class Context:
    sessions: Sessions
    actor: Actor
    clock: Clock
    request_id: str

    async def run(self, op: Operation[C, Any], command: C) -> Any:
        return await execute(self.sessions, self.actor, self.clock, self.request_id, op, command)

    async def run_many(self, op: Operation[C, Any], commands: Sequence[C]) -> list[dict[str, Any]]:
        return await execute_many(self.sessions, self.actor, self.clock, self.request_id, op, commands)

    async def read(self, query: Query[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        async with reading_session(self.sessions) as session:
            return await query(Reading(session, self.actor, self.clock()), *args, **kwargs)

# SPDX-License-Identifier: Apache-2.0
"""`@operation`: one thing that a person or a machine can do, with the right it needs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_type_hints

from lockstep.kernel.errors import LockstepError
from lockstep.platform.audit.masking import said_by
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.work import Work

C = TypeVar("C", bound=Command)
R = TypeVar("R")

OPERATIONS: dict[str, "Operation[Any, Any]"] = {}
"""Every operation by its audit name; the permission matrix and the conventions test read it."""


@dataclass(frozen=True)
class Operation(Generic[C, R]):
    name: str
    permission: str
    command: type[C]
    run: Callable[[Work, C], Awaitable[R]]
    run_many: Callable[[Work, Sequence[C]], Awaitable[list[R | LockstepError]]] | None = None
    """For operations that senders queue: many at once in one transaction, each answered by itself."""
    keeps: bool = True
    """False: a reading that leaves its trace in the audit. Asked again it reads again; nobody keeps its answer."""

    async def __call__(self, work: Work, command: C) -> R:
        """Called by a higher operation: the same right, the same transaction, no inbox of its own."""
        work.actor.require(self.permission)
        return await self.run(work, command)


def operation(
    name: str,
    permission: str,
    *,
    many: Callable[[Work, Sequence[Any]], Awaitable[list[Any]]] | None = None,
    keeps: bool = True,
) -> Callable[[Callable[[Work, C], Awaitable[R]]], Operation[C, R]]:
    def register(run: Callable[[Work, C], Awaitable[R]]) -> Operation[C, R]:
        hints = get_type_hints(run)
        found = Operation(
            name=name, permission=permission, command=hints["command"], run=run, run_many=many, keeps=keeps
        )
        OPERATIONS[name] = found
        said_by(name, found.command)
        return found

    return register

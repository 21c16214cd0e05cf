# SPDX-License-Identifier: Apache-2.0
"""`@query`: one thing that a person or a machine can see, with the right it needs.

What of it they see is the query's own first condition: the actor's row scope.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.platform.commands.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")

QUERIES: dict[str, "Query[Any, Any]"] = {}


@dataclass(slots=True)
class Reading:
    session: AsyncSession
    actor: Actor
    now: datetime


@dataclass(frozen=True)
class Query(Generic[P, R]):
    name: str
    permission: str
    read: Callable[Concatenate[Reading, P], Awaitable[R]]

    async def __call__(self, reading: Reading, *args: P.args, **kwargs: P.kwargs) -> R:
        reading.actor.require(self.permission)
        return await self.read(reading, *args, **kwargs)


def query(name: str, permission: str) -> Callable[[Callable[Concatenate[Reading, P], Awaitable[R]]], Query[P, R]]:
    def register(read: Callable[Concatenate[Reading, P], Awaitable[R]]) -> Query[P, R]:
        found = Query(name=name, permission=permission, read=read)
        QUERIES[name] = found
        return found

    return register

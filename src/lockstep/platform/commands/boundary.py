# SPDX-License-Identifier: Apache-2.0
"""The boundary: one command, one transaction, one answer; retried when the database asks for it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from psycopg import errors as pg
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError

from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands import inbox
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Command, Outcome
from lockstep.platform.commands.errors import Busy, ContentDiffers
from lockstep.platform.commands.operation import Operation
from lockstep.platform.commands.work import Work
from lockstep.platform.database.engine import Sessions

T = TypeVar("T")
C = TypeVar("C", bound=Command)
Clock = Callable[[], datetime]

ATTEMPTS = 3
AGAIN = (pg.DeadlockDetected, pg.SerializationFailure, pg.UniqueViolation)
"""A unique violation is another sender of the same id, lot or number that committed first: on the second
attempt its row is found."""


async def in_one_transaction(
    sessions: Sessions, actor: Actor, clock: Clock, request_id: str, act: Callable[[Work], Awaitable[T]]
) -> T:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with sessions() as session, session.begin():
                work = Work(session=session, actor=actor, now=clock(), request_id=request_id)
                result = await act(work)
                await work.flush()
                return result
        except DBAPIError as error:
            if not isinstance(error.orig, AGAIN):
                raise
            if attempt == ATTEMPTS:
                raise Busy from error
    raise Busy


async def execute(
    sessions: Sessions, actor: Actor, clock: Clock, request_id: str, op: Operation[C, Any], command: C
) -> Any:
    """Run one command as the actor; answers a command taken before with its stored answer."""
    _check_right(op, actor)

    async def act(work: Work) -> Any:
        work.operation, work.command_id = op.name, command.id
        if not op.keeps:
            return (await op.run(work, command)).model_dump(mode="json", warnings=False)
        known = await inbox.taken(work, [command.id])
        if command.id in known:
            return inbox.earlier_answer(known[command.id], actor, op.name, command)
        return _remember(work, op, command, await op.run(work, command))

    return await in_one_transaction(sessions, actor, clock, request_id, act)


async def execute_many(
    sessions: Sessions, actor: Actor, clock: Clock, request_id: str, op: Operation[C, Any], commands: Sequence[C]
) -> list[dict[str, Any]]:
    """Run queued commands in the order of the sender, in one transaction; each has its own outcome."""
    _check_right(op, actor)
    run_many = op.run_many
    if run_many is None:
        raise TypeError(f"{op.name} takes one command at a time")

    async def act(work: Work) -> list[dict[str, Any]]:
        work.operation = op.name
        known = await inbox.taken(work, [command.id for command in commands])
        fresh: dict[UUID, C] = {}
        for command in commands:
            if command.id not in known:
                fresh.setdefault(command.id, command)
        answers = dict(zip(fresh, await run_many(work, list(fresh.values())), strict=True))
        for key, answer in answers.items():
            if not isinstance(answer, LockstepError):
                work.command_id = key
                _remember(work, op, fresh[key], answer)
        return [_line(actor, op, command, known, fresh, answers) for command in commands]

    return await in_one_transaction(sessions, actor, clock, request_id, act)


def _check_right(op: Operation[C, Any], actor: Actor) -> None:
    """What senders queue has happened: such an operation itself parks the act of somebody without the right."""
    if op.run_many is None:
        actor.require(op.permission)


def _remember(work: Work, op: Operation[C, Any], command: C, result: BaseModel) -> dict[str, Any]:
    answer = result.model_dump(mode="json", warnings=False)
    outcome = Outcome.PARKED if answer.get("outcome") == Outcome.PARKED else Outcome.BOOKED
    inbox.remember(work, command, op.name, outcome, answer)
    return answer


def _line(
    actor: Actor,
    op: Operation[C, Any],
    command: C,
    known: dict[UUID, Any],
    fresh: dict[UUID, C],
    answers: dict[UUID, Any],
) -> dict[str, Any]:
    try:
        if command.id in known:
            return _duplicate(command, inbox.earlier_answer(known[command.id], actor, op.name, command))
        first, answer = fresh[command.id], answers[command.id]
        if isinstance(answer, LockstepError):
            raise answer
        shown = answer.model_dump(mode="json", warnings=False)
        if first is command:
            return {"id": str(command.id), "outcome": shown.get("outcome", "booked"), "result": shown}
        if first.content_hash() != command.content_hash():
            raise ContentDiffers
        return _duplicate(command, shown)
    except LockstepError as refusal:
        return {"id": str(command.id), "outcome": "refused", "code": refusal.code, "params": refusal.params}


def _duplicate(command: C, answer: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(command.id), "outcome": Outcome.DUPLICATE.value, "result": answer}

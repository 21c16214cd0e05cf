# SPDX-License-Identifier: Apache-2.0
"""Books one order of the log: what it needs, the order itself, then its rows in the order of time."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from lockstep.app.importing.commands import place_order_command, row_command
from lockstep.app.importing.ids import with_ids
from lockstep.app.importing.log import LoggedOrder
from lockstep.app.importing.mapping import Mapping
from lockstep.app.importing.masterdata import Known, ensure_named, ensure_place
from lockstep.app.importing.outcome import Finding, ImportAnswer
from lockstep.app.importing.rows import Refused, Row, code_of
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.operations.place import place_order
from lockstep.domains.shopfloor.operations.record_time import record_time
from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import Clock, execute, execute_many
from lockstep.platform.commands.command import Command, Outcome
from lockstep.platform.commands.operation import Operation as CommandOperation
from lockstep.platform.database.engine import Sessions

BATCH = 200

Bookable = CommandOperation[Any, Any]


class Booking:
    """One import's hand: who books, where, and what is known to be there."""

    def __init__(
        self, sessions: Sessions, actor: Actor, clock: Clock, request_id: str, mapping: Mapping, known: Known
    ) -> None:
        self._sessions, self._actor, self._clock, self._request_id = sessions, actor, clock, request_id
        self._mapping, self._known = mapping, known

    async def book(self, order: LoggedOrder, answer: ImportAnswer) -> None:
        try:
            site_id = await ensure_place(self._run, self._known, self._mapping)
            await ensure_named(self._run, self._known, self._mapping, order)
            operations = await self._operations(site_id, order)
        except (LockstepError, ValidationError, Refused) as error:
            for row in order.rows:
                answer.add_refused(row.line, _finding(error))
            return
        for operation, rows in (await self._commands(operations, order, answer)).items():
            await self._book_rows(operation, rows, answer)

    async def _commands(
        self, operations: dict[str, int], order: LoggedOrder, answer: ImportAnswer
    ) -> dict[Bookable, list[tuple[Row, Command]]]:
        """Rows by the operation that books them, their ids given together: both kinds may share a key."""
        ready: list[tuple[Row, Command]] = []
        for row in order.rows:
            operation_id = operations.get(code_of(row.activity))
            if operation_id is None:
                params = {"order": order.number, "operation": row.activity}
                answer.add_refused(row.line, Finding("operation_not_in_order", params))
                continue
            try:
                ready.append((row, row_command(row, operation_id, self._known, self._mapping)))
            except ValidationError as error:
                answer.add_refused(row.line, _finding(error))
        async with self._sessions() as session:
            commands = await with_ids(session, [(row.key, command) for row, command in ready])
        sorted_out: dict[Bookable, list[tuple[Row, Command]]] = {report_production: [], record_time: []}
        for (row, _), command in zip(ready, commands, strict=True):
            sorted_out[report_production if row.pieces else record_time].append((row, command))
        return sorted_out

    async def _run(self, operation: Bookable, command: Command) -> Any:
        return await execute(self._sessions, self._actor, self._clock, self._request_id, operation, command)

    async def _operations(self, site_id: int, order: LoggedOrder) -> dict[str, int]:
        """Of the order that is there, whoever made it; else of one made from the log."""
        number = code_of(order.number)
        async with self._sessions() as session:
            there = select(WorkOrder.id).where(WorkOrder.site_id == site_id, WorkOrder.number == number)
            order_id = await session.scalar(there)
            if order_id is not None:
                steps = select(Operation.code, Operation.id).where(
                    Operation.order_id == order_id, Operation.kind == "normal"
                )
                return {row.code: row.id for row in await session.execute(steps)}
        if order.quantity is None:
            raise Refused("order_quantity_unknown", order=order.number)
        placed = await self._run(place_order, place_order_command(order, order.quantity, self._mapping))
        found: dict[str, int] = placed["operations"]
        return found

    async def _book_rows(self, operation: Bookable, rows: Sequence[tuple[Row, Command]], answer: ImportAnswer) -> None:
        for begin in range(0, len(rows), BATCH):
            batch = rows[begin : begin + BATCH]
            results = await execute_many(
                self._sessions,
                self._actor,
                self._clock,
                self._request_id,
                operation,
                [command for _, command in batch],
            )
            for (row, _), result in zip(batch, results, strict=True):
                _note(answer, row, result)


def _note(answer: ImportAnswer, row: Row, result: dict[str, Any]) -> None:
    outcome = result["outcome"]
    if outcome == Outcome.REFUSED:
        answer.add_refused(row.line, Finding(result["code"], result["params"]))
        return
    said = [Finding(one["code"], one["params"]) for one in result["result"].get("warnings", [])]
    if outcome == Outcome.DUPLICATE:
        parked = result["result"].get("outcome") == Outcome.PARKED
        answer.add_duplicate(row.line, Finding("parked_before" if parked else "booked_before"))
    elif outcome == Outcome.PARKED:
        reason = said[0] if said else Finding("parked")
        answer.add_refused(row.line, Finding(reason.code, {**reason.params, "parked": True}))
    else:
        answer.add_booked(row.line, row.doubts + said)


def _finding(error: LockstepError | ValidationError | Refused) -> Finding:
    if isinstance(error, Refused):
        return error.found
    if isinstance(error, LockstepError):
        return Finding(error.code, error.params)
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return Finding("wrong_shape", {"field": ".".join(map(str, first["loc"])), "problem": first["msg"]})

# SPDX-License-Identifier: Apache-2.0
"""Starting, pausing and completing an operation, or one of its assignments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from lockstep.domains.orders.models import Assignment, Operation
from lockstep.domains.orders.rules import Progress, next_progress
from lockstep.domains.orders.schemas import OperationState
from lockstep.domains.wip.commands import ChangeProgress, PauseOperation
from lockstep.domains.wip.errors import Blocked
from lockstep.domains.wip.operations.part import finish, lock_operation, moved
from lockstep.domains.wip.operations.store import set_progress
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.schemas import Moved
from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

ROW = Assignment.__table__
OPERATION = Operation.__table__


@operation("wip.start_operation", permission="report.create")
async def start_operation(work: Work, command: ChangeProgress) -> Moved:
    plant = await lock_operation(work, command.operation_id)
    assignments = await _assignments(work, command)
    _check_blocks(plant, command, assignments)
    return await _change(work, plant, command, assignments, Progress.RUNNING, "operation_started")


@operation("wip.pause_operation", permission="report.create")
async def pause_operation(work: Work, command: PauseOperation) -> Moved:
    plant = await lock_operation(work, command.operation_id)
    assignments = await _assignments(work, command)
    answer = await _change(work, plant, command, assignments, Progress.PAUSED, "operation_paused")
    if plant.operations[command.operation_id].status == Progress.PAUSED:
        await work.session.execute(
            update(OPERATION)  # type: ignore[arg-type]
            .where(OPERATION.c.id == command.operation_id)
            .values(paused_at=_acted_at(work, command), pause_reason=command.reason)
        )
    return answer


@operation("wip.complete_operation", permission="report.create")
async def complete_operation(work: Work, command: ChangeProgress) -> Moved:
    plant = await lock_operation(work, command.operation_id)
    assignments = await _assignments(work, command)
    return await _change(work, plant, command, assignments, Progress.COMPLETED, "operation_completed")


async def _assignments(work: Work, command: ChangeProgress) -> dict[int, Any]:
    """All assignments of the operation, the named one among them."""
    rows = await work.session.execute(
        select(ROW.c.id, ROW.c.station_id, ROW.c.status).where(ROW.c.operation_id == command.operation_id)
    )
    found = {row.id: row for row in rows}
    if command.assignment_id is not None and command.assignment_id not in found:
        raise NotFound(kind="assignment", key=command.assignment_id)
    return found


def _check_blocks(plant: Plant, command: ChangeProgress, assignments: Mapping[int, Any]) -> None:
    named = assignments.get(command.assignment_id or 0)
    block = plant.block_at(
        command.operation_id,
        station_id=named.station_id if named else None,
        assignment_id=command.assignment_id,
    )
    if block is not None:
        raise Blocked(**block.shown())


async def _change(
    work: Work,
    plant: Plant,
    command: ChangeProgress,
    assignments: Mapping[int, Any],
    wanted: Progress,
    fact: str,
) -> Moved:
    state = plant.operations[command.operation_id]
    before = {"status": state.status}
    now = {key: Progress(row.status) for key, row in assignments.items()}
    changed = _changed(state.code, now, command, wanted)
    whole = _of_operation(state, {**now, **dict.fromkeys(changed, wanted)}, command, wanted)
    if command.assignment_id is None or whole.value != state.status:
        next_progress(state.code, Progress(state.status), whole)
    set_progress(plant, state, whole, _acted_at(work, command))
    await _store(work, changed, wanted, _acted_at(work, command))
    after = {"status": state.status, "assignments": sorted(changed), "to": wanted.value}
    order = plant.order_of(state.id)
    work.audit(
        "operation",
        state.id,
        before=before,
        after=after,
        reason=command.reason,
        site_id=order.site_id,
        line_id=order.line_id,
    )
    await finish(work, plant, "progress", fact, reason=command.reason, also=[state.id])
    return Moved.model_construct(**moved(work, plant, state.id))


def _acted_at(work: Work, command: ChangeProgress) -> datetime:
    """What waited for the network happened when the person did it; a clock that is ahead counts as now."""
    return min(command.occurred_at or work.now, work.now)


def _changed(code: str, now: Mapping[int, Progress], command: ChangeProgress, wanted: Progress) -> list[int]:
    """The named assignment; else all that can follow, but starting an operation starts no station."""
    if command.assignment_id is not None:
        next_progress(code, now[command.assignment_id], wanted)
        return [command.assignment_id]
    if wanted is Progress.RUNNING:
        return []
    return [
        key
        for key, status in now.items()
        if status is Progress.RUNNING or (wanted is Progress.COMPLETED and status is not wanted)
    ]


def _of_operation(
    state: OperationState, now: Mapping[int, Progress], command: ChangeProgress, wanted: Progress
) -> Progress:
    """An operation runs as long as one of its assignments runs, and is complete when all are."""
    if command.assignment_id is None or all(status is wanted for status in now.values()):
        return wanted
    if Progress.RUNNING in now.values():
        return Progress.RUNNING
    return Progress(state.status) if wanted is Progress.COMPLETED else wanted


async def _store(work: Work, changed: list[int], wanted: Progress, at: datetime) -> None:
    if changed:
        values: dict[str, Any] = {"status": wanted.value}
        if wanted is Progress.RUNNING:
            values |= {"started_at": func.coalesce(ROW.c.started_at, at), "paused_at": None}
        if wanted is Progress.PAUSED:
            values["paused_at"] = at
        await work.session.execute(update(ROW).where(ROW.c.id.in_(changed)).values(**values))  # type: ignore[arg-type]

# SPDX-License-Identifier: Apache-2.0
"""Tasks are agreed, changed, and end: done, or withdrawn because they need not be done any more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from lockstep.domains.masterdata.models import Line, Person, Site
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.tasks.models import Task
from lockstep.domains.tasks.queries import MANAGE, owners_of, tasks_in_scope, today_of_sites
from lockstep.domains.tasks.rules import DONE, OPEN, WITHDRAWN
from lockstep.domains.tasks.schemas import AgreeTask, ChangeTask, EndTask, FinishTask, OnTask, TaskState
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.accounts.permissions import SIGNED_IN
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.errors import Stale


class TaskDueInThePast(LockstepError):
    code = "task_due_in_the_past"
    message = "{due} is over: today is {today}. Choose today or a later day."


class TaskNotOpen(LockstepError):
    code = "task_not_open"
    message = "{by} has ended this task already. Open it again to change it."


class TaskStillOpen(LockstepError):
    code = "task_still_open"
    message = "This task is open. There is nothing to open again."


@dataclass(frozen=True, slots=True)
class Place:
    site_id: int
    line_id: int | None
    order_id: int | None = None
    operation_id: int | None = None


@operation("tasks.agree", permission=MANAGE)
async def agree_task(work: Work, command: AgreeTask) -> TaskState:
    place = await _place(work, command)
    owner = await _owner(work, place.site_id, command.owner_id)
    await _check_due(work, place.site_id, command.due_on)
    task_id = await work.session.scalar(
        insert(Task)
        .values(
            site_id=place.site_id,
            line_id=place.line_id,
            order_id=place.order_id,
            operation_id=place.operation_id,
            text=command.text,
            owner_id=command.owner_id,
            due_on=command.due_on,
            meeting_on=command.meeting_on,
            created_at=work.now,
            created_by=work.actor.name,
        )
        .returning(Task.id)
    )
    assert task_id is not None
    after = {"text": command.text, "owner": owner, "due_on": command.due_on.isoformat()}
    work.audit("task", task_id, after=after, site_id=place.site_id, line_id=place.line_id)
    work.emit("task_agreed", "task", task_id, order_id=place.order_id, site_id=place.site_id, line_id=place.line_id)
    return TaskState(task_id=task_id, status=OPEN, version=1)


@operation("tasks.change", permission=MANAGE)
async def change_task(work: Work, command: ChangeTask) -> TaskState:
    task = await _hold(work, command)
    _must_be_open(task)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    values: dict[str, Any] = {}
    if command.text is not None and command.text != task.text:
        before["text"], after["text"] = task.text, command.text
        values["text"] = command.text
    if command.owner_id is not None and command.owner_id != task.owner_id:
        before["owner"], after["owner"] = task.owner, await _owner(work, task.site_id, command.owner_id)
        values["owner_id"] = command.owner_id
    if command.due_on is not None and command.due_on != task.due_on:
        await _check_due(work, task.site_id, command.due_on)
        before["due_on"], after["due_on"] = task.due_on.isoformat(), command.due_on.isoformat()
        values["due_on"] = command.due_on
    if not values:
        return TaskState(task_id=task.id, status=task.status, version=task.version)
    return await _step(work, task, "task_changed", before, after, values)


@operation("tasks.finish", permission=SIGNED_IN)
async def finish_task(work: Work, command: FinishTask) -> TaskState:
    """Who has to do it may say that it is done; of others only who manages tasks."""
    task = await _hold(work, command)
    if task.owner_id != work.actor.person_id:
        work.actor.require(MANAGE)
    _must_be_open(task)
    return await _end(work, task, "task_finished", DONE, command.outcome)


@operation("tasks.withdraw", permission=MANAGE)
async def withdraw_task(work: Work, command: EndTask) -> TaskState:
    task = await _hold(work, command)
    _must_be_open(task)
    return await _end(work, task, "task_withdrawn", WITHDRAWN, command.reason)


@operation("tasks.reopen", permission=MANAGE)
async def reopen_task(work: Work, command: EndTask) -> TaskState:
    task = await _hold(work, command)
    if task.status == OPEN:
        raise TaskStillOpen()
    before = {"status": task.status, "outcome": task.outcome}
    values = {"status": OPEN, "ended_at": None, "ended_by": None, "outcome": None}
    return await _step(work, task, "task_reopened", before, {"status": OPEN}, values, command.reason)


async def _end(work: Work, task: Any, event: str, status: str, outcome: str) -> TaskState:
    values = {"status": status, "ended_at": work.now, "ended_by": work.actor.name, "outcome": outcome}
    return await _step(
        work, task, event, {"status": task.status}, {"status": status, "outcome": outcome}, values, outcome
    )


async def _step(
    work: Work,
    task: Any,
    event: str,
    before: dict[str, Any],
    after: dict[str, Any],
    values: dict[str, Any],
    reason: str | None = None,
) -> TaskState:
    version = task.version + 1
    await work.session.execute(update(Task).where(Task.id == task.id).values(**values, version=version))
    where = {"site_id": task.site_id, "line_id": task.line_id}
    work.audit("task", task.id, before=before, after=after, reason=reason, **where)
    work.emit(event, "task", task.id, order_id=task.order_id, **where)
    return TaskState(task_id=task.id, status=values.get("status", task.status), version=version)


async def _hold(work: Work, command: OnTask) -> Any:
    """The task in sight, locked, as it was on the screen."""
    found = await work.session.execute(
        select(Task.__table__, Person.name.label("owner"))
        .join(Person, Person.id == Task.owner_id)
        .where(Task.id == command.task_id, tasks_in_scope(work.actor))
        .with_for_update(of=Task.__table__)
    )
    task = found.one_or_none()
    if task is None:
        raise NotFound(kind="task", key=command.task_id)
    if task.version != command.expected_version:
        raise Stale(entity="task", key=task.text)
    return task


def _must_be_open(task: Any) -> None:
    if task.status != OPEN:
        raise TaskNotOpen(by=task.ended_by)


async def _place(work: Work, command: AgreeTask) -> Place:
    if command.operation_id is not None or command.order_id is not None:
        return await _place_of_order(work, command)
    sites = select(Site.id).where(Site.id == command.site_id)
    lines = select(Line.id).where(Line.id == command.line_id, Line.site_id == command.site_id)
    assert command.site_id is not None
    if not work.actor.sees(command.site_id, command.line_id) or await work.session.scalar(sites) is None:
        raise NotFound(kind="site", key=command.site_id)
    if command.line_id is not None and await work.session.scalar(lines) is None:
        raise NotFound(kind="line", key=command.line_id)
    return Place(command.site_id, command.line_id)


async def _place_of_order(work: Work, command: AgreeTask) -> Place:
    wanted = select(WorkOrder.site_id, WorkOrder.line_id, WorkOrder.id.label("order_id")).where(*in_scope(work.actor))
    if command.order_id is not None:
        wanted = wanted.where(WorkOrder.id == command.order_id)
    if command.operation_id is not None:
        wanted = wanted.join(Operation, Operation.order_id == WorkOrder.id).where(Operation.id == command.operation_id)
    row = (await work.session.execute(wanted)).one_or_none()
    if row is None:
        about = ("operation", command.operation_id) if command.operation_id is not None else ("order", command.order_id)
        raise NotFound(kind=about[0], key=about[1])
    return Place(row.site_id, row.line_id, row.order_id, command.operation_id)


async def _owner(work: Work, site_id: int, owner_id: int) -> str:
    row = (await work.session.execute(owners_of(work.actor, site_id).where(Person.id == owner_id))).one_or_none()
    if row is None:
        raise NotFound(kind="person", key=owner_id)
    return str(row.name)


async def _check_due(work: Work, site_id: int, due_on: date) -> None:
    today = (await today_of_sites(work.session, work.now))[site_id]
    if due_on < today:
        raise TaskDueInThePast(due=due_on.isoformat(), today=today.isoformat())

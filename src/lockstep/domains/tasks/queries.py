# SPDX-License-Identifier: Apache-2.0
"""Tasks in sight, and who can be given one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import Person
from lockstep.domains.masterdata.queries import shifts_of_sites
from lockstep.domains.masterdata.rules import shift_date_at
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.tasks.models import Task
from lockstep.domains.tasks.rules import OPEN
from lockstep.domains.tasks.schemas import OwnerChoice
from lockstep.kernel.names import local_name
from lockstep.platform.accounts.audit_names import Rows, named_by
from lockstep.platform.accounts.people import of_people
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.models import Status

MANAGE = "task.manage"
MOST_OWNERS = 50
AS_STORED = (
    *("id", "site_id", "order_id", "operation_id", "text", "owner_id", "due_on", "meeting_on", "status"),
    *("created_at", "created_by", "ended_at", "ended_by", "outcome", "version"),
)


def tasks_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Those of the places in scope, of the people that the actor sees. One's own are always in sight."""
    seen = and_(*in_scope(actor, Task), of_people(actor, Task.owner_id))
    return seen if actor.person_id is None else or_(seen, Task.owner_id == actor.person_id)


async def tasks_shown(
    reading: Reading, conditions: Sequence[ColumnElement[bool]], today: dict[int, date], *, most: int
) -> list[dict[str, Any]]:
    """The open ones first, those due first before the others. `today` by site."""
    rows = await reading.session.execute(
        select(
            *(getattr(Task, name) for name in AS_STORED),
            Person.name.label("owner"),
            WorkOrder.number.label("order_number"),
            Operation.code.label("operation_code"),
            Operation.name.label("operation_name"),
        )
        .join(Person, Person.id == Task.owner_id)
        .outerjoin(WorkOrder, WorkOrder.id == Task.order_id)
        .outerjoin(Operation, Operation.id == Task.operation_id)
        .where(tasks_in_scope(reading.actor), *conditions)
        .order_by(Task.status != OPEN, Task.due_on, Task.id)
        .limit(most)
    )
    return [_shown(reading, row, today[row.site_id]) for row in rows]


def _shown(reading: Reading, row: Any, today: date) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in AS_STORED},
        "owner": row.owner,
        "order_number": row.order_number,
        "operation_code": row.operation_code,
        "operation_name": None if row.operation_name is None else local_name(row.operation_name, reading.actor.locale),
        "overdue_days": max(0, (today - row.due_on).days) if row.status == OPEN else 0,
        "can": _can(reading.actor, row),
    }


def _can(actor: Actor, row: Any) -> list[str]:
    manages = actor.may(MANAGE)
    if row.status != OPEN:
        return ["reopen"] if manages else []
    finish = ["finish"] if manages or row.owner_id == actor.person_id else []
    return [*finish, *(["change", "withdraw"] if manages else [])]


async def today_of_sites(session: AsyncSession, now: datetime) -> dict[int, date]:
    sites = await shifts_of_sites(session)
    return {site_id: shift_date_at(now, patterns, zone) for site_id, (zone, patterns) in sites.items()}


def owners_of(actor: Actor, site_id: int) -> Select[int, str, str]:
    return select(Person.id, Person.code, Person.name).where(
        Person.site_id == site_id,
        Person.status == Status.RELEASED,
        *([] if actor.site_ids is None else [Person.site_id.in_(actor.site_ids)]),
        of_people(actor, Person.id),
    )


@query("tasks.owners", permission=MANAGE)
async def owners(reading: Reading, *, site_id: int, search: str) -> list[OwnerChoice]:
    """People of the site, by code or name."""
    wanted = owners_of(reading.actor, site_id)
    if search.strip():
        words = search.strip()
        wanted = wanted.where(
            or_(Person.code.icontains(words, autoescape=True), Person.name.icontains(words, autoescape=True))
        )
    rows = await reading.session.execute(wanted.order_by(Person.code).limit(MOST_OWNERS))
    return [OwnerChoice.model_validate(row, from_attributes=True) for row in rows]


def _called(reading: Reading) -> Rows:
    return select(Task.id, cast(null(), String).label("code"), Task.text.label("name")).where(
        tasks_in_scope(reading.actor)
    )


named_by({"task": _called}.get)

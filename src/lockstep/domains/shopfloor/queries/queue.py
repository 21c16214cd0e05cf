# SPDX-License-Identifier: Apache-2.0
"""What a station does now, what stops it, and what comes next."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lockstep.domains.masterdata.models import Station
from lockstep.domains.masterdata.queries import shifts_of_sites
from lockstep.domains.masterdata.rules import shift_at, shift_date_at
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import Progress
from lockstep.domains.shopfloor.queries.skills import note_missing_skills
from lockstep.domains.wip.queries.board import OFF_BOARD
from lockstep.domains.wip.queries.jobs import read_jobs
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading, query

MOST_JOBS = 100


@query("shopfloor.queue", permission="queue.read")
async def station_queue(reading: Reading, *, station: str | None = None) -> dict[str, Any]:
    """The queue of the named station, else of the terminal's own."""
    found = await _station(reading, station)
    jobs = await _jobs(reading, found.id)
    blocked = [job for job in jobs if job["bar"]["blocked"]]
    free = [job for job in jobs if not job["bar"]["blocked"]]
    running = [job for job in free if job["bar"]["progress"] == Progress.RUNNING]
    return {
        "station": {"id": found.id, "code": found.code, "name": local_name(found.name, reading.actor.locale)},
        "shift": await shift_now(reading, found.site_id),
        "running": running,
        "blocked": blocked,
        "next": [job for job in free if job not in running],
    }


async def _station(reading: Reading, code: str | None) -> Any:
    mine = Station.code == code if code is not None else Station.id == reading.actor.station_id
    conditions = [mine]
    if reading.actor.site_ids is not None:
        conditions.append(Station.site_id.in_(reading.actor.site_ids))
    if reading.actor.line_ids is not None:
        conditions.append(Station.line_id.in_(reading.actor.line_ids))
    rows = await reading.session.execute(
        select(Station.id, Station.code, Station.name, Station.site_id).where(*conditions).order_by(Station.id).limit(1)
    )
    found = rows.one_or_none()
    if found is None:
        raise NotFound(kind="station", key=code or "")
    return found


async def _jobs(reading: Reading, station_id: int) -> list[dict[str, Any]]:
    rows = await reading.session.execute(
        select(
            Assignment.id,
            Assignment.operation_id,
            Assignment.station_id,
            Assignment.planned_start,
            Station.code.label("station_code"),
            Operation.order_id,
        )
        .join(Operation, Operation.id == Assignment.operation_id)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .join(Station, Station.id == Assignment.station_id)
        .where(
            Assignment.station_id == station_id,
            Operation.status != Progress.COMPLETED,
            WorkOrder.status.not_in(OFF_BOARD),
            *in_scope(reading.actor),
        )
        .order_by(WorkOrder.priority.desc(), Assignment.planned_start, WorkOrder.due_at, Assignment.id)
        .limit(MOST_JOBS)
    )
    found = rows.all()
    orders = sorted({row.order_id for row in found})
    if not found:
        return []
    jobs = await read_jobs(reading, orders, [(row.operation_id, row) for row in found])
    await note_missing_skills(reading, jobs)
    return jobs


async def shift_now(reading: Reading, site_id: int) -> dict[str, Any] | None:
    zone, patterns = (await shifts_of_sites(reading.session)).get(site_id, (ZoneInfo("UTC"), ()))
    span = shift_at(reading.now, patterns, zone)
    if span is None:
        return None
    return {
        "name": local_name(span.pattern.name, reading.actor.locale),
        "date": shift_date_at(reading.now, patterns, zone).isoformat(),
    }

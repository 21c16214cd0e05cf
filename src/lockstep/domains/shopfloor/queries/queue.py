# SPDX-License-Identifier: Apache-2.0
"""What a station does now, what stops it, and what comes next."""

from typing import Any

from sqlalchemy import select

from lockstep.domains.masterdata.models import Station
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import Progress
from lockstep.domains.shopfloor.queries.handovers import open_handovers
from lockstep.domains.shopfloor.queries.skills import note_missing_skills
from lockstep.domains.shopfloor.queries.stations import shift_running, shift_shown, station_in_scope
from lockstep.domains.wip.queries.board import OFF_BOARD
from lockstep.domains.wip.queries.jobs import read_jobs
from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading, query

MOST_JOBS = 100


@query("shopfloor.queue", permission="queue.read")
async def station_queue(reading: Reading, *, station: str | None = None) -> dict[str, Any]:
    """The queue of the named station, else of the terminal's own."""
    found = await station_in_scope(reading.session, reading.actor, code=station)
    locale = reading.actor.locale
    day, span = await shift_running(reading.session, reading.now, found.site_id)
    jobs = await station_jobs(reading, found.id)
    blocked = [job for job in jobs if job["bar"]["blocked"]]
    free = [job for job in jobs if not job["bar"]["blocked"]]
    running = [job for job in free if job["bar"]["progress"] == Progress.RUNNING]
    return {
        "station": {"id": found.id, "code": found.code, "name": local_name(found.name, locale)},
        "shift": shift_shown(day, span, locale),
        "handovers": await open_handovers(reading, found.id, (day, span.pattern.id if span else None)),
        "running": running,
        "blocked": blocked,
        "next": sorted((job for job in free if job not in running), key=lambda job: job["paused"] is None),
    }


async def station_jobs(reading: Reading, station_id: int) -> list[dict[str, Any]]:
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

# SPDX-License-Identifier: Apache-2.0
"""Taking back a time record: a row of its own, so that what was said first stays readable."""

from lockstep.domains.shopfloor.commands import ReverseTime
from lockstep.domains.shopfloor.errors import NotYourReport, TimeReplaced
from lockstep.domains.shopfloor.models import TimeRecord
from lockstep.domains.shopfloor.queries.stations import shift_patterns
from lockstep.domains.shopfloor.queries.times import REVERSE_ANY, REVERSE_OWN, may_reverse, time_in_scope
from lockstep.domains.shopfloor.time_schemas import TimeReversed
from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

KEPT = ("site_id", "operation_id", "station_id", "person_id", "kind", "started_at", "ended_at", "shift_date", "source")


@operation("shopfloor.reverse_time", permission=REVERSE_OWN)
async def reverse_time(work: Work, command: ReverseTime) -> TimeReversed:
    """The progress that the record brought about stays: only its hours no longer count."""
    row = await time_in_scope(work.session, work.actor, command.time_record_id)
    if row is None:
        raise NotFound(kind="time_record", key=str(command.time_record_id))
    if row.reversed_by_id is not None:
        raise TimeReplaced
    if not may_reverse(work.actor, row, work.now, await shift_patterns(work.session, row.site_id)):
        raise NotYourReport(permission=REVERSE_ANY)
    work.add(
        TimeRecord,
        **{name: getattr(row, name) for name in KEPT},
        id=command.id,
        replaces_id=row.id,
        reason=command.reason,
        received_at=work.now,
        account_id=work.actor.account_id,
        note=None,
    )
    place = {"site_id": row.site_id, "line_id": row.line_id}
    before = {"kind": row.kind, "started_at": row.started_at.isoformat(), "ended_at": row.ended_at.isoformat()}
    after = {"reversed_by": work.actor.name}
    work.audit("time_record", row.id, before=before, after=after, reason=command.reason, **place)
    work.emit("time_reversed", "time_record", row.id, order_id=row.order_id, **place)
    return TimeReversed(id=command.id, time_record_id=row.id)

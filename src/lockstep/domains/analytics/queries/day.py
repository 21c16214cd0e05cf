# SPDX-License-Identifier: Apache-2.0
"""The day that a meeting looks at: at which site, from when to when, and the workdays around it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from lockstep.domains.analytics.rules import last_workday, next_workday
from lockstep.domains.masterdata.models import Line, Site
from lockstep.domains.masterdata.queries import shifts_of_sites
from lockstep.domains.masterdata.rules import ShiftPattern, shift_date_at, spans_of
from lockstep.domains.orders.schemas import SiteState
from lockstep.domains.shopfloor.models import ProductionReport
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading
from lockstep.platform.metadata.models import Status

Date = date


@dataclass(frozen=True, slots=True)
class Day:
    """From the begin of its first shift to the end of its last; `ends` is now while it still runs."""

    site: SiteState
    line_id: int | None
    date: Date
    today: Date
    starts: datetime
    ends: datetime
    meeting_on: Date
    due_on: Date
    """The next workday: until when an action is due if nobody says otherwise."""


async def places(reading: Reading, model: Any, *wanted: Any) -> list[dict[str, Any]]:
    """Sites or lines in scope, to choose from."""
    rows = await reading.session.execute(
        select(model.id, model.name).where(model.status != Status.RETIRED, *wanted).order_by(model.code)
    )
    return [{"id": row.id, "name": local_name(row.name, reading.actor.locale)} for row in rows]


async def sites_in_scope(reading: Reading) -> list[dict[str, Any]]:
    allowed = reading.actor.site_ids
    return await places(reading, Site, *([] if allowed is None else [Site.id.in_(allowed)]))


async def lines_in_scope(reading: Reading, site_id: int) -> list[dict[str, Any]]:
    allowed = reading.actor.line_ids
    return await places(reading, Line, Line.site_id == site_id, *([] if allowed is None else [Line.id.in_(allowed)]))


def chosen(kind: str, wanted: int | None, known: list[dict[str, Any]]) -> int:
    ids = [one["id"] for one in known]
    if wanted not in ids:
        raise NotFound(kind=kind, key=wanted)
    assert wanted is not None
    return wanted


async def read_day(reading: Reading, site_id: int, line_id: int | None, wanted: date | None) -> Day:
    zone, patterns = (await shifts_of_sites(reading.session))[site_id]
    today = shift_date_at(reading.now, patterns, zone)

    def works(day: date) -> bool:
        return not patterns or any(pattern.runs_on(day) for pattern in patterns)

    chosen_day = wanted or await _last_day(reading, site_id, today, last_workday(today, works))
    starts, ends = _span(chosen_day, patterns, zone)
    return Day(
        site=SiteState(site_id, "", zone.key, patterns),
        line_id=line_id,
        date=chosen_day,
        today=today,
        starts=starts,
        ends=min(ends, max(reading.now, starts)),
        meeting_on=min(next_workday(chosen_day, works), today),
        due_on=next_workday(today, works),
    )


async def _last_day(reading: Reading, site_id: int, today: date, workday: date | None) -> date:
    """The last one before today on which a shift ran, or on which something was reported all the same."""
    reported = await reading.session.scalar(
        select(func.max(ProductionReport.shift_date)).where(
            ProductionReport.site_id == site_id, ProductionReport.shift_date < today
        )
    )
    return max((day for day in (workday, reported) if day), default=today - timedelta(days=1))


def _span(day: date, patterns: tuple[ShiftPattern, ...], zone: ZoneInfo) -> tuple[datetime, datetime]:
    spans = [spans_of(pattern, day, zone) for pattern in patterns if pattern.runs_on(day)]
    if spans:
        return min(span.starts_at for span in spans), max(span.ends_at for span in spans)
    midnights = [datetime.combine(one, time(), zone).astimezone(UTC) for one in (day, day + timedelta(days=1))]
    return midnights[0], midnights[1]

# SPDX-License-Identifier: Apache-2.0
"""Reads of the master data that commands and screens share."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import CalendarDay, Reason, Shift, Site
from lockstep.domains.masterdata.rules import ShiftPattern, WorkingTime
from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.models import Status

Days = Mapping[date, Collection[int]]
"""Days that are not like their weekday, and the ids of the shifts that run on them."""


def days_of(written: Mapping[str, Collection[int]]) -> Days:
    """The days as JSON gives them back from the database."""
    return {date.fromisoformat(day): shifts for day, shifts in written.items()}


def pattern_of(row: dict[str, Any], days: Days) -> ShiftPattern:
    """A shift as JSON gives it back from the database."""
    return ShiftPattern(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        starts=time.fromisoformat(row["starts"]),
        ends=time.fromisoformat(row["ends"]),
        weekdays=tuple(row["weekdays"]),
        **_exceptions(row["id"], days),
    )


def _exceptions(shift_id: int, days: Days) -> dict[str, frozenset[date]]:
    return {
        "off": frozenset(day for day, shifts in days.items() if shift_id not in shifts),
        "extra": frozenset(day for day, shifts in days.items() if shift_id in shifts),
    }


async def shifts_of_sites(session: AsyncSession) -> dict[int, tuple[ZoneInfo, tuple[ShiftPattern, ...]]]:
    exceptions = (
        select(func.jsonb_object_agg(CalendarDay.day, CalendarDay.shift_ids))
        .where(CalendarDay.site_id == Site.id, CalendarDay.status == Status.RELEASED)
        .scalar_subquery()
    )
    sites = (await session.execute(select(Site.id, Site.time_zone, exceptions.label("days")))).all()
    zones = {row.id: ZoneInfo(row.time_zone) for row in sites}
    days = {row.id: days_of(row.days or {}) for row in sites}
    found: dict[int, list[ShiftPattern]] = {site_id: [] for site_id in zones}
    for row in await session.execute(
        select(Shift.id, Shift.site_id, Shift.code, Shift.name, Shift.starts, Shift.ends, Shift.weekdays).where(
            Shift.status == Status.RELEASED
        )
    ):
        runs = _exceptions(row.id, days[row.site_id])
        found[row.site_id].append(
            ShiftPattern(row.id, row.code, row.name, row.starts, row.ends, tuple(row.weekdays), **runs)
        )
    return {site_id: (zones[site_id], tuple(patterns)) for site_id, patterns in found.items()}


def working_time(zone: ZoneInfo, patterns: tuple[ShiftPattern, ...], first: datetime, last: datetime) -> WorkingTime:
    """Working time that covers both instants with a week to spare on each side."""
    spare = timedelta(days=7)
    return WorkingTime(patterns, zone, _day(first - spare, zone), _day(last + spare, zone))


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


@query("masterdata.reasons", permission="queue.read")
async def reasons(reading: Reading) -> dict[str, Any]:
    """What the plant lets people choose when they say why, by what they do."""
    rows = await reading.session.execute(
        select(Reason.code, Reason.kind, Reason.name)
        .where(Reason.status == Status.RELEASED)
        .order_by(Reason.kind, Reason.code)
    )
    locale = reading.actor.locale
    return {"reasons": [{"code": row.code, "kind": row.kind, "name": local_name(row.name, locale)} for row in rows]}

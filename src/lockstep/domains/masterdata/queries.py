# SPDX-License-Identifier: Apache-2.0
"""Reads of the master data that commands and screens share."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import CalendarDay, Shift, Site
from lockstep.domains.masterdata.rules import ShiftPattern, WorkingTime
from lockstep.platform.metadata.models import Status

Days = Mapping[date, Collection[int]]
"""Days that are not like their weekday, and the ids of the shifts that run on them."""


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
    sites = await session.execute(select(Site.id, Site.time_zone))
    zones = {row.id: ZoneInfo(row.time_zone) for row in sites}
    days: dict[int, dict[date, list[int]]] = {}
    for exception in await session.execute(
        select(CalendarDay.site_id, CalendarDay.day, CalendarDay.shift_ids).where(CalendarDay.status == Status.RELEASED)
    ):
        days.setdefault(exception.site_id, {})[exception.day] = exception.shift_ids
    found: dict[int, list[ShiftPattern]] = {site_id: [] for site_id in zones}
    for row in await session.execute(
        select(Shift.id, Shift.site_id, Shift.code, Shift.name, Shift.starts, Shift.ends, Shift.weekdays).where(
            Shift.status == Status.RELEASED
        )
    ):
        exceptions = _exceptions(row.id, days.get(row.site_id, {}))
        found[row.site_id].append(
            ShiftPattern(row.id, row.code, row.name, row.starts, row.ends, tuple(row.weekdays), **exceptions)
        )
    return {site_id: (zones[site_id], tuple(patterns)) for site_id, patterns in found.items()}


def working_time(zone: ZoneInfo, patterns: tuple[ShiftPattern, ...], first: datetime, last: datetime) -> WorkingTime:
    """Working time that covers both instants with a week to spare on each side."""
    spare = timedelta(days=7)
    return WorkingTime(patterns, zone, _day(first - spare, zone), _day(last + spare, zone))


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()

# SPDX-License-Identifier: Apache-2.0
"""Where somebody stands: the station, and the shift that runs there."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import Station
from lockstep.domains.masterdata.queries import shifts_of_sites
from lockstep.domains.masterdata.rules import ShiftPattern, ShiftSpan, shift_at, shift_date_at
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading

ShiftPatterns = tuple[ZoneInfo, tuple[ShiftPattern, ...]]


def stations_in_scope(actor: Actor) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if actor.site_ids is not None:
        conditions.append(Station.site_id.in_(actor.site_ids))
    if actor.line_ids is not None:
        conditions.append(Station.line_id.in_(actor.line_ids))
    return conditions


async def station_in_scope(
    session: AsyncSession, actor: Actor, *, code: str | None = None, station_id: int | None = None
) -> Any:
    """The one that is named, else the terminal's own."""
    named = Station.code == code if code is not None else Station.id == (station_id or actor.station_id)
    rows = await session.execute(
        select(Station.id, Station.code, Station.name, Station.site_id, Station.line_id)
        .where(named, *stations_in_scope(actor))
        .order_by(Station.id)
        .limit(1)
    )
    found = rows.one_or_none()
    if found is None:
        raise NotFound(kind="station", key=code or station_id or "")
    return found


async def shift_patterns(session: AsyncSession, site_id: int) -> ShiftPatterns:
    return (await shifts_of_sites(session)).get(site_id, (ZoneInfo("UTC"), ()))


async def shift_running(session: AsyncSession, now: datetime, site_id: int) -> tuple[date, ShiftSpan | None]:
    """Its date and span; between two shifts the calendar date of the site."""
    zone, patterns = await shift_patterns(session, site_id)
    return shift_date_at(now, patterns, zone), shift_at(now, patterns, zone)


def shift_shown(day: date, span: ShiftSpan | None, locale: str) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"name": local_name(span.pattern.name, locale), "date": day.isoformat()}


async def shift_now(reading: Reading, site_id: int) -> dict[str, Any] | None:
    return shift_shown(*await shift_running(reading.session, reading.now, site_id), reading.actor.locale)

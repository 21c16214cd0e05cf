# SPDX-License-Identifier: Apache-2.0
"""What the accounts floor asks of lines, stations and people, answered from the master data above it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import Line, Person, Station, Team
from lockstep.platform.accounts.plant import PersonPlace, Plant, StationPlace, provide
from lockstep.platform.metadata.models import Status


async def _station(session: AsyncSession, station_id: int) -> StationPlace | None:
    found = await session.execute(
        select(Station.id, Station.site_id, Station.line_id, Station.code, Station.name).where(Station.id == station_id)
    )
    row = found.one_or_none()
    return StationPlace(*row) if row else None


async def _person(session: AsyncSession, person_id: int) -> PersonPlace | None:
    found = await session.execute(
        select(Person.id, Person.site_id, Person.team_id, Person.status).where(Person.id == person_id)
    )
    row = found.one_or_none()
    return PersonPlace(row.id, row.site_id, row.team_id, row.status != Status.RETIRED) if row else None


async def _lines(session: AsyncSession, line_ids: Collection[int]) -> dict[int, int]:
    found = await session.execute(select(Line.id, Line.site_id).where(Line.id.in_(line_ids)))
    return {row.id: row.site_id for row in found}


async def _teams(session: AsyncSession, team_ids: Collection[int]) -> Collection[int]:
    return set(await session.scalars(select(Team.id).where(Team.id.in_(team_ids))))


def _people_of(team_ids: Collection[int]) -> Select[int]:
    """Stands by itself inside a statement about people, too."""
    return select(Person.id).where(Person.team_id.in_(team_ids)).correlate(None)


def _site_of_person(person_id: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return select(Person.site_id).where(Person.id == person_id).correlate_except(Person).scalar_subquery()


def _line_of_station(station_id: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return select(Station.line_id).where(Station.id == station_id).correlate_except(Station).scalar_subquery()


def provide_places() -> None:
    provide(
        Plant(
            station=_station,
            person=_person,
            lines=_lines,
            teams=_teams,
            people_of=_people_of,
            site_of_person=_site_of_person,
            line_of_station=_line_of_station,
        )
    )

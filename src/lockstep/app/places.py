# SPDX-License-Identifier: Apache-2.0
"""What the accounts floor asks of stations and people, answered from the master data above it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import Person, Station
from lockstep.platform.accounts import plant
from lockstep.platform.accounts.plant import PersonPlace, StationPlace


async def _station(session: AsyncSession, station_id: int) -> StationPlace | None:
    found = await session.execute(
        select(Station.id, Station.site_id, Station.line_id, Station.code, Station.name).where(Station.id == station_id)
    )
    row = found.one_or_none()
    return StationPlace(*row) if row else None


async def _person(session: AsyncSession, person_id: int) -> PersonPlace | None:
    found = await session.execute(select(Person.id, Person.site_id, Person.active).where(Person.id == person_id))
    row = found.one_or_none()
    return PersonPlace(*row) if row else None


def provide_places() -> None:
    plant.provide(station=_station, person=_person)

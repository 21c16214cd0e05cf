# SPDX-License-Identifier: Apache-2.0
"""What accounts must know of stations and people, which live above them: the application provides it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.platform.accounts.errors import UnknownPerson, UnknownStation
from lockstep.platform.database.base import Names


@dataclass(frozen=True, slots=True)
class StationPlace:
    id: int
    site_id: int
    line_id: int
    code: str
    name: Names


@dataclass(frozen=True, slots=True)
class PersonPlace:
    id: int
    site_id: int
    active: bool


FindStation = Callable[[AsyncSession, int], Awaitable[StationPlace | None]]
FindPerson = Callable[[AsyncSession, int], Awaitable[PersonPlace | None]]


@dataclass(slots=True)
class _Plant:
    station: FindStation | None = None
    person: FindPerson | None = None


_plant = _Plant()


def provide(*, station: FindStation, person: FindPerson) -> None:
    _plant.station, _plant.person = station, person


async def station_place(session: AsyncSession, station_id: int) -> StationPlace:
    if _plant.station is None:
        raise RuntimeError("nobody provides stations: call plant.provide first")
    found = await _plant.station(session, station_id)
    if found is None:
        raise UnknownStation(station_id=station_id)
    return found


async def person_place(session: AsyncSession, person_id: int) -> PersonPlace:
    found = await _find_person(session, person_id)
    if found is None:
        raise UnknownPerson(person_id=person_id)
    return found


async def has_left(session: AsyncSession, person_id: int) -> bool:
    """Somebody who is not at the plant any more, though the account may still be there."""
    found = await _find_person(session, person_id)
    return found is None or not found.active


async def _find_person(session: AsyncSession, person_id: int) -> PersonPlace | None:
    if _plant.person is None:
        raise RuntimeError("nobody provides people: call plant.provide first")
    return await _plant.person(session, person_id)

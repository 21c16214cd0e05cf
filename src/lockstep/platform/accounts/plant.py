# SPDX-License-Identifier: Apache-2.0
"""What accounts must know of lines, stations and people, which live above them: the application provides it."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.platform.accounts.errors import UnknownLine, UnknownPerson, UnknownStation, UnknownTeam
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
    team_id: int | None
    active: bool


FindStation = Callable[[AsyncSession, int], Awaitable[StationPlace | None]]
FindPerson = Callable[[AsyncSession, int], Awaitable[PersonPlace | None]]
FindLines = Callable[[AsyncSession, Collection[int]], Awaitable[dict[int, int]]]
FindTeams = Callable[[AsyncSession, Collection[int]], Awaitable[Collection[int]]]
PeopleOf = Callable[[Collection[int]], Select[int]]
Looked = Callable[[SQLColumnExpression[Any]], ColumnElement[Any]]
"""A subquery that looks up what belongs to an id of the statement around it."""


@dataclass(frozen=True, slots=True)
class Plant:
    """`lines` answers with the site of each line it knows, `teams` with those it knows; `people_of` selects the ids of
    the people of some teams."""

    station: FindStation
    person: FindPerson
    lines: FindLines
    teams: FindTeams
    people_of: PeopleOf
    site_of_person: Looked
    line_of_station: Looked


_provided: list[Plant] = []


def provide(plant: Plant) -> None:
    _provided[:] = [plant]


def _plant() -> Plant:
    if not _provided:
        raise RuntimeError("nobody provides stations and people: call plant.provide first")
    return _provided[0]


async def station_place(session: AsyncSession, station_id: int) -> StationPlace:
    found = await _plant().station(session, station_id)
    if found is None:
        raise UnknownStation(station_id=station_id)
    return found


async def person_place(session: AsyncSession, person_id: int) -> PersonPlace:
    found = await _plant().person(session, person_id)
    if found is None:
        raise UnknownPerson(person_id=person_id)
    return found


async def has_left(session: AsyncSession, person_id: int) -> bool:
    """Somebody who is not at the plant any more, though the account may still be there."""
    found = await _plant().person(session, person_id)
    return found is None or not found.active


async def sites_of_lines(session: AsyncSession, line_ids: Collection[int]) -> list[int]:
    known = await _plant().lines(session, line_ids)
    for line_id in sorted(line_ids):
        if line_id not in known:
            raise UnknownLine(line_id=line_id)
    return sorted(set(known.values()))


async def require_teams(session: AsyncSession, team_ids: Collection[int]) -> None:
    known = await _plant().teams(session, team_ids) if team_ids else ()
    for team_id in sorted(team_ids):
        if team_id not in known:
            raise UnknownTeam(team_id=team_id)


def people_of(team_ids: Collection[int]) -> Select[int]:
    return _plant().people_of(team_ids)


def site_of_person(person_id: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return _plant().site_of_person(person_id)


def line_of_station(station_id: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return _plant().line_of_station(station_id)

# SPDX-License-Identifier: Apache-2.0
"""What accounts, keys and terminals are given: places, teams and people, by id, in the actor's scope."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlalchemy import or_, select

from lockstep.domains.masterdata.models import Line, Person, Site, Station, Team
from lockstep.kernel.names import local_name
from lockstep.kernel.types import Text
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.people import of_people
from lockstep.platform.accounts.permissions import SIGNED_IN
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.models import Status

router = APIRouter(tags=["accounts"])
MOST = 50


class PlaceShown(BaseModel):
    id: int
    code: str
    name: str


class LineShown(PlaceShown):
    site_id: int


class StationChoice(LineShown):
    line_id: int


class Places(BaseModel):
    sites: list[PlaceShown]
    lines: list[LineShown]
    stations: list[StationChoice]
    teams: list[LineShown]


class PersonChoice(BaseModel):
    id: int
    code: str
    name: str
    site_id: int
    account_id: int | None
    """The account that the person has already."""


@query("app.places", permission=SIGNED_IN)
async def places(reading: Reading) -> Places:
    sites = await _rows(reading, Site, Site.id)
    lines = await _rows(reading, Line, Line.site_id, Line.id)
    stations = await _rows(reading, Station, Station.site_id, Station.line_id)
    teams = await _rows(reading, Team, Team.site_id)
    own = reading.actor.team_ids
    locale = reading.actor.locale

    def named(row: Any) -> dict[str, Any]:
        return {"id": row.id, "code": row.code, "name": local_name(row.name, locale)}

    return Places(
        sites=[PlaceShown(**named(row)) for row in sites],
        lines=[LineShown(**named(row), site_id=row.site_id) for row in lines],
        stations=[StationChoice(**named(row), site_id=row.site_id, line_id=row.line_id) for row in stations],
        teams=[LineShown(**named(row), site_id=row.site_id) for row in teams if own is None or row.id in own],
    )


async def _rows(reading: Reading, model: Any, site: Any, line: Any = None) -> Any:
    wanted = [model.status != Status.RETIRED]
    if reading.actor.site_ids is not None:
        wanted.append(site.in_(reading.actor.site_ids))
    if line is not None and reading.actor.line_ids is not None:
        wanted.append(line.in_(reading.actor.line_ids))
    return await reading.session.execute(select(model.__table__).where(*wanted).order_by(model.code))


@query("app.people_for_accounts", permission="account.manage")
async def people(reading: Reading, *, search: str | None, person_id: int | None) -> list[PersonChoice]:
    """By code or name; those without an account first."""
    wanted: list[Any] = [of_people(reading.actor, Person.id)]
    if reading.actor.site_ids is not None:
        wanted.append(Person.site_id.in_(reading.actor.site_ids))
    if person_id is not None:
        wanted.append(Person.id == person_id)
    else:
        wanted.append(Person.status != Status.RETIRED)
    if search:
        wanted.append(
            or_(Person.code.icontains(search, autoescape=True), Person.name.icontains(search, autoescape=True))
        )
    found = await reading.session.execute(
        select(Person.id, Person.code, Person.name, Person.site_id, Account.id.label("account_id"))
        .outerjoin(Account, Account.person_id == Person.id)
        .where(*wanted)
        .order_by(Account.id.is_not(None), Person.code)
        .limit(MOST)
    )
    return [PersonChoice.model_validate(row, from_attributes=True) for row in found]


@router.get("/places")
async def show_places(context: Signed) -> Places:
    return await context.read(places)


@router.get("/places/people")
async def show_people(
    context: Signed,
    search: Annotated[Text | None, Query(max_length=120)] = None,
    person_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
) -> list[PersonChoice]:
    return await context.read(people, search=search, person_id=person_id)

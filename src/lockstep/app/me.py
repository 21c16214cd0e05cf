# SPDX-License-Identifier: Apache-2.0
"""Who is signed in and where, with the names that the floors below do not know."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy import select

from lockstep.domains.masterdata.models import Person, Site, Station
from lockstep.domains.shopfloor.queries.stations import shift_now
from lockstep.kernel.http import answers, json_answer
from lockstep.kernel.names import local_name
from lockstep.platform.accounts.authentication import OnDevice, Signed
from lockstep.platform.accounts.permissions import KNOWN, REGISTERED_DEVICE, SIGNED_IN
from lockstep.platform.accounts.queries import roster
from lockstep.platform.accounts.schemas.commands import Locale
from lockstep.platform.commands.context import Context
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.models import Status

router = APIRouter(tags=["accounts"])


class Named(BaseModel):
    id: int
    code: str
    name: str


class SiteShown(Named):
    """Times are shown in the site's zone, whatever the browser's."""

    time_zone: str


class ShiftNow(BaseModel):
    name: str
    date: str


class Me(BaseModel):
    account_id: int | None
    display_name: str
    locale: str
    permissions: list[str]
    person: Named | None
    site: SiteShown | None
    station: Named | None
    shift: ShiftNow | None


class RosterPerson(BaseModel):
    person_id: int
    code: str
    name: str


@query("app.me", permission=KNOWN)
async def me(reading: Reading) -> dict[str, Any]:
    actor = reading.actor
    station = await _one(reading, Station, actor.station_id)
    person = await _one(reading, Person, actor.person_id)
    site_id = station.site_id if station else person.site_id if person else await _first_site(reading)
    site = await _one(reading, Site, site_id)
    return {
        "account_id": actor.account_id,
        "display_name": actor.name,
        "locale": actor.locale,
        "permissions": sorted(actor.permissions - {SIGNED_IN, KNOWN}),
        "person": _named(person, actor.locale) if person else None,
        "site": {**_named(site, actor.locale), "time_zone": site.time_zone} if site else None,
        "station": _named(station, actor.locale) if station else None,
        "shift": await shift_now(reading, site_id) if site_id else None,
    }


async def _one(reading: Reading, model: Any, row_id: int | None) -> Any:
    if row_id is None:
        return None
    return (await reading.session.execute(select(model).where(model.id == row_id))).scalar_one_or_none()


async def _first_site(reading: Reading) -> int | None:
    scope = reading.actor.site_ids
    sites = select(Site.id).order_by(Site.id).limit(1)
    found = await reading.session.execute(sites if scope is None else sites.where(Site.id.in_(scope)))
    return found.scalar_one_or_none()


def _named(row: Any, locale: str) -> dict[str, Any]:
    name = row.name if isinstance(row.name, str) else local_name(row.name, locale)
    return {"id": row.id, "code": row.code, "name": name}


class StationRoster(BaseModel):
    """What a terminal shows before anybody has signed in on it."""

    station: Named
    people: list[RosterPerson]


@query("app.roster", permission=REGISTERED_DEVICE)
async def station_roster(reading: Reading, *, locale: str) -> dict[str, Any]:
    """Who may sign in at this terminal with a PIN, and where it stands, in the language of its screen."""
    station = await _one(reading, Station, reading.actor.station_id)
    entries = await roster(reading, site_id=station.site_id, line_id=station.line_id)
    rows = await reading.session.execute(
        select(Person.id, Person.code, Person.name)
        .where(Person.id.in_([entry.person_id for entry in entries]), Person.status != Status.RETIRED)
        .order_by(Person.name)
    )
    people = [{"person_id": row.id, "code": row.code, "name": row.name} for row in rows]
    return {"station": _named(station, locale), "people": people}


@router.get("/auth/roster", responses=answers(StationRoster))
async def show_roster(context: OnDevice, locale: Locale = "zh-CN") -> Response:
    return json_answer(await context.read(station_roster, locale=locale))


async def describe(context: Context) -> dict[str, Any]:
    """What the browser is told about whoever has just signed in."""
    return await context.read(me)


@router.get("/me", responses=answers(Me))
async def show_me(context: Signed) -> Response:
    return json_answer(await context.read(me))

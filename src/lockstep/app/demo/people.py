# SPDX-License-Identifier: Apache-2.0
"""Who acts in the demonstration: its people at their desks and at the stations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from lockstep.app.demo.plant import SITE
from lockstep.domains.masterdata.models import Person, Site, Station
from lockstep.platform.accounts.models import Account, AccountRole, Device, Role
from lockstep.platform.accounts.permissions import SIGNED_IN
from lockstep.platform.commands.actor import Actor
from lockstep.platform.database.engine import Sessions

INSPECTOR, LEADER, PLANNER, MANAGER = "E2001", "E2002", "E3001", "E3002"


@dataclass(frozen=True, slots=True)
class Place:
    station_id: int
    line_id: int
    device_id: int | None
    """The terminal that stands there, if one was registered."""


@dataclass(frozen=True, slots=True)
class Cast:
    """People by the code of their person, places by the code of the station."""

    people: Mapping[str, Actor]
    places: Mapping[str, Place]

    def office(self, person: str) -> Actor:
        return self.people[person]

    def at(self, station: str, person: str) -> Actor:
        place = self.places[station]
        return replace(
            self.people[person],
            line_id=place.line_id,
            device_id=place.device_id,
            station_id=place.station_id,
            source="station",
        )


async def read_cast(sessions: Sessions) -> Cast:
    """As signing in would make them: with the rights of their roles now."""
    async with sessions() as session:
        site_id = await session.scalar(select(Site.id).where(Site.code == SITE[0]))
        people = await session.execute(
            select(Person.code, Person.id, Account.id, Account.display_name, Role.permissions)
            .join(Account, Account.person_id == Person.id)
            .join(AccountRole, AccountRole.account_id == Account.id)
            .join(Role, Role.id == AccountRole.role_id)
            .where(Person.site_id == site_id)
        )
        actors = {
            code: Actor(
                name=name,
                permissions=frozenset(permissions) | {SIGNED_IN},
                account_id=account_id,
                person_id=person_id,
                site_id=site_id,
                source="office",
            )
            for code, person_id, account_id, name, permissions in people
        }
        places = await session.execute(
            select(Station.code, Station.id, Station.line_id, Device.id)
            .outerjoin(Device, (Device.station_id == Station.id) & Device.revoked_at.is_(None))
            .where(Station.site_id == site_id)
            .order_by(Device.id)
        )
        return Cast(actors, {code: Place(station, line, device) for code, station, line, device in places})

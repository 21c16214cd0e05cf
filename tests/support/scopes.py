# SPDX-License-Identifier: Apache-2.0
"""A second site and registered terminals, for tests of who sees what."""

from uuid import uuid4

from sqlalchemy import update

from lockstep.domains.masterdata.operations import define_line, define_person, define_site, define_station
from lockstep.domains.masterdata.schemas import DefineLine, DefinePerson, DefineSite, DefineStation
from lockstep.platform.accounts.models import Device, Session
from lockstep.platform.accounts.tokens import token_hash
from tests.support.plant import BuiltPlant, User


async def add_second_site(plant: BuiltPlant) -> int:
    """Site S2 with the line X1, the station XT-1 and the person X-1."""
    name = {"en": "Second"}
    made = await plant.run(define_site, DefineSite(id=uuid4(), code="S2", name=name))
    line = await plant.run(define_line, DefineLine(id=uuid4(), site_code="S2", code="X1", name=name))
    station = DefineStation(id=uuid4(), site_code="S2", line_code="X1", code="XT-1", name=name)
    plant.lines["X1"] = line["id"]
    plant.stations["XT-1"] = (await plant.run(define_station, station))["id"]
    person = DefinePerson(id=uuid4(), site_code="S2", code="X-1", name="Person X-1")
    plant.people["X-1"] = (await plant.run(define_person, person))["id"]
    site_id: int = made["id"]
    return site_id


async def seat(plant: BuiltPlant, user: User, station: str, site_id: int | None = None) -> None:
    """Their session was opened at the terminal of a station."""
    token = token_hash(f"{station} of {user.account_id}")
    async with plant.sessions() as session, session.begin():
        device = Device(
            name=station,
            site_id=plant.site_id if site_id is None else site_id,
            station_id=plant.stations[station],
            token_hash=token,
            registered_at=plant.clock(),
        )
        session.add(device)
        await session.flush()
        await session.execute(update(Session).where(Session.account_id == user.account_id).values(device_id=device.id))

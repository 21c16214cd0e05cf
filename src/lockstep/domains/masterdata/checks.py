# SPDX-License-Identifier: Apache-2.0
"""Rules of master data beyond a single field."""

from sqlalchemy import select

from lockstep.domains.masterdata.models import DefectCode, Site, Station
from lockstep.domains.masterdata.schemas import DefineDefectCode, DefineStation
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.work import Work


class OwnAncestor(LockstepError):
    code = "own_ancestor"
    message = "{key} would stand below itself. Choose another parent."


class EquipmentNumberTaken(LockstepError):
    code = "equipment_number_taken"
    message = "{number} is station {station} already: a scan could not tell the two apart."


async def one_station_a_number(work: Work, command: DefineStation, station_id: int | None) -> None:
    """Scanned at a site, a code or an equipment number is one station."""
    said = [one for one in (command.equipment_number, command.code) if one is not None]
    found = await work.session.execute(
        select(Station.code, Station.equipment_number)
        .join(Site, Site.id == Station.site_id)
        .where(
            Site.code == command.site_code,
            Station.code != command.code,
            Station.equipment_number.in_(said) | (Station.code == command.equipment_number),
        )
        .limit(1)
    )
    other = found.one_or_none()
    if other is not None:
        number = other.equipment_number if other.equipment_number in said else other.code
        raise EquipmentNumberTaken(number=number, station=other.code)


async def no_circle_of_defect_codes(work: Work, command: DefineDefectCode, defect_id: int | None) -> None:
    above = command.parent_code
    rows = await work.session.execute(select(DefectCode.id, DefectCode.code, DefectCode.parent_id))
    known = list(rows)
    codes, parents = {row.id: row.code for row in known}, {row.code: row.parent_id for row in known}
    while above is not None:
        if above == command.code:
            raise OwnAncestor(key=command.code)
        above = codes.get(parents.get(above))

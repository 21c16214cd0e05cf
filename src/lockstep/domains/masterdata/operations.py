# SPDX-License-Identifier: Apache-2.0
"""Master data by code: a define makes the record or brings it up to what is said."""

from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert

from lockstep.domains.masterdata import models, schemas
from lockstep.domains.masterdata.schemas import Known
from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.database.base import Base

MANAGE = "masterdata.manage"


async def id_of(work: Work, model: type[Base], kind: str, code: str, **within: int) -> int:
    """The id of a record by its code; refused when there is none."""
    table: Any = model.__table__
    conditions = [table.c.code == code, *(table.c[name] == value for name, value in within.items())]
    found = (await work.session.execute(select(table.c.id).where(*conditions))).scalar_one_or_none()
    if found is None:
        raise NotFound(kind=kind, key=code)
    return int(found)


async def _define(work: Work, model: type[Base], keys: list[str], values: dict[str, Any]) -> Known:
    table: Table = model.__table__  # type: ignore[assignment]
    known = select(table).where(*(table.c[key] == values[key] for key in keys)).with_for_update()
    before = (await work.session.execute(known)).mappings().one_or_none()
    if before is not None and all(before[name] == value for name, value in values.items()):
        return Known(id=before["id"], code=values["code"])
    made = insert(table).values(**values)
    changed = {name: made.excluded[name] for name in values if name not in keys} or {keys[-1]: made.excluded[keys[-1]]}
    rows = await work.session.execute(
        made.on_conflict_do_update(index_elements=keys, set_=changed).returning(table.c.id)
    )
    row_id = rows.scalar_one()
    shown = {name: str(value) for name, value in values.items()}
    work.audit(
        table.name,
        row_id,
        before=None if before is None else {name: str(before[name]) for name in values},
        after=shown,
        site_id=values.get("site_id"),
    )
    work.emit(f"{table.name}_defined", table.name, row_id, site_id=values.get("site_id"))
    return Known(id=row_id, code=values["code"])


@operation("masterdata.define_site", permission=MANAGE)
async def define_site(work: Work, command: schemas.DefineSite) -> Known:
    values = {
        "code": command.code,
        "name": dict(command.name),
        "time_zone": command.time_zone,
        "currency": command.currency,
    }
    return await _define(work, models.Site, ["code"], values)


@operation("masterdata.define_line", permission=MANAGE)
async def define_line(work: Work, command: schemas.DefineLine) -> Known:
    site_id = await id_of(work, models.Site, "site", command.site_code)
    values = {"site_id": site_id, "code": command.code, "name": dict(command.name)}
    return await _define(work, models.Line, ["site_id", "code"], values)


@operation("masterdata.define_station", permission=MANAGE)
async def define_station(work: Work, command: schemas.DefineStation) -> Known:
    site_id = await id_of(work, models.Site, "site", command.site_code)
    line_id = await id_of(work, models.Line, "line", command.line_code, site_id=site_id)
    values = {"site_id": site_id, "line_id": line_id, "code": command.code, "name": dict(command.name)}
    return await _define(work, models.Station, ["site_id", "code"], values)


@operation("masterdata.define_shift", permission=MANAGE)
async def define_shift(work: Work, command: schemas.DefineShift) -> Known:
    site_id = await id_of(work, models.Site, "site", command.site_code)
    values = {
        "site_id": site_id,
        "code": command.code,
        "name": dict(command.name),
        "starts": command.starts,
        "ends": command.ends,
        "weekdays": sorted(command.weekdays),
    }
    return await _define(work, models.Shift, ["site_id", "code"], values)


@operation("masterdata.define_person", permission=MANAGE)
async def define_person(work: Work, command: schemas.DefinePerson) -> Known:
    site_id = await id_of(work, models.Site, "site", command.site_code)
    values = {"site_id": site_id, "code": command.code, "name": command.name}
    return await _define(work, models.Person, ["site_id", "code"], values)


@operation("masterdata.define_product", permission=MANAGE)
async def define_product(work: Work, command: schemas.DefineProduct) -> Known:
    values = {
        "code": command.code,
        "name": dict(command.name),
        "unit": command.unit,
        "decimals": command.decimals,
        "tray_quantity": command.tray_quantity,
    }
    return await _define(work, models.Product, ["code"], values)


@operation("masterdata.define_customer", permission=MANAGE)
async def define_customer(work: Work, command: schemas.DefineCustomer) -> Known:
    values = {"code": command.code, "name": command.name, "grade": command.grade}
    return await _define(work, models.Customer, ["code"], values)


@operation("masterdata.define_defect_code", permission=MANAGE)
async def define_defect_code(work: Work, command: schemas.DefineDefectCode) -> Known:
    values = {
        "code": command.code,
        "name": dict(command.name),
        "initials": command.initials,
        "severity": command.severity,
        "default_disposition": command.default_disposition,
    }
    known = await _define(work, models.DefectCode, ["code"], values)
    if command.favourite_at:
        favourites = insert(models.DefectFavourite.__table__).values(  # type: ignore[arg-type]
            [
                {"operation_code": code, "defect_code_id": known.id, "rank": rank}
                for rank, code in enumerate(command.favourite_at)
            ]
        )
        await work.session.execute(favourites.on_conflict_do_nothing())
    return known

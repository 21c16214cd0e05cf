# SPDX-License-Identifier: Apache-2.0
"""Making and changing master data: an operation an entity, all through the same way."""

from typing import Any

from sqlalchemy import func, literal, select

from lockstep.domains.masterdata import entities
from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.work import Work
from lockstep.platform.database.base import Base
from lockstep.platform.metadata.defining import defining
from lockstep.platform.metadata.models import Status


async def id_of(work: Work, model: type[Base], kind: str, code: str, **within: int) -> int:
    """The id of a record by its code, or by another name it goes by; refused when there is none."""
    table: Any = model.__table__
    called = table.c.code == code
    if "aliases" in table.c:
        called |= (table.c.status == Status.RELEASED) & (literal(code) == func.any(table.c.aliases))
    conditions = [called, *(table.c[name] == value for name, value in within.items())]
    # A merged code names the record that took it over.
    preferred = [table.c.status == Status.RETIRED, table.c.code != code]
    found = await work.session.scalar(select(table.c.id).where(*conditions).order_by(*preferred).limit(1))
    if found is None:
        raise NotFound(kind=kind, key=code)
    return int(found)


define_site = defining(entities.SITE, "masterdata")
define_area = defining(entities.AREA, "masterdata")
define_line = defining(entities.LINE, "masterdata")
define_station = defining(entities.STATION, "masterdata")
define_shift = defining(entities.SHIFT, "masterdata")
define_calendar_day = defining(entities.CALENDAR_DAY, "masterdata")
define_label_format = defining(entities.LABEL_FORMAT, "masterdata")
define_team = defining(entities.TEAM, "masterdata")
define_skill = defining(entities.SKILL, "masterdata")
define_person = defining(entities.PERSON, "masterdata")
define_product = defining(entities.PRODUCT, "masterdata")
define_defect_code = defining(entities.DEFECT_CODE, "masterdata")
define_reason = defining(entities.REASON, "masterdata")
define_customer = defining(entities.CUSTOMER, "masterdata")
define_supplier = defining(entities.SUPPLIER, "masterdata")

DEFINING = (
    define_site,
    define_area,
    define_line,
    define_station,
    define_shift,
    define_calendar_day,
    define_label_format,
    define_team,
    define_skill,
    define_person,
    define_product,
    define_defect_code,
    define_reason,
    define_customer,
    define_supplier,
)

# SPDX-License-Identifier: Apache-2.0
"""What the master data consists of, in the order of the navigation."""

from lockstep.domains.masterdata import models, schemas
from lockstep.domains.masterdata.checks import no_circle_of_defect_codes, one_station_a_number
from lockstep.domains.masterdata.headings import HEADINGS
from lockstep.domains.masterdata.merging import merge_product
from lockstep.domains.masterdata.words import WORDS
from lockstep.platform.database.base import Base
from lockstep.platform.metadata.define import Define
from lockstep.platform.metadata.entity import LIFE, Action, Check, Entity, register
from lockstep.platform.metadata.models import Status

MANAGE = "masterdata.manage"


def _entity(
    key: str,
    group: str,
    model: type[Base],
    command: type[Define],
    codes: tuple[str, ...] = ("code",),
    check: Check | None = None,
    one_in_use_of: tuple[str, ...] = (),
    mask: str | None = None,
) -> Entity:
    made = Entity(
        key=key,
        group=group,
        name=WORDS[f"entity.{key}"],
        model=model,
        command=command,
        permission=MANAGE,
        codes=codes,
        labels=WORDS,
        headings=HEADINGS.get(key, {}),
        check=check,
        mask=mask,
        one_in_use_of=one_in_use_of,
        can=LIFE if key != "product" else LIFE | {Status.RELEASED: (*LIFE[Status.RELEASED], "merge")},
    )
    return register(made)


SITE = _entity("site", "plant", models.Site, schemas.DefineSite)
AREA = _entity("area", "plant", models.Area, schemas.DefineArea)
LINE = _entity("line", "plant", models.Line, schemas.DefineLine)
STATION = _entity("station", "plant", models.Station, schemas.DefineStation, check=one_station_a_number)
SHIFT = _entity("shift", "plant", models.Shift, schemas.DefineShift)
CALENDAR_DAY = _entity("calendar_day", "plant", models.CalendarDay, schemas.DefineCalendarDay, ("day",))
LABEL_FORMAT = _entity(
    "label_format",
    "plant",
    models.LabelFormat,
    schemas.DefineLabelFormat,
    one_in_use_of=("site_code", "kind"),
)
TEAM = _entity("team", "people", models.Team, schemas.DefineTeam)
SKILL = _entity("skill", "people", models.Skill, schemas.DefineSkill)
PERSON = _entity("person", "people", models.Person, schemas.DefinePerson, mask="person")
PRODUCT = _entity("product", "products", models.Product, schemas.DefineProduct)
PRODUCT.actions.append(Action("merge", WORDS["action.merge"], merge_product))
DEFECT_CODE = _entity(
    "defect_code", "quality", models.DefectCode, schemas.DefineDefectCode, check=no_circle_of_defect_codes
)
REASON = _entity("reason", "quality", models.Reason, schemas.DefineReason)
CUSTOMER = _entity("customer", "partners", models.Customer, schemas.DefineCustomer, mask="customer")
SUPPLIER = _entity("supplier", "partners", models.Supplier, schemas.DefineSupplier)

# SPDX-License-Identifier: Apache-2.0
"""The master data of the demonstration, as an engineer would enter it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from lockstep.app.demo import masters, plant
from lockstep.app.demo.papers import PAPERS
from lockstep.app.demo.people import INSPECTOR, LEADER
from lockstep.app.demo.telling import Telling, story_id
from lockstep.domains.engineering import operations as engineering
from lockstep.domains.masterdata import operations as masterdata
from lockstep.platform.commands.operation import Operation
from lockstep.platform.files.operations import store_attachment
from lockstep.platform.files.queries import content_hash

Values = dict[str, Any]
Told = tuple[Operation[Any, Any], Values]

SITE, LINE = plant.SITE[0], plant.LINE[0]
EDITION = "A"
CALENDAR_AHEAD = timedelta(days=30)
"""Days off lie beyond the due dates of the orders in work, which count on every day."""


async def found(telling: Telling, at: datetime) -> None:
    told = [*_places(), *_calendar(telling.now), *_people(), *_quality(), *_partners(), *_papers(), *_engineering()]
    for op, values in told:
        key = values.get("code") or values.get("product_code") or values.get("file_name") or values["day"]
        command = op.command.model_validate({"id": story_id(op.name, key), **values})
        await telling.run(op, command, at)


def _places() -> Iterator[Told]:
    yield masterdata.define_site, {"code": SITE, "name": plant.SITE[1]}
    area, name = masters.AREA
    yield masterdata.define_area, {"site_code": SITE, "code": area, "name": name}
    yield masterdata.define_line, {"site_code": SITE, "area_code": area, "code": LINE, "name": plant.LINE[1]}
    for code, name, starts, ends in plant.SHIFTS:
        shift = {"site_code": SITE, "code": code, "name": name, "starts": starts, "ends": ends}
        yield masterdata.define_shift, {**shift, "weekdays": list(range(7))}
    for code, name, group in plant.STATIONS:
        station = {"site_code": SITE, "line_code": LINE, "code": code, "name": name, "station_group": group}
        yield masterdata.define_station, {**station, "equipment_number": masters.EQUIPMENT[code]}
    for code, kind, name, (width, height) in masters.LABEL_FORMATS:
        size = {"kind": kind, "width_mm": width, "height_mm": height}
        yield masterdata.define_label_format, {"site_code": SITE, "code": code, "name": name, **size}


def _calendar(now: datetime) -> Iterator[Told]:
    begin = (now + CALENDAR_AHEAD).date()
    for month_and_day, name in masters.DAYS_OFF:
        day = date.fromisoformat(f"{begin.year}-{month_and_day}")
        if day < begin:
            day = day.replace(year=day.year + 1)
        values = {"site_code": SITE, "day": day.isoformat(), "name": name, "shift_codes": []}
        yield masterdata.define_calendar_day, values


def _people() -> Iterator[Told]:
    for code, name in masters.SKILLS:
        yield masterdata.define_skill, {"code": code, "name": name}
    for code, name in masters.TEAMS:
        yield masterdata.define_team, {"site_code": SITE, "line_code": LINE, "code": code, "name": name}
    for worker in plant.WORKERS:
        person = {"site_code": SITE, "code": worker.code, "name": worker.name}
        skills = list(masters.SKILLS_OF.get(worker.code, ()))
        more = {"team_code": masters.TEAM_OF.get(worker.code), "skill_codes": skills}
        yield masterdata.define_person, {**person, **more}


def _quality() -> Iterator[Told]:
    for code, name, severity, disposition in plant.DEFECTS:
        favourite_at = [step for step, codes in plant.DEFECTS_OF.items() if code in codes]
        defect = {"code": code, "name": name, "severity": severity}
        yield (
            masterdata.define_defect_code,
            {**defect, "default_disposition": disposition, "favourite_at": favourite_at},
        )
    for code, kind, name in masters.REASONS:
        yield masterdata.define_reason, {"code": code, "kind": kind, "name": name}


def _partners() -> Iterator[Told]:
    for code, name, grade in plant.CUSTOMERS:
        yield masterdata.define_customer, {"code": code, "name": name, "grade": grade}
    for code, name, grade in masters.SUPPLIERS:
        yield masterdata.define_supplier, {"code": code, "name": name, "grade": grade}


def _papers() -> Iterator[Told]:
    for paper in PAPERS:
        pages = paper.pictures()
        sha256 = content_hash(b"".join(page.content for page in pages))
        yield store_attachment, {"file_name": paper.file_name, "sha256": sha256, "pages": pages}


def _engineering() -> Iterator[Told]:
    """Parts before the lists that name them, from the bottom up."""
    for code, name in plant.PRODUCTS:
        motor = {"code": code, "name": name, "tray_quantity": plant.TRAY, "drawing": f"{code}-00 C"}
        more = {"standard_cost": masters.MOTOR_COSTS[code], "aliases": masters.ALIASES[code]}
        yield masterdata.define_product, {**motor, **more}
    for part in masters.PARTS:
        bought = {"code": part.code, "name": part.name, "standard_cost": part.cost, "tracking": part.tracking}
        yield masterdata.define_product, {**bought, "unit": part.unit, "decimals": part.decimals}
    families = sorted(set(masters.FAMILIES.values()))
    for family in families:
        for kind, name, cost, tracking in masters.FAMILY_PARTS:
            named = {locale: f"{word} {family}" for locale, word in name.items()}
            made = {"code": f"{kind}-{family}", "name": named, "standard_cost": cost, "tracking": tracking}
            yield masterdata.define_product, {**made, "drawing": f"{kind}-{family} A"}
    for family in families:
        for kind in ("ROT", "STA"):
            yield engineering.define_bom, _bom(f"{kind}-{family}", kind, family)
    for code, family in masters.FAMILIES.items():
        yield engineering.define_bom, _bom(code, "motor", family)
        yield engineering.define_routing, _routing(code)


def _bom(product: str, kind: str, family: str) -> Values:
    components = [
        {
            "component_code": masters.part_of_family(part, family),
            "quantity": quantity,
            "operation": step,
            "scrap_percent": masters.SCRAP_PERCENT.get(part, 0),
        }
        for part, quantity, step in masters.ASSEMBLIES[kind]
    ]
    return {"product_code": product, "edition": EDITION, "components": components}


def _routing(product: str) -> Values:
    steps = plant.route_of_product(product)
    groups = {code: group for code, _, group in plant.STATIONS}
    operations = []
    for step in steps:
        group = groups[step.stations[0]]
        where: Values = {"station_group": group} if group else {"station_codes": list(step.stations)}
        how = {"acceptance": step.acceptance, "successor": step.successor, "piece_seconds": int(step.hours * 36)}
        owners = {"progress_owner_code": LEADER, "quality_owner_code": INSPECTOR}
        pay = {"skill_code": masters.SKILL_AT[step.code], "piece_rate": masters.PIECE_RATES[step.code]}
        papers = [story_id(store_attachment.name, one.file_name) for one in PAPERS if one.operation == step.code]
        operations.append(
            {"code": step.code, "name": step.name, **where, **how, **owners, **pay, "instructions": papers}
        )
    codes = {step.code for step in steps}
    parameters = [
        {"operation": step, "code": code, "name": name, "unit": unit, "low": low, "target": target, "high": high}
        for step, code, name, unit, (low, target, high) in masters.LIMITS
        if step in codes
    ]
    named = {"site_code": SITE, "product_code": product, "edition": EDITION}
    return {**named, "operations": operations, "parameters": parameters}

# SPDX-License-Identifier: Apache-2.0
"""What a log implies: site, line, stations, people, product and defect codes. What is there stays as it is."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.app.importing.log import LoggedOrder
from lockstep.app.importing.mapping import Mapping
from lockstep.app.importing.rows import code_of
from lockstep.domains.masterdata import operations as define
from lockstep.domains.masterdata import schemas
from lockstep.domains.masterdata.models import DefectCode, Line, Person, Product, Site, Station
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.operation import Operation

Run = Callable[[Operation[Any, Any], Command], Awaitable[Any]]

LONGEST_NAME = 120


@dataclass(slots=True)
class Known:
    """Codes that are there, with their ids where commands need them."""

    site_id: int | None = None
    lines: set[str] = field(default_factory=set)
    stations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    products: set[str] = field(default_factory=set)
    defects: set[str] = field(default_factory=set)


async def read_known(session: AsyncSession, mapping: Mapping) -> Known:
    async def codes(model: Any, *conditions: Any) -> dict[str, int]:
        return {row.code: row.id for row in await session.execute(select(model.code, model.id).where(*conditions))}

    known = Known(products=set(await codes(Product)), defects=set(await codes(DefectCode)))
    site_id = await session.scalar(select(Site.id).where(Site.code == mapping.site.code))
    if site_id is not None:
        known.site_id = site_id
        known.lines = set(await codes(Line, Line.site_id == site_id))
        known.stations = await codes(Station, Station.site_id == site_id)
        known.people = await codes(Person, Person.site_id == site_id)
    return known


async def ensure_place(run: Run, known: Known, mapping: Mapping) -> int:
    """The site's id; site, line and defect codes are made if they are not there."""
    site, line = mapping.site, mapping.line
    if known.site_id is None:
        made = await run(
            define.define_site,
            schemas.DefineSite(id=uuid4(), code=site.code, name=site.name, time_zone=mapping.time_zone),
        )
        known.site_id = int(made["id"])
    if line.code not in known.lines:
        await run(
            define.define_line,
            schemas.DefineLine(id=uuid4(), site_code=site.code, code=line.code, name=line.name),
        )
        known.lines.add(line.code)
    for ng in mapping.ng:
        if ng.defect_code not in known.defects:
            await run(
                define.define_defect_code,
                schemas.DefineDefectCode(
                    id=uuid4(),
                    code=ng.defect_code,
                    name=ng.name,
                    severity=ng.severity,
                    default_disposition=ng.disposition,
                ),
            )
            known.defects.add(ng.defect_code)
    return known.site_id


async def ensure_named(run: Run, known: Known, mapping: Mapping, order: LoggedOrder) -> None:
    """The product, stations and people that the rows of an order name."""
    site = mapping.site.code
    if (code := code_of(order.product)) not in known.products:
        await run(
            define.define_product,
            schemas.DefineProduct(id=uuid4(), code=code, name=named(order.product, mapping)),
        )
        known.products.add(code)
    for text in _distinct(row.resource for row in order.rows):
        if (code := code_of(text)) not in known.stations:
            made = await run(
                define.define_station,
                schemas.DefineStation(
                    id=uuid4(), site_code=site, line_code=mapping.line.code, code=code, name=named(text, mapping)
                ),
            )
            known.stations[code] = int(made["id"])
    for text in _distinct(row.person for row in order.rows):
        if (code := code_of(text)) not in known.people:
            made = await run(
                define.define_person,
                schemas.DefinePerson(id=uuid4(), site_code=site, code=code, name=text[:LONGEST_NAME]),
            )
            known.people[code] = int(made["id"])


def named(text: str, mapping: Mapping) -> schemas.LocalNames:
    return {mapping.locale: text[:LONGEST_NAME]}


def _distinct(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))

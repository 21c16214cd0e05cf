# SPDX-License-Identifier: Apache-2.0
"""The operations of an order as the product's routing says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lockstep.domains.engineering.models import Routing, RoutingOperation
from lockstep.domains.masterdata.models import Person, Skill, Station
from lockstep.domains.orders.commands import OperationIn
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.models import Status


class NoRouting(LockstepError):
    code = "no_routing"
    message = "{product} has no released routing at this site. Release one, or give the order its own operations."


@dataclass(frozen=True, slots=True)
class Codes:
    """By id, of what some steps name beside their stations."""

    skills: Mapping[int | None, str]
    people: Mapping[int | None, str]


async def steps_of_routing(work: Work, site_id: int, product_id: int, product: str) -> list[OperationIn]:
    """An operation without stations of its own can be done by all of its station group."""
    routing = await work.session.scalar(
        select(Routing.id).where(
            Routing.site_id == site_id, Routing.product_id == product_id, Routing.status == Status.RELEASED
        )
    )
    if routing is None:
        raise NoRouting(product=product)
    found = await work.session.execute(
        select(RoutingOperation.__table__)
        .where(RoutingOperation.routing_id == routing)
        .order_by(RoutingOperation.position)
    )
    rows = found.all()
    there = await work.session.execute(
        select(Station.id, Station.code, Station.station_group)
        .where(Station.site_id == site_id, Station.status == Status.RELEASED)
        .order_by(Station.code)
    )
    stations = there.all()
    codes = await codes_behind(work, rows)
    return [step_like(row, _where(row, stations), row.successor, codes) for row in rows]


def _where(row: Any, stations: Sequence[Any]) -> list[str]:
    group = row.station_group if not row.station_ids else None
    return [one.code for one in stations if one.id in row.station_ids or (group and one.station_group == group)]


async def codes_behind(work: Work, rows: Sequence[Any]) -> Codes:
    """Of the operations of a routing, or of another order."""
    owners = {one for row in rows for one in (row.progress_owner_id, row.quality_owner_id)}
    return Codes(
        skills=await _codes(work, Skill, {row.skill_id for row in rows}), people=await _codes(work, Person, owners)
    )


async def _codes(work: Work, model: Any, ids: Iterable[int | None]) -> dict[int | None, str]:
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    rows = await work.session.execute(select(model.id, model.code).where(model.id.in_(wanted)))
    return {row.id: row.code for row in rows}


def step_like(row: Any, stations: list[str], successor: str | None, codes: Codes) -> OperationIn:
    """The step of an order as an operation of a routing, or of another order, has it."""
    return OperationIn.model_construct(
        code=row.code,
        name=row.name,
        stations=stations,
        successor=successor,
        per=row.per,
        batch=row.batch,
        planned_qty=None,
        acceptance=row.acceptance,
        input_rule=row.input_rule,
        setup_seconds=row.setup_seconds,
        piece_seconds=row.piece_seconds,
        skill_code=codes.skills.get(row.skill_id),
        progress_owner_code=codes.people.get(row.progress_owner_id),
        quality_owner_code=codes.people.get(row.quality_owner_id),
        piece_rate=row.piece_rate,
        instructions=row.instructions,
    )

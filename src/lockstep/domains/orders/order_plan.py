# SPDX-License-Identifier: Apache-2.0
"""The operations of one order as they are planned: where, and whom to call about them."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select

from lockstep.domains.masterdata.models import Site, Station
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.queries import facts_of, in_scope
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading, query

MANAGE = "order.manage"


class OwnerShown(BaseModel):
    code: str
    name: str


class OperationPlanned(BaseModel):
    """`stations` are those at which it is done; before the release there are none."""

    operation_id: int
    code: str
    name: str
    stations: list[str]
    skill: str | None
    progress_owner: OwnerShown | None
    quality_owner: OwnerShown | None
    instructions: list[UUID]
    """Ids of attachments."""


class OrderPlan(BaseModel):
    order_id: int
    site_code: str
    operations: list[OperationPlanned]
    can: list[str]


@query("orders.order_plan", permission="board.read")
async def order_plan(reading: Reading, order_id: int) -> OrderPlan:
    site_code = await reading.session.scalar(
        select(Site.code)
        .join(WorkOrder, WorkOrder.site_id == Site.id)
        .where(WorkOrder.id == order_id, *in_scope(reading.actor))
    )
    if site_code is None:
        raise NotFound(kind="order", key=order_id)
    rows = await reading.session.execute(
        select(Operation.id, Operation.code, Operation.name)
        .where(Operation.order_id == order_id)
        .order_by(Operation.sequence, Operation.id)
    )
    operations = rows.all()
    ids = [row.id for row in operations]
    facts, stations = await facts_of(reading.session, ids), await stations_of(reading, ids)
    locale = reading.actor.locale
    return OrderPlan(
        order_id=order_id,
        site_code=site_code,
        operations=[
            OperationPlanned(
                operation_id=row.id,
                code=row.code,
                name=local_name(row.name, locale),
                stations=stations.get(row.id, []),
                skill=local_name(facts[row.id].skill, locale) if facts[row.id].skill else None,
                progress_owner=_owner(facts[row.id], "progress_owner"),
                quality_owner=_owner(facts[row.id], "quality_owner"),
                instructions=facts[row.id].instructions,
            )
            for row in operations
        ],
        can=["set_owners"] if reading.actor.may(MANAGE) else [],
    )


def _owner(facts: Any, which: str) -> OwnerShown | None:
    code = getattr(facts, f"{which}_code")
    return None if code is None else OwnerShown(code=code, name=getattr(facts, which))


async def stations_of(reading: Reading, operations: list[int]) -> dict[int, list[str]]:
    """By operation the codes of the stations at which it is done."""
    found = await reading.session.execute(
        select(Assignment.operation_id, Station.code)
        .join(Station, Station.id == Assignment.station_id)
        .where(Assignment.operation_id.in_(operations))
        .order_by(Station.code)
    )
    stations: dict[int, list[str]] = {}
    for row in found:
        stations.setdefault(row.operation_id, []).append(row.code)
    return stations

# SPDX-License-Identifier: Apache-2.0
"""What a document is about, as far as the actor may see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lockstep.domains.masterdata.models import Person, Product, Station
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import OrderStatus
from lockstep.domains.traceability.models import Lot
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading

UNPRINTABLE = (OrderStatus.PLANNED.value, OrderStatus.CANCELLED.value)
"""A planned order may still become another; a cancelled one goes nowhere."""


@dataclass(frozen=True, slots=True)
class Subject:
    id: int
    code: str
    name: str
    revision: int
    site_id: int
    line_id: int | None = None
    order_id: int | None = None
    order_status: str | None = None

    @property
    def printable(self) -> bool:
        return self.order_status not in UNPRINTABLE


async def subject_of(reading: Reading, kind: str, subject_id: int) -> Subject:
    found = await _FINDERS[kind](reading, subject_id)
    if found is None:
        raise NotFound(kind=_THINGS[kind], key=subject_id)
    return found


async def _order(reading: Reading, order_id: int) -> Subject | None:
    row = await _one(
        reading,
        select(WorkOrder.__table__, Product.name.label("product"))
        .join(Product, Product.id == WorkOrder.product_id)
        .where(WorkOrder.id == order_id, *in_scope(reading.actor)),
    )
    if row is None:
        return None
    name = local_name(row.product, reading.actor.locale)
    return Subject(row.id, row.number, name, row.revision, row.site_id, row.line_id, row.id, row.status)


async def _operation(reading: Reading, operation_id: int) -> Subject | None:
    order = WorkOrder
    row = await _one(
        reading,
        select(
            *(Operation.id, Operation.code, Operation.name, Operation.order_id),
            *(order.number, order.revision, order.site_id, order.line_id, order.status),
        )
        .join(order, order.id == Operation.order_id)
        .where(Operation.id == operation_id, *in_scope(reading.actor)),
    )
    if row is None:
        return None
    code, name = f"{row.number}/{row.code}", local_name(row.name, reading.actor.locale)
    return Subject(row.id, code, name, row.revision, row.site_id, row.line_id, row.order_id, row.status)


async def _station(reading: Reading, station_id: int) -> Subject | None:
    row = await _placed(reading, Station, station_id)
    if row is None or not reading.actor.sees(row.site_id, row.line_id):
        return None
    return Subject(row.id, row.code, local_name(row.name, reading.actor.locale), row.revision, row.site_id, row.line_id)


async def _person(reading: Reading, person_id: int) -> Subject | None:
    row = await _placed(reading, Person, person_id)
    if row is None or not reading.actor.sees_person(row.id, row.team_id):
        return None
    return Subject(row.id, row.code, row.name, row.revision, row.site_id)


async def _lot(reading: Reading, lot_id: int) -> Subject | None:
    """A lot does not change: what it is was settled when it was made."""
    row = await _placed(reading, Lot, lot_id)
    if row is None:
        return None
    product = await reading.session.scalar(select(Product.name).where(Product.id == row.product_id))
    return Subject(row.id, row.code, local_name(product or {}, reading.actor.locale), 1, row.site_id)


async def _placed(reading: Reading, model: Any, record_id: int) -> Any:
    wanted = [model.id == record_id]
    if reading.actor.site_ids is not None:
        wanted.append(model.site_id.in_(reading.actor.site_ids))
    return await _one(reading, select(model.__table__).where(*wanted))


async def _one(reading: Reading, statement: Any) -> Any:
    return (await reading.session.execute(statement)).one_or_none()


_FINDERS: dict[str, Callable[[Reading, int], Awaitable[Subject | None]]] = {
    "traveller": _order,
    "tray": _operation,
    "station": _station,
    "badge": _person,
    "lot": _lot,
}
_THINGS = {"traveller": "work_order", "tray": "operation", "station": "station", "badge": "person", "lot": "lot"}

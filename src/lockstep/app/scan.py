# SPDX-License-Identifier: Apache-2.0
"""What a scanned code is. A label carries the bare code or an address that ends in it, and may say its revision."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from lockstep.domains.documents.rules import read_label
from lockstep.domains.masterdata.models import Person, Station
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import Progress
from lockstep.domains.traceability.models import Lot
from lockstep.kernel.http import answers, json_answer
from lockstep.kernel.names import local_name
from lockstep.kernel.types import Text
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.accounts.people import of_people
from lockstep.platform.commands.query import Reading, query

router = APIRouter(tags=["scan"])
Scanned = Annotated[Text, Field(min_length=1, max_length=300)]
"""A code, or the whole address on a label."""


class Found(BaseModel):
    """`operation_id` of an order is its next open operation, at this terminal's station if it has one.

    `outdated`: the paper was printed at `printed_revision`, and the order has changed since, to `revision`.
    """

    kind: Literal["order", "operation", "person", "station", "lot", "unknown"]
    label: str
    order_id: int | None = None
    operation_id: int | None = None
    station_code: str | None = None
    lot_id: int | None = None
    outdated: bool = False
    revision: int | None = None
    printed_revision: int | None = None


@query("app.scan", permission="queue.read")
async def scan(reading: Reading, code: str) -> Found:
    """Order number, or order number and operation code as `WO-2611-0187/20`; station (or its equipment
    number), person or lot code."""
    bare, printed = read_label(code)
    for look in (_order, _operation, _station, _person, _lot):
        found = await look(reading, bare)
        if found is not None:
            return _aged(found, printed)
    return Found(kind="unknown", label=bare)


def _aged(found: Found, printed: int | None) -> Found:
    if printed is None or found.revision is None:
        return found
    return found.model_copy(update={"printed_revision": printed, "outdated": printed < found.revision})


async def _order(reading: Reading, code: str) -> Found | None:
    row = await _first(
        reading, select(WorkOrder.id, WorkOrder.revision).where(WorkOrder.number == code, *in_scope(reading.actor))
    )
    if row is None:
        return None
    here = Assignment.station_id == (reading.actor.station_id or 0)
    open_operations = (
        select(Operation.id)
        .outerjoin(Assignment, (Assignment.operation_id == Operation.id) & here)
        .where(Operation.order_id == row.id, Operation.status != Progress.COMPLETED, Operation.kind == "normal")
        .order_by(Assignment.id.is_(None), Operation.sequence)
    )
    operation = await _first(reading, open_operations)
    next_open = operation.id if operation else None
    return Found(kind="order", label=code, order_id=row.id, operation_id=next_open, revision=row.revision)


async def _operation(reading: Reading, code: str) -> Found | None:
    number, _, step = code.rpartition("/")
    statement = (
        select(Operation.id, Operation.order_id, Operation.name, WorkOrder.revision)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .where(WorkOrder.number == number, Operation.code == step, *in_scope(reading.actor))
    )
    row = await _first(reading, statement) if number else None
    if row is None:
        return None
    label = f"{number} {local_name(row.name, reading.actor.locale)}"
    return Found(kind="operation", label=label, order_id=row.order_id, operation_id=row.id, revision=row.revision)


async def _station(reading: Reading, code: str) -> Found | None:
    called = (Station.code == code) | (Station.equipment_number == code)
    row = await _first(reading, select(Station.code, Station.name).where(called, *_sites(reading, Station)))
    return (
        Found(kind="station", label=local_name(row.name, reading.actor.locale), station_code=row.code) if row else None
    )


async def _person(reading: Reading, code: str) -> Found | None:
    seen = (*_sites(reading, Person), of_people(reading.actor, Person.id))
    row = await _first(reading, select(Person.name).where(Person.code == code, *seen))
    return Found(kind="person", label=row.name) if row else None


async def _lot(reading: Reading, code: str) -> Found | None:
    row = await _first(reading, select(Lot.id, Lot.code).where(Lot.code == code, *_sites(reading, Lot)))
    return Found(kind="lot", label=row.code, lot_id=row.id) if row else None


def _sites(reading: Reading, model: Any) -> list[Any]:
    sites = reading.actor.site_ids
    return [] if sites is None else [model.site_id.in_(sites)]


async def _first(reading: Reading, statement: Any) -> Any:
    return (await reading.session.execute(statement.limit(1))).one_or_none()


@router.get("/scan", responses=answers(Found))
async def look_up(context: Signed, code: Scanned) -> Response:
    return json_answer(await context.read(scan, code))

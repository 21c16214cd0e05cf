# SPDX-License-Identifier: Apache-2.0
from typing import Any

from sqlalchemy import select, update

from lockstep.domains.masterdata.models import Station
from lockstep.domains.orders.commands import ReleaseOrder
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.operations.held import hold_order, tell
from lockstep.domains.orders.operations.planning import Chosen, plan_order
from lockstep.domains.orders.rules import OrderStatus, Progress
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import RecordStatus
from lockstep.platform.metadata.models import Status


class StationNotAllowed(LockstepError):
    code = "station_not_allowed"
    message = "{operation} is not done at {station}. Choose from: {stations}."


@operation("orders.release_order", permission="order.release")
async def release_order(work: Work, command: ReleaseOrder) -> RecordStatus:
    """The shop floor sees it from now on, with planned times at its stations."""
    order = await hold_order(work, command, OrderStatus.PLANNED)
    chosen = await _chosen(work, command, order)
    await work.session.execute(
        update(WorkOrder)
        .where(WorkOrder.id == order.id)
        .values(status=OrderStatus.RELEASED, released_at=work.now, version=order.version + 1)
    )
    await work.session.execute(update(Operation).where(Operation.order_id == order.id).values(status=Progress.RELEASED))
    await plan_order(work, order.id, order.start_at, chosen)
    before, after = {"status": order.status}, {"status": OrderStatus.RELEASED.value, **_said(command)}
    return tell(work, order, "order_released", before, after, command.reason)


def _said(command: ReleaseOrder) -> dict[str, Any]:
    return (
        {"stations": [f"{one.operation}: {one.station_code}" for one in command.stations]} if command.stations else {}
    )


async def _chosen(work: Work, command: ReleaseOrder, order: Any) -> Chosen:
    """Of the stations that the operation allows; one that names none can be done at all stations of the site."""
    if not command.stations:
        return {}
    rows = await work.session.execute(
        select(Operation.id, Operation.code, Operation.station_ids).where(Operation.order_id == order.id)
    )
    operations = {row.code: row for row in rows}
    found = await work.session.execute(
        select(Station.id, Station.code, Station.line_id).where(
            Station.site_id == order.site_id, Station.status == Status.RELEASED
        )
    )
    stations = {row.code: row for row in found if work.actor.sees(order.site_id, row.line_id)}
    chosen: dict[int, tuple[int, ...]] = {}
    for one in command.stations:
        step, station = operations.get(one.operation), stations.get(one.station_code)
        if step is None:
            raise NotFound(kind="operation", key=one.operation)
        if station is None:
            raise NotFound(kind="station", key=one.station_code)
        if step.station_ids and station.id not in step.station_ids:
            allowed = sorted(row.code for row in stations.values() if row.id in step.station_ids)
            raise StationNotAllowed(operation=step.code, station=station.code, stations=", ".join(allowed))
        chosen[step.id] = tuple(dict.fromkeys((*chosen.get(step.id, ()), station.id)))
    return chosen

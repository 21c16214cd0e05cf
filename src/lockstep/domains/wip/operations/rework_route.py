# SPDX-License-Identifier: Apache-2.0
"""A rework route: a short chain of its own, fed by the rework cell of the operation where NG was found."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, insert, or_, select

from lockstep.domains.masterdata.models import Station
from lockstep.domains.masterdata.operations import id_of
from lockstep.domains.orders.models import Assignment, Operation
from lockstep.domains.orders.rules import Progress
from lockstep.domains.orders.schemas import OperationState
from lockstep.domains.wip.commands import CreateReworkRoute
from lockstep.domains.wip.errors import NothingToRework
from lockstep.domains.wip.operations.part import lock_operation
from lockstep.domains.wip.operations.store import emit_bars
from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.spread import free
from lockstep.domains.wip.schemas import ReworkRouteCreated
from lockstep.kernel.qty import SCALE, Qty, show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("wip.create_rework_route", permission="wip.rework")
async def create_rework_route(work: Work, command: CreateReworkRoute) -> ReworkRouteCreated:
    plant = await lock_operation(work, command.operation_id)
    parent = plant.operations[command.operation_id]
    waiting = free(plant.ledger, plant.ledger.operations[parent.id], Cell.REWORK)
    if parent.kind != "normal" or waiting <= 0:
        raise NothingToRework(operation=parent.code)
    order = plant.order_of(parent.id)
    stations = {
        step.station_code: await id_of(work, Station, "station", step.station_code, site_id=order.site_id)
        for step in command.operations
        if step.station_code is not None
    }
    cycle = await _next_cycle(work, parent, [step.code for step in command.operations])
    ids = await _insert_chain(work, command, parent, cycle, waiting)
    await _assign(work, command, ids, stations, waiting)
    earlier = [state.id for state in plant.of_order(order.id) if state.parent_id == parent.id]
    work.audit(
        "operation",
        parent.id,
        before={"rework_operations": earlier},
        after={
            "rework_operations": [*earlier, *ids.values()],
            "rework_route": ids,
            "cycle": cycle,
            "quantity": show_qty(waiting),
        },
        site_id=order.site_id,
        line_id=order.line_id,
    )
    emit_bars(work, plant, "rework_route_created", {parent.id}, operations=ids)
    return ReworkRouteCreated(id=command.id, cycle=cycle, operations=ids)


async def _next_cycle(work: Work, parent: OperationState, codes: list[str]) -> int:
    """The next round at this operation; a code has one operation per order and round."""
    rows = await work.session.execute(
        select(func.coalesce(func.max(Operation.cycle), 0)).where(
            Operation.order_id == parent.order_id,
            or_(Operation.parent_id == parent.id, Operation.code.in_(codes)),
        )
    )
    return int(rows.scalar_one()) + 1


async def _insert_chain(
    work: Work, command: CreateReworkRoute, parent: OperationState, cycle: int, quantity: Qty
) -> dict[str, int]:
    """From the last one backwards, so that each row can name its successor at once. Who answers for the operation
    answers for its rework."""
    named = await work.session.execute(
        select(Operation.progress_owner_id, Operation.quality_owner_id).where(Operation.id == parent.id)
    )
    owners = named.mappings().one()
    ids: dict[str, int] = {}
    successor_id: int | None = None
    for step in reversed(command.operations):
        rows = await work.session.execute(
            insert(Operation)
            .values(
                order_id=parent.order_id,
                sequence=parent.sequence,
                code=step.code,
                name=dict(step.name),
                kind="rework",
                parent_id=parent.id,
                cycle=cycle,
                successor_id=successor_id,
                per=SCALE,
                batch=SCALE,
                planned_qty=quantity,
                issued_qty=0,
                unit=parent.unit,
                decimals=parent.decimals,
                piece_seconds=step.piece_seconds,
                status=Progress.RELEASED,
                **owners,
            )
            .returning(Operation.id)
        )
        ids[step.code] = successor_id = rows.scalar_one()
    return {step.code: ids[step.code] for step in command.operations}


async def _assign(
    work: Work,
    command: CreateReworkRoute,
    ids: Mapping[str, int],
    stations: Mapping[str, int],
    quantity: Qty,
) -> None:
    rows: list[dict[str, Any]] = [
        {"operation_id": ids[step.code], "station_id": stations[step.station_code], "planned_qty": quantity}
        for step in command.operations
        if step.station_code is not None
    ]
    if rows:
        await work.session.execute(insert(Assignment), rows)

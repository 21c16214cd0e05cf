# SPDX-License-Identifier: Apache-2.0
"""What lies at one operation and what stops it: for those who hold, release and stop at the station."""

from typing import Any

from sqlalchemy import select

from lockstep.domains.orders.models import Operation
from lockstep.domains.orders.queries import facts_of
from lockstep.domains.shopfloor.queries.sheet import assignment_here
from lockstep.domains.wip.commands import TargetKind
from lockstep.domains.wip.queries.blocks import blocks_on
from lockstep.domains.wip.queries.board import read_orders
from lockstep.domains.wip.queries.cases import open_cases
from lockstep.domains.wip.queries.jobs import job_card
from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.spread import free
from lockstep.kernel.errors import NotFound
from lockstep.kernel.qty import show_qty
from lockstep.platform.accounts.role_queries import roles_with
from lockstep.platform.commands.query import Reading, query

RIGHTS = {"hold": "wip.hold", "release": "wip.release"}


@query("shopfloor.hands", permission="queue.read")
async def operation_hands(reading: Reading, operation_id: int, *, station: str | None = None) -> dict[str, Any]:
    """`may` says who can where the reader cannot."""
    order_id = await reading.session.scalar(select(Operation.order_id).where(Operation.id == operation_id))
    plant, heads = await read_orders(reading, ids=[] if order_id is None else [order_id])
    if operation_id not in plant.operations:
        raise NotFound(kind="operation", key=operation_id)
    assignment = await assignment_here(reading, plant, operation_id, station)
    state, there = plant.operations[operation_id], plant.ledger.operations[operation_id]
    order = plant.orders[state.order_id]
    facts = (await facts_of(reading.session, [operation_id]))[operation_id]
    targets: list[tuple[TargetKind, int]] = [
        ("operation", operation_id),
        ("order", order.id),
        ("product", order.product_id),
    ]
    if assignment is not None:
        targets += [("assignment", assignment.id), ("station", assignment.station_id)]
    roles = await roles_with(reading, list(RIGHTS.values()))
    return {
        "job": job_card(reading, plant, heads, facts, assignment),
        "station_id": assignment.station_id if assignment else None,
        "unit": state.unit,
        "decimals": state.decimals,
        "ready": show_qty(free(plant.ledger, there, Cell.READY)),
        "waiting": show_qty(free(plant.ledger, there, Cell.WAITING)),
        "cases": await open_cases(reading, operation_id=operation_id),
        "blocks": await blocks_on(reading, targets),
        "may": {act: {"reader": reading.actor.may(right), "roles": roles[right]} for act, right in RIGHTS.items()},
    }

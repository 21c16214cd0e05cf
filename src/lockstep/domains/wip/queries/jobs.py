# SPDX-License-Identifier: Apache-2.0
"""Job cards: one operation as the people at a station see it."""

from collections.abc import Sequence
from typing import Any

from lockstep.domains.orders.queries import facts_of
from lockstep.domains.orders.rules import Progress
from lockstep.domains.wip.queries.actions import allowed_actions
from lockstep.domains.wip.queries.bars import operation_bar
from lockstep.domains.wip.queries.board import read_orders
from lockstep.domains.wip.queries.plant import Plant
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.query import Reading


async def read_jobs(reading: Reading, orders: Sequence[int], places: Sequence[tuple[int, Any]]) -> list[dict[str, Any]]:
    """Cards for these operations, each with its assignment (or None); those out of scope are left out."""
    plant, heads = await read_orders(reading, ids=orders)
    facts = await facts_of(reading.session, [operation_id for operation_id, _ in places])
    return [
        job_card(reading, plant, heads, facts[operation_id], assignment)
        for operation_id, assignment in places
        if operation_id in plant.operations
    ]


def job_card(
    reading: Reading, plant: Plant, heads: dict[int, Any], facts: Any, assignment: Any | None
) -> dict[str, Any]:
    """`facts` are those of `orders.queries` about the operation."""
    operation_id = facts.id
    state = plant.operations[operation_id]
    order, head = plant.orders[state.order_id], heads[state.order_id]
    place = {"station_id": assignment.station_id, "assignment_id": assignment.id} if assignment else {}
    bar = operation_bar(plant, operation_id, reading.now, **place)
    made = plant.ledger.operations[operation_id].made
    return {
        "assignment_id": assignment.id if assignment else None,
        "operation_id": operation_id,
        "order_id": order.id,
        "order_number": order.number,
        "product_code": head.product_code,
        "product_name": local_name(head.product_name, reading.actor.locale),
        "customer_name": head.customer_name,
        "due_at": order.due_at,
        "operation_code": state.code,
        "operation_name": local_name(state.name, reading.actor.locale),
        "station_code": assignment.station_code if assignment else None,
        "planned_start": assignment.planned_start if assignment else state.planned_start,
        "progress_owner": facts.progress_owner,
        "quality_owner": facts.quality_owner,
        "instructions": facts.instructions,
        "missing_skill": None,
        "left": show_qty(max(0, state.planned_qty - made)),
        "paused": _pause(state.status, facts),
        "bar": bar,
        "can": allowed_actions(plant, operation_id, reading.actor, **place),
    }


def _pause(status: str, facts: Any) -> dict[str, Any] | None:
    if status != Progress.PAUSED or facts.paused_at is None:
        return None
    return {"at": facts.paused_at, "reason": facts.pause_reason}

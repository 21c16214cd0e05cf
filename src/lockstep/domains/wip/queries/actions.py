# SPDX-License-Identifier: Apache-2.0
"""What this actor can do with an operation now: the screen shows exactly these buttons."""

from lockstep.domains.orders.rules import ENDED, PROGRESS_TRANSITIONS, OrderStatus, Progress
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.available import available
from lockstep.domains.wip.rules.cells import Cell, InputRule
from lockstep.domains.wip.rules.spread import free
from lockstep.platform.commands.actor import Actor

RIGHTS = {
    "report": "report.create",
    "start": "report.create",
    "pause": "report.create",
    "complete": "report.create",
    "record_time": "report.create",
    "judge": "wip.judge",
    "hold": "wip.hold",
    "release": "wip.release",
    "dispose": "wip.dispose",
    "rework_result": "wip.rework",
    "create_rework_route": "wip.rework",
    "to_stock": "wip.stock",
}


def allowed_actions(
    plant: Plant,
    operation_id: int,
    actor: Actor,
    *,
    station_id: int | None = None,
    assignment_id: int | None = None,
) -> list[str]:
    """Where the work is done decides too: the place that is named, else the terminal's station."""
    order = plant.order_of(operation_id)
    if order.status in ENDED or order.status == OrderStatus.PLANNED:
        return []
    operation = plant.ledger.operations[operation_id]
    follows = PROGRESS_TRANSITIONS[Progress(plant.operations[operation_id].status)]
    station_id = station_id or actor.station_id
    blocked = plant.block_at(operation_id, station_id=station_id, assignment_id=assignment_id) is not None
    in_rework = free(plant.ledger, operation, Cell.REWORK)
    counts = operation.counts()
    is_last = operation.successor_id is None and operation.kind == "normal"
    takes_more = operation.input_rule is not InputRule.BLOCK or available(plant.ledger, operation) > 0
    possible = {
        "report": takes_more and not blocked,
        "start": Progress.RUNNING in follows and not blocked,
        "pause": Progress.PAUSED in follows,
        "complete": Progress.COMPLETED in follows,
        "record_time": True,
        "judge": any(plant.ledger.unclaimed(operation, cell) > 0 for cell in (Cell.WAITING, Cell.URGENT)),
        "hold": counts.ready > 0 or counts.waiting > 0,
        "release": counts.hold > 0,
        "dispose": counts.hold > 0,
        "rework_result": in_rework > 0,
        "create_rework_route": in_rework > 0 and operation.kind == "normal",
        "to_stock": is_last and counts.ready > 0 and plant.block_on(operation_id) is None,
    }
    return [action for action, right in RIGHTS.items() if possible[action] and actor.may(right)]

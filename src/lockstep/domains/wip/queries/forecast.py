# SPDX-License-Identifier: Apache-2.0
"""When each order will be done: the longest remaining path of standard times from now on."""

from datetime import datetime

from lockstep.domains.orders.scheduling import Remaining, Step, forecast_end
from lockstep.domains.orders.schemas import OperationState, OrderState
from lockstep.domains.wip.queries.bars import site_time
from lockstep.domains.wip.queries.plant import Plant


def forecast_order(plant: Plant, order: OrderState, now: datetime) -> datetime | None:
    """None where no operation has a standard time: nothing can be said then."""
    states = [state for state in plant.of_order(order.id) if state.kind == "normal"]
    if not any(state.piece_seconds for state in states):
        return None
    calendar = site_time(plant.sites[order.site_id], now)
    return forecast_end([_remaining(plant, state) for state in states], now=now, calendar=calendar, tray=None)


def _remaining(plant: Plant, state: OperationState) -> Remaining:
    """Blocked work begins when the block says it ends, and work that was not started not before its plan."""
    block = plant.block_at(state.id)
    not_before = block.ends_at if block else None
    if state.started_at is None and state.planned_start is not None:
        not_before = max(not_before, state.planned_start) if not_before else state.planned_start
    step = Step(
        id=state.id,
        planned=state.planned_qty,
        setup_seconds=state.setup_seconds,
        piece_seconds=state.piece_seconds,
        stations=tuple(range(state.stations)),
        successor_id=state.successor_id,
    )
    return Remaining(step, max(0, state.planned_qty - plant.ledger.operations[state.id].made), not_before)

# SPDX-License-Identifier: Apache-2.0
"""The one bar query: cells, plan now, blocked, due and not booked, for every screen.

Bars are plain dicts with JSON numbers: a board has thousands of them. Their shape is `schemas.Bar`.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from lockstep.domains.masterdata.rules import ShiftPattern, WorkingTime
from lockstep.domains.orders.schemas import OperationState, OrderState, SiteState
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.bar import COLOURS, order_bar, quality_status
from lockstep.domains.wip.rules.cells import Acceptance, Counts
from lockstep.domains.wip.rules.ledger import Operation
from lockstep.kernel.qty import SCALE, Qty, show_qty

RISK_SLACK_DAYS = 0.5
HORIZON = timedelta(days=200)


def site_time(site: SiteState, now: datetime) -> WorkingTime:
    """The site's working time around now; built once a day and shift pattern."""
    return _site_time(site.time_zone, site.pattern, now.date().toordinal())


@lru_cache(maxsize=64)
def _site_time(time_zone: str, shifts: tuple[Any, ...], day: int) -> WorkingTime:
    patterns = [ShiftPattern(0, "", {}, *times) for times in shifts]
    today = datetime.fromordinal(day).date()
    return WorkingTime(patterns, ZoneInfo(time_zone), today - HORIZON, today + HORIZON)


def due_of(order: OrderState) -> dict[str, Any] | None:
    if order.due_at is None:
        return None
    if order.forecast_at is None:
        return {"state": "none", "days": None}
    slack = round((order.due_at - order.forecast_at).total_seconds() / 86_400, 1)
    state = "late" if slack < 0 else "at_risk" if slack < RISK_SLACK_DAYS else "on_time"
    return {"state": state, "days": slack}


def plan_now(state: OperationState, site: SiteState, now: datetime) -> Qty | None:
    """What should be made by now; no tick when complete."""
    return None if state.status == "completed" else planned_by(state, site, now) or None


def planned_by(state: OperationState, site: SiteState, at: datetime) -> Qty:
    """What should be made by then, linear over the working time of its planned span."""
    if state.planned_start is None or state.planned_end is None:
        return 0
    step: Qty = 10 ** (4 - state.decimals)
    return int(state.planned_qty * _passed(state.planned_start, state.planned_end, site, at)) // step * step


def _passed(start: datetime, end: datetime, site: SiteState, now: datetime) -> float:
    """The share of a planned span that has passed. Most are quite over or quite to come."""
    if now <= start:
        return 0.0
    return 1.0 if now >= end else site_time(site, now).share(start, end, now)


def operation_bar(
    plant: Plant,
    operation_id: int,
    now: datetime,
    *,
    station_id: int | None = None,
    assignment_id: int | None = None,
) -> dict[str, Any]:
    state = plant.operations[operation_id]
    due_now = plan_now(state, plant.site_of(operation_id), now)
    block = plant.block_at(operation_id, station_id=station_id, assignment_id=assignment_id)
    return {
        **plant.once(state.order_id, operation_id, lambda: _standing(plant, operation_id)),
        "plan_now": None if due_now is None else show_qty(due_now),
        "blocked": block.shown() if block else None,
    }


def _standing(plant: Plant, operation_id: int) -> dict[str, Any]:
    """What neither the clock nor a block changes."""
    state = plant.operations[operation_id]
    operation = plant.ledger.operations[operation_id]
    counts = operation.counts()
    made = counts.made
    return {
        "ordered": show_qty(state.planned_qty),
        "unit": state.unit,
        "in_route": True,
        "n": show_qty(max(state.planned_qty, made)),
        "good": show_qty(counts.ready + counts.gone),
        "waiting": show_qty(counts.waiting + counts.urgent),
        "hold": show_qty(counts.hold),
        "rework": show_qty(counts.rework),
        "scrap": show_qty(counts.scrap),
        "not_booked": show_qty(state.not_booked),
        "not_reported": show_qty(max(0, -counts.ready)),
        "pins": [],
        "due": None,
        "quality_status": _quality(plant, operation, state, counts),
        "progress": state.status,
    }


def _quality(plant: Plant, operation: Operation, state: OperationState, counts: Counts) -> str:
    claims = plant.ledger.open_claims(operation) if counts.waiting or counts.urgent else []
    return quality_status(
        counts,
        state.planned_qty,
        has_failed=state.rejected > 0,
        claimed=sum(claim.here + claim.urgent for claim in claims),
        conceded=state.conceded > 0,
        inspected=operation.acceptance is not Acceptance.NONE,
    ).value


def whole_order_bar(plant: Plant, order_id: int, now: datetime) -> dict[str, Any]:
    """Each piece once, in the colour of where it lies now, weighted with the standard hours it has passed."""
    order = plant.orders[order_id]
    states = [state for state in plant.of_order(order_id) if state.kind == "normal"]
    return {
        **plant.once(order_id, ("whole", order.quantity), lambda: _whole_standing(plant, states, order.quantity)),
        "plan_now": _order_plan_now(states, plant.sites[order.site_id], now),
        "due": due_of(order),
        "progress": order.status,
    }


def _whole_standing(plant: Plant, states: list[OperationState], quantity: Qty) -> dict[str, Any]:
    share = order_bar(
        [plant.ledger.operations[state.id] for state in states],
        {state.id: state.piece_seconds / 3600 for state in states},
        quantity,
    )
    return {
        "ordered": 100,
        "unit": "percent",
        "in_route": True,
        "n": 100,
        **{colour: round(getattr(share, colour) / SCALE, 1) for colour in COLOURS},
        "deliverable": show_qty(share.deliverable),
        "shortage": show_qty(share.shortage),
        "weighted": share.weighted,
        "blocked": None,
        "not_booked": show_qty(sum(state.not_booked for state in states)),
        "not_reported": 0,
        "pins": [],
        "quality_status": "none",
    }


def _order_plan_now(states: list[OperationState], site: SiteState, now: datetime) -> float | None:
    weighted = total = 0.0
    for state in states:
        if state.planned_start is None or state.planned_end is None:
            continue
        weight = (state.piece_seconds or 1) * state.planned_qty
        weighted += weight * _passed(state.planned_start, state.planned_end, site, now)
        total += weight
    return round(100 * weighted / total, 1) if total else None

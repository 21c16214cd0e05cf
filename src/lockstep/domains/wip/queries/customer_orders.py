# SPDX-License-Identifier: Apache-2.0
"""Customers' orders line by line: what was promised, what is expected, and which work order decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lockstep.domains.orders.rules import OrderStatus
from lockstep.domains.orders.rules import Progress as StepProgress
from lockstep.domains.orders.schemas import OperationState
from lockstep.domains.wip.queries.bars import RISK_SLACK_DAYS, plan_now, whole_order_bar
from lockstep.domains.wip.queries.board import DUE_RANK, FAR, SEES_CUSTOMERS, read_orders
from lockstep.domains.wip.queries.plant import BlockState, Plant
from lockstep.domains.wip.queries.sales_lines import Pegged, orders_behind, read_lines, read_pegs
from lockstep.domains.wip.rules.bar import COLOURS
from lockstep.domains.wip.rules.sales_line import LineBar, Progress, Share, line_bar, line_due, shares
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import SCALE, Qty, show_qty
from lockstep.platform.commands.query import Reading, query

PROMISES: Final = "order.manage"
NOTHING: Final = dict.fromkeys(COLOURS, 0.0)
TROUBLED: Final = ("late", "at_risk")


@dataclass(frozen=True, slots=True)
class Behind:
    """What the lines stand on: the open work orders, their bars, and the parts that they wait for."""

    plant: Plant
    bars: Mapping[int, dict[str, Any]]
    parts: Mapping[int, Sequence[int]]

    def forecast(self, order_id: int) -> datetime | None:
        order = self.plant.orders.get(order_id)
        return order.forecast_at if order else None

    def chain(self, order_id: int) -> list[int]:
        return [order_id, *self.parts.get(order_id, ())]


@query("wip.customer_orders", permission="board.read")
async def customer_orders(reading: Reading, *, completed: bool = False) -> dict[str, Any]:
    """Late first. `completed`: instead those that are delivered, the newest first."""
    reading.actor.require(SEES_CUSTOMERS)
    lines = await read_lines(reading, completed=completed)
    pegs = await read_pegs(reading, sorted({line.sales_order_id for line in lines}))
    behind = await _behind(reading, [one for of_line in pegs.values() for one in of_line])
    rows = [_row(reading, line, pegs.get((line.sales_order_id, line.line), []), behind) for line in lines]
    ages = [order.forecast_computed_at for order in behind.plant.orders.values() if order.forecast_computed_at]
    return {
        "generated_at": reading.now,
        "forecast_at": min(ages, default=None),
        "rows": rows if completed else sorted(rows, key=_rank),
        "can": ["promise"] if reading.actor.may(PROMISES) else [],
    }


async def _behind(reading: Reading, pegged: Iterable[Pegged]) -> Behind:
    roots = sorted({one.order_id for one in pegged if one.seen and not one.over})
    parts = await orders_behind(reading, roots) if roots else {}
    wanted = sorted({*roots, *(part for of_root in parts.values() for part in of_root)})
    plant = (await read_orders(reading, ids=wanted, kept=True))[0] if wanted else Plant()
    return Behind(plant, {one: whole_order_bar(plant, one, reading.now) for one in roots}, parts)


def _row(reading: Reading, line: Any, pegged: Sequence[Pegged], behind: Behind) -> dict[str, Any]:
    given = [_share(one, behind) for one in pegged]
    found = line_bar(line.quantity, given)
    open_still = found.delivered < line.quantity
    waited_for = [
        one
        for one, part in zip(pegged, given, strict=True)
        if open_still and not one.over and part.possible > part.delivered
    ]
    chain = [order_id for one in waited_for for order_id in behind.chain(one.order_id)]
    known = {order_id: at for order_id in chain if (at := behind.forecast(order_id)) is not None}
    made = sum(part.delivered if one.over else one.pegged for one, part in zip(pegged, given, strict=True))
    whole = made >= line.quantity and len(known) == len(set(chain)) and all(one.seen for one in waited_for)
    forecast = max(known.values(), default=None)
    wanted = line.promised_at or line.due_at
    state, days = line_due(
        wanted, forecast, reading.now, whole=whole, short=found.missing > 0, slack_days=RISK_SLACK_DAYS
    )
    last = max(known, key=lambda order_id: known[order_id], default=chain[0] if chain else None)
    return {
        **_facts(reading, line),
        "forecast_at": forecast,
        "due": {"state": state if open_still else "none", "days": days if open_still else None},
        "bar": _bar(found),
        "delivered": show_qty(found.delivered),
        "coming": show_qty(found.coming),
        "missing": show_qty(found.missing),
        "pegged": show_qty(sum(one.pegged for one in pegged)),
        "orders": _orders(pegged, behind),
        "decides": _decides(reading, last, behind.plant) if open_still and state in TROUBLED else None,
    }


def _facts(reading: Reading, line: Any) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "sales_order_id": line.sales_order_id,
        "version": line.version,
        "number": line.number,
        "line": line.line,
        "reference": line.customer_reference,
        "customer_code": line.customer_code,
        "customer_name": line.customer_name,
        "customer_grade": line.customer_grade,
        "product_code": line.product_code,
        "product_name": local_name(line.product_name, reading.actor.locale),
        "quantity": show_qty(line.quantity),
        "unit": line.unit,
        "due_at": line.due_at,
        "promised_at": line.promised_at,
    }


def _share(one: Pegged, behind: Behind) -> Share:
    """What has ended gives what it delivered; of what is out of sight nothing is known but that it is made."""
    bar = behind.bars.get(one.order_id)
    if bar is None:
        best = one.delivered if one.over else one.quantity
        progress = Progress(one.delivered, best, one.quantity, NOTHING)
    else:
        delivered = _qty(bar["deliverable"])
        best = max(delivered, one.quantity - _qty(bar["shortage"]))
        progress = Progress(delivered, best, one.quantity, bar)
    return shares(progress, (one.before, one.pegged))[1]


def _qty(shown: float) -> Qty:
    return round(shown * SCALE)


def _bar(found: LineBar) -> dict[str, Any]:
    return {
        "ordered": 100,
        "unit": "percent",
        "in_route": True,
        "n": 100,
        **found.colours,
        "plan_now": None,
        "blocked": None,
        "not_booked": 0,
        "not_reported": 0,
        "pins": [],
        "due": None,
        "quality_status": "none",
        "progress": "released",
    }


def _orders(pegged: Sequence[Pegged], behind: Behind) -> list[dict[str, Any]]:
    """Those that are made for the line, then the parts that they wait for. What is out of sight has no name."""
    made = [
        {
            "order_id": one.order_id if one.seen else None,
            "number": one.number if one.seen else None,
            "status": one.status,
            "pegged": show_qty(one.pegged),
            "forecast_at": None if one.over else behind.forecast(one.order_id),
        }
        for one in pegged
    ]
    parts = {part for one in pegged for part in behind.parts.get(one.order_id, ())} & behind.plant.orders.keys()
    waited_for = [
        {
            "order_id": part.id,
            "number": part.number,
            "status": part.status,
            "pegged": None,
            "forecast_at": part.forecast_at,
        }
        for part in (behind.plant.orders[order_id] for order_id in sorted(parts))
    ]
    return made + waited_for


def _decides(reading: Reading, order_id: int | None, plant: Plant) -> dict[str, Any] | None:
    """The work order that is ready last, and what it waits at: a stop, pieces without a word, the plan it lags."""
    order = plant.orders.get(order_id or 0)
    if order is None:
        return None
    kind, state, quantity, stop = _stands_at(reading, plant, order.id)
    return {
        "order_id": order.id,
        "number": order.number,
        "kind": kind if order.status != OrderStatus.PLANNED else "planned",
        "operation": local_name(state.name, reading.actor.locale) if state else None,
        "quantity": show_qty(quantity),
        "blocked": stop.shown() if stop else None,
    }


def _stands_at(
    reading: Reading, plant: Plant, order_id: int
) -> tuple[str, OperationState | None, Qty, BlockState | None]:
    open_steps = [state for state in plant.of_order(order_id) if state.status != StepProgress.COMPLETED]
    for state in open_steps:
        if stop := plant.block_at(state.id):
            return "blocked", state, 0, stop
    counts = {state.id: plant.ledger.operations[state.id].counts() for state in plant.of_order(order_id)}
    figures: tuple[tuple[str, Callable[[OperationState], Qty]], ...] = (
        ("held", lambda state: counts[state.id].hold),
        ("waiting", lambda state: counts[state.id].waiting + counts[state.id].urgent),
        ("behind", lambda state: (plan_now(state, plant.site_of(state.id), reading.now) or 0) - counts[state.id].made),
    )
    for kind, figure in figures:
        worst = max(plant.of_order(order_id), key=figure, default=None)
        if worst is not None and (quantity := figure(worst)) > 0:
            return kind, worst, quantity, None
    return "at", next(iter(open_steps), None), 0, None


def _rank(row: dict[str, Any]) -> tuple[int, float, datetime, str, str]:
    days = row["due"]["days"]
    wanted = row["promised_at"] or row["due_at"] or FAR
    return DUE_RANK[row["due"]["state"]], 0.0 if days is None else days, wanted, row["number"], row["line"]

# SPDX-License-Identifier: Apache-2.0
"""The board: orders × operations, late first, each cell a bar."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ARRAY, BigInteger, bindparam, null, select, text

from lockstep.domains.masterdata.models import Customer, Product
from lockstep.domains.masterdata.queries import shifts_of_sites
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import ENDED, OrderStatus
from lockstep.domains.orders.schemas import OperationState, OrderState, SiteState
from lockstep.domains.wip.queries.bars import operation_bar, whole_order_bar
from lockstep.domains.wip.queries.kept import read_kept_operations
from lockstep.domains.wip.queries.plant import Plant, read_operations
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import show_qty
from lockstep.platform.change.queries import horizon
from lockstep.platform.commands.query import Reading, query

MOST_COLUMNS = 12
"""More different operations than this, and the columns are the first, second, third… of each order."""

MOST_ORDERS = 5000
SEES_CUSTOMERS = "field.customer"
FAR = datetime(9999, 1, 1, tzinfo=UTC)
DUE_RANK = {"late": 0, "at_risk": 1, "on_time": 2, "none": 3}
OFF_BOARD = [status.value for status in (*ENDED, OrderStatus.PLANNED, OrderStatus.COMPLETED)]
"""Not in work: not yet, or not any more."""

COLUMN_FACTS = text(
    """
    SELECT o.code, array_agg(DISTINCT s.code ORDER BY s.code) AS stations
      FROM operation o JOIN assignment a ON a.operation_id = o.id JOIN station s ON s.id = a.station_id
     WHERE o.order_id = ANY(:orders) GROUP BY o.code
    """
).bindparams(bindparam("orders", type_=ARRAY(BigInteger)))

Filter = Literal["all", "late", "blocked", "waiting", "completed"]


@query("wip.board", permission="board.read")
async def board(
    reading: Reading,
    *,
    line: int | None = None,
    customer: int | None = None,
    product: int | None = None,
    only: Filter = "all",
) -> dict[str, Any]:
    cursor = await horizon(reading.session)
    plant, heads = await read_orders(
        reading, line=line, customer=customer, product=product, completed=only == "completed", kept=True
    )
    columns, mode = await _columns(reading, plant)
    rows = [
        {**order_head(reading, plant, heads[order_id]), "cells": _cells(reading, plant, order_id, columns, mode)}
        for order_id in plant.orders
    ]
    summary = _summary(rows, plant, reading.now)
    ages = [order.forecast_computed_at for order in plant.orders.values() if order.forecast_computed_at]
    return {
        "generated_at": reading.now,
        "forecast_at": min(ages, default=None),
        "cursor": cursor,
        "mode": mode,
        "columns": columns,
        "summary": summary,
        "rows": sorted((row for row in rows if _shown(row, only)), key=_rank),
    }


async def read_orders(
    reading: Reading,
    *,
    line: int | None = None,
    customer: int | None = None,
    product: int | None = None,
    ids: Sequence[int] | None = None,
    completed: bool = False,
    kept: bool = False,
) -> tuple[Plant, dict[int, Any]]:
    """The orders in scope with their operations, and the words for each: product and customer.

    `kept` is for who only looks: the orders are then shared with other readings.
    """
    if customer is not None:
        reading.actor.require(SEES_CUSTOMERS)
    conditions = in_scope(reading.actor)
    for column, value in (
        (WorkOrder.line_id, line),
        (WorkOrder.customer_id, customer),
        (WorkOrder.product_id, product),
    ):
        if value is not None:
            conditions.append(column == value)
    if ids is not None:
        conditions.append(WorkOrder.id.in_(ids))
    elif completed:
        conditions.append(WorkOrder.status == OrderStatus.COMPLETED)
    else:
        conditions.append(WorkOrder.status.not_in(OFF_BOARD))
    found = await reading.session.execute(
        select(
            *(getattr(WorkOrder, name) for name in OrderState.__slots__),
            Product.code.label("product_code"),
            Product.name.label("product_name"),
            *_customer_columns(reading),
        )
        .join(Product, Product.id == WorkOrder.product_id)
        .outerjoin(Customer, Customer.id == WorkOrder.customer_id)
        .where(*conditions)
        .order_by(WorkOrder.due_at, WorkOrder.id)
        .limit(MOST_ORDERS)
    )
    plant, heads = Plant(), {}
    for row in found:
        plant.orders[row.id] = OrderState(*row[: len(OrderState.__slots__)])
        heads[row.id] = row
    await fill_plant(reading, plant, kept=kept)
    return plant, heads


def _customer_columns(reading: Reading) -> tuple[Any, ...]:
    """Who may not know the customers is told of none, here and in everything that is built on these rows."""
    known = reading.actor.may(SEES_CUSTOMERS)
    name, grade = (Customer.name, Customer.grade) if known else (null(), null())
    return name.label("customer_name"), grade.label("customer_grade")


async def fill_plant(reading: Reading, plant: Plant, *, kept: bool = False) -> None:
    if not plant.orders:
        return
    for site_id, (zone, shifts) in (await shifts_of_sites(reading.session)).items():
        plant.sites[site_id] = SiteState(site_id, "", zone.key, shifts)
    read = read_kept_operations if kept else read_operations
    await read(reading.session, plant, reading.now)


async def _columns(reading: Reading, plant: Plant) -> tuple[list[dict[str, Any]], str]:
    states = [state for state in plant.operations.values() if state.kind == "normal"]
    by_code: dict[str, OperationState] = {}
    for state in sorted(states, key=lambda state: state.sequence):
        by_code.setdefault(state.code, state)
    if len(by_code) > MOST_COLUMNS:
        longest = max(Counter(state.order_id for state in states).values(), default=0)
        return [
            {"key": str(place), "name": str(place), "stations": [], "fpy": None} for place in range(1, longest + 1)
        ], "position"
    facts = await reading.session.execute(COLUMN_FACTS, {"orders": list(plant.orders)})
    stations = {row.code: row.stations for row in facts}
    yields = _first_pass_yields(plant)
    return [
        {
            "key": code,
            "name": local_name(state.name, reading.actor.locale),
            "stations": stations.get(code, []),
            "fpy": yields.get(code),
        }
        for code, state in by_code.items()
    ], "operation"


def _first_pass_yields(plant: Plant) -> dict[str, float]:
    """Per operation code: pieces reported good the first time ÷ pieces reported, over the orders shown."""
    good: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for state in plant.operations.values():
        good[state.code] += state.said_good
        said[state.code] += state.said_good + state.said_ng
    return {code: round(100 * good[code] / total, 1) for code, total in said.items() if total}


def order_head(reading: Reading, plant: Plant, head: Any) -> dict[str, Any]:
    """What is said of a whole order, with its bar."""
    order = plant.orders[head.id]
    bar = whole_order_bar(plant, order.id, reading.now)
    return {
        "order_id": order.id,
        "number": order.number,
        "product_code": head.product_code,
        "product_name": local_name(head.product_name, reading.actor.locale),
        "quantity": show_qty(order.quantity),
        "unit": order.unit,
        "customer_name": head.customer_name,
        "customer_grade": head.customer_grade,
        "due_at": order.due_at,
        "forecast_at": order.forecast_at,
        "due": bar["due"] or {"state": "none", "days": None},
        "status": order.status,
        "order_bar": bar,
    }


def _cells(
    reading: Reading, plant: Plant, order_id: int, columns: list[dict[str, Any]], mode: str
) -> list[dict[str, Any]]:
    states = [state for state in plant.of_order(order_id) if state.kind == "normal"]
    if mode == "position":
        placed = {str(place): state for place, state in enumerate(states, start=1)}
    else:
        placed = {state.code: state for state in states}
    return [
        {
            "column": column["key"],
            "operation_id": state.id,
            "code": state.code,
            "name": local_name(state.name, reading.actor.locale),
            "bar": operation_bar(plant, state.id, reading.now),
        }
        for column in columns
        if (state := placed.get(column["key"])) is not None
    ]


def _summary(rows: Iterable[dict[str, Any]], plant: Plant, now: datetime) -> dict[str, Any]:
    rows = list(rows)
    states = Counter(row["due"]["state"] for row in rows)
    waits = [state.waiting_since for state in plant.operations.values() if state.waiting_since]
    return {
        "orders": len(rows),
        "late": states["late"],
        "at_risk": states["at_risk"],
        "waiting_pieces": sum(cell["bar"]["waiting"] for row in rows for cell in row["cells"]),
        "oldest_waiting_minutes": int((now - min(waits)).total_seconds() // 60) if waits else None,
        "not_booked": sum(cell["bar"]["not_booked"] for row in rows for cell in row["cells"]),
    }


def _shown(row: dict[str, Any], only: Filter) -> bool:
    if only == "late":
        return bool(row["due"]["state"] == "late")
    if only == "blocked":
        return any(cell["bar"]["blocked"] for cell in row["cells"])
    if only == "waiting":
        return any(cell["bar"]["waiting"] for cell in row["cells"])
    return True


def _rank(row: dict[str, Any]) -> tuple[int, float, datetime, str]:
    days = row["due"]["days"]
    return DUE_RANK[row["due"]["state"]], 0.0 if days is None else days, row["due_at"] or FAR, row["number"]

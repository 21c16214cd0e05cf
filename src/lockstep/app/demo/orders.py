# SPDX-License-Identifier: Apache-2.0
"""Customers' orders, and the work orders that are made for their lines along the routing of the product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from lockstep.app.demo import current, masters, plant
from lockstep.app.demo.people import MANAGER, PLANNER, Cast
from lockstep.app.demo.story import due_date, plan_of
from lockstep.app.demo.telling import Telling, story_id
from lockstep.domains.masterdata.queries import shifts_of_sites, working_time
from lockstep.domains.orders.commands import (
    DefineSalesOrder,
    DefineWorkOrder,
    PegIn,
    PlannedTimes,
    SalesLineIn,
    SetPlannedTimes,
)
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.operations.define import define_sales_order, define_work_order
from lockstep.domains.orders.operations.planning import set_planned_times

SITE, LINE = plant.SITE[0], plant.LINE[0]
ORDERED_BEFORE = timedelta(days=3)
"""How long before the first of its work orders a customer ordered."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of a customer's order, and the work order that is made for it."""

    sales_order: str
    sales_line: str
    customer: str
    number: str
    product: str
    quantity: int
    due_at: datetime
    began: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """`operations` are ids by step."""

    id: int
    operations: Mapping[str, int]


async def place_current(telling: Telling, cast: Cast) -> dict[str, Placed]:
    """The orders in work, each at the time it began, with the planner's own times."""
    async with telling.sessions() as session:
        [(zone, shifts)] = (await shifts_of_sites(session)).values()
    calendar = working_time(zone, shifts, telling.now - timedelta(days=10), telling.now + timedelta(days=60))
    plans = {order.number: plan_of(order, telling.now, calendar) for order in current.ORDERS}
    lines: dict[str, int] = {}
    wishes = []
    for order in current.ORDERS:
        lines[order.customer] = lines.get(order.customer, 0) + 10
        wishes.append(
            Wish(
                sales_order=current.SALES_ORDERS[order.customer],
                sales_line=str(lines[order.customer]),
                customer=order.customer,
                number=order.number,
                product=order.product,
                quantity=order.quantity,
                due_at=due_date(order, plans[order.number], telling.now, calendar),
                began=telling.now - timedelta(days=order.started_days_ago),
            )
        )
    placed = await place_wishes(telling, cast, wishes, _unmade(telling, lines))
    for wish in wishes:
        await _plan(telling, cast, wish, placed[wish.number], plans[wish.number])
    return placed


def _unmade(telling: Telling, last: Mapping[str, int]) -> list[Wish]:
    """After the last line of their customer."""
    return [
        Wish(
            sales_order=current.SALES_ORDERS[one.customer],
            sales_line=str(last[one.customer] + 10),
            customer=one.customer,
            number="",
            product=one.product,
            quantity=one.quantity,
            due_at=(telling.now + timedelta(days=one.due_in_days)).replace(minute=0, second=0, microsecond=0),
            began=telling.now,
        )
        for one in current.UNMADE
    ]


async def place_wishes(
    telling: Telling, cast: Cast, wishes: Sequence[Wish], unmade: Sequence[Wish] = ()
) -> dict[str, Placed]:
    """Customers' orders first, then the work orders in the order in which they begin. `unmade`: nobody makes these."""
    by_order: dict[str, list[Wish]] = {}
    for wish in wishes:
        by_order.setdefault(wish.sales_order, []).append(wish)
    for number, lines in by_order.items():
        await _order_by_customer(telling, cast, number, lines, [one for one in unmade if one.sales_order == number])
    for wish in sorted(wishes, key=lambda wish: wish.began):
        await _order_work(telling, cast, wish)
    return await _placed(telling, [wish.number for wish in wishes])


async def _order_by_customer(
    telling: Telling, cast: Cast, number: str, lines: Sequence[Wish], unmade: Sequence[Wish]
) -> None:
    """A line that nobody makes is not promised either."""
    command = DefineSalesOrder(
        id=story_id("sales_order", number),
        site_code=SITE,
        number=number,
        customer_code=lines[0].customer,
        customer_reference=f"PO-{number[3:]}",
        lines=[
            SalesLineIn.model_validate(
                {
                    "line": wish.sales_line,
                    "product_code": wish.product,
                    "quantity": wish.quantity,
                    "due_at": wish.due_at,
                    "promised_at": wish.due_at if wish in lines else None,
                    "price": masters.PRICES[wish.product],
                }
            )
            for wish in (*lines, *unmade)
        ],
    )
    at = min(wish.began for wish in lines) - ORDERED_BEFORE
    await telling.run(define_sales_order, command, at, cast.office(MANAGER))


async def _order_work(telling: Telling, cast: Cast, wish: Wish) -> None:
    command = DefineWorkOrder(
        id=story_id("work_order", wish.number),
        site_code=SITE,
        line_code=LINE,
        number=wish.number,
        product_code=wish.product,
        customer_code=wish.customer,
        quantity=wish.quantity,
        due_at=wish.due_at,
        start_at=wish.began,
        pegs=[PegIn(sales_order_code=wish.sales_order, sales_line=wish.sales_line, quantity=wish.quantity)],
    )
    await telling.run(define_work_order, command, wish.began, cast.office(PLANNER))


async def _plan(telling: Telling, cast: Cast, wish: Wish, placed: Placed, times: Mapping[str, Span]) -> None:
    command = SetPlannedTimes(
        id=story_id("plan", wish.number),
        order_id=placed.id,
        times=[
            PlannedTimes(operation_id=placed.operations[code], start=start, end=end)
            for code, (start, end) in times.items()
        ],
        reason="生产计划会",
    )
    await telling.run(set_planned_times, command, wish.began, cast.office(PLANNER))


async def _placed(telling: Telling, numbers: Sequence[str]) -> dict[str, Placed]:
    async with telling.sessions() as session:
        rows = await session.execute(
            select(WorkOrder.number, WorkOrder.id, Operation.code, Operation.id.label("operation_id"))
            .join(Operation, Operation.order_id == WorkOrder.id)
            .where(WorkOrder.number.in_(numbers))
        )
        orders: dict[str, int] = {}
        operations: dict[str, dict[str, int]] = {}
        for row in rows:
            orders[row.number] = row.id
            operations.setdefault(row.number, {})[row.code] = row.operation_id
    return {number: Placed(orders[number], operations[number]) for number in numbers}

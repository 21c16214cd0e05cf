# SPDX-License-Identifier: Apache-2.0
"""The lines of customers' orders with the work orders behind them, as they stand in the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlalchemy.orm import aliased

from lockstep.domains.masterdata.models import Customer, Product
from lockstep.domains.orders.models import Operation, Peg, SalesOrder, SalesOrderLine, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import ENDED, OrderStatus
from lockstep.domains.wip.models import CellRow
from lockstep.kernel.qty import Qty
from lockstep.platform.commands.query import Reading
from lockstep.platform.metadata.models import Status

MOST_LINES, MOST_DELIVERED = 5000, 500
OVER = tuple(status.value for status in (*ENDED, OrderStatus.COMPLETED))
BEFORE = aliased(Peg)

delivered_by_order: Any = func.coalesce(
    select(func.sum(CellRow.ready + CellRow.gone))
    .join(Operation, Operation.id == CellRow.operation_id)
    .where(Operation.order_id == WorkOrder.id, Operation.kind == "normal", Operation.successor_id.is_(None))
    .scalar_subquery(),
    0,
)
"""Verified pieces at the end of a work order."""

pegged_before: Any = func.coalesce(
    select(func.sum(BEFORE.quantity))
    .where(BEFORE.work_order_id == Peg.work_order_id, BEFORE.position < Peg.position)
    .scalar_subquery(),
    0,
)
"""The pieces of a work order that go to others first."""

got: Any = func.greatest(0, func.least(Peg.quantity, delivered_by_order - pegged_before))
delivered: ColumnElement[bool] = (
    select(func.coalesce(func.sum(got), 0) >= SalesOrderLine.quantity)
    .select_from(Peg)
    .join(WorkOrder, WorkOrder.id == Peg.work_order_id)
    .where(Peg.sales_order_id == SalesOrderLine.sales_order_id, Peg.sales_line == SalesOrderLine.line)
    .scalar_subquery()
)
"""All that the line asks for is verified. `wip.rules.sales_line` shares the pieces out in the same way."""


@dataclass(frozen=True, slots=True)
class Pegged:
    """A work order that is made for a line; `before` are its pieces that go to others first."""

    order_id: int
    number: str
    status: str
    quantity: Qty
    delivered: Qty
    """Of the whole order; counted here where its cells are not read: it has ended, or lies out of sight."""
    before: Qty
    pegged: Qty
    seen: bool

    @property
    def over(self) -> bool:
        return self.status in OVER


def of_sites(reading: Reading, column: Any) -> ColumnElement[bool]:
    sites = reading.actor.site_ids
    return true() if sites is None else column.in_(sites)


async def read_lines(reading: Reading, *, completed: bool) -> list[Any]:
    """Those of released customers' orders that are not delivered yet, or those that are."""
    wanted = (
        select(
            SalesOrderLine.id.label("line_id"),
            SalesOrderLine.line,
            SalesOrderLine.quantity,
            SalesOrderLine.due_at,
            SalesOrderLine.promised_at,
            SalesOrder.id.label("sales_order_id"),
            SalesOrder.number,
            SalesOrder.version,
            SalesOrder.customer_reference,
            Customer.code.label("customer_code"),
            Customer.name.label("customer_name"),
            Customer.grade.label("customer_grade"),
            Product.code.label("product_code"),
            Product.name.label("product_name"),
            Product.unit,
        )
        .join(SalesOrder, SalesOrder.id == SalesOrderLine.sales_order_id)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .join(Product, Product.id == SalesOrderLine.product_id)
        .where(SalesOrder.status == Status.RELEASED, of_sites(reading, SalesOrder.site_id))
        .where(delivered if completed else ~delivered)
        .order_by(SalesOrderLine.id.desc())
        .limit(MOST_DELIVERED if completed else MOST_LINES)
    )
    return list(await reading.session.execute(wanted))


async def read_pegs(reading: Reading, sales_orders: Sequence[int]) -> dict[tuple[int, str], list[Pegged]]:
    """By customer's order and line. What lies on lines out of sight has no name here, but its pieces count."""
    rows = await reading.session.execute(
        select(
            Peg.sales_order_id,
            Peg.sales_line,
            Peg.quantity.label("pegged"),
            pegged_before.label("before"),
            WorkOrder.id,
            WorkOrder.number,
            WorkOrder.status,
            WorkOrder.quantity,
            WorkOrder.site_id,
            WorkOrder.line_id,
            case((WorkOrder.status.in_(OVER) | ~and_(*in_scope(reading.actor)), delivered_by_order), else_=0).label(
                "delivered"
            ),
        )
        .join(WorkOrder, WorkOrder.id == Peg.work_order_id)
        .where(Peg.sales_order_id.in_(sales_orders), WorkOrder.status != OrderStatus.CANCELLED)
        .order_by(WorkOrder.due_at, WorkOrder.id)
    )
    found: dict[tuple[int, str], list[Pegged]] = {}
    for row in rows:
        found.setdefault((row.sales_order_id, row.sales_line), []).append(
            Pegged(
                order_id=row.id,
                number=row.number,
                status=row.status,
                quantity=row.quantity,
                delivered=row.delivered,
                before=row.before,
                pegged=row.pegged,
                seen=reading.actor.sees(row.site_id, row.line_id),
            )
        )
    return found


async def orders_behind(reading: Reading, roots: Sequence[int]) -> dict[int, list[int]]:
    """By work order those that are made for it and not over, for those again, and so on: parts that it waits for."""
    top = select(WorkOrder.id.label("root"), WorkOrder.id.label("order_id")).where(WorkOrder.id.in_(roots))
    tree = top.cte("tree", recursive=True)
    part = aliased(WorkOrder)
    tree = tree.union(
        select(tree.c.root, Peg.work_order_id)
        .join(Peg, Peg.parent_order_id == tree.c.order_id)
        .join(part, and_(part.id == Peg.work_order_id, part.status.not_in(OVER)))
    )
    rows = await reading.session.execute(select(tree).where(tree.c.root != tree.c.order_id))
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.root, []).append(row.order_id)
    return found

# SPDX-License-Identifier: Apache-2.0
"""Rules between customer orders and the work orders that are made for them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from lockstep.domains.masterdata.models import Product, Site
from lockstep.domains.orders.commands import DefineSalesOrder, DefineWorkOrder, PegIn
from lockstep.domains.orders.models import Peg, SalesOrder, SalesOrderLine, WorkOrder
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.commands.work import Work


class LineIsPegged(LockstepError):
    code = "line_is_pegged"
    message = "Line {line} has work orders that are made for it. Take them off first."


class PegMismatch(LockstepError):
    code = "peg_mismatch"
    message = "Line {line} of {order} is for {product}, not for the product of this work order."


class MadeForItself(LockstepError):
    code = "made_for_itself"
    message = "{order} would be made for itself. Choose another parent."


async def keep_pegged_lines(work: Work, command: DefineSalesOrder, order_id: int | None) -> None:
    if order_id is None or "lines" not in command.model_fields_set:
        return
    pegged = await work.session.execute(select(Peg.sales_line).where(Peg.sales_order_id == order_id).distinct())
    kept = {one.line for one in command.lines}
    for line in pegged.scalars():
        if line not in kept:
            raise LineIsPegged(line=line)


async def require_pegs(work: Work, command: DefineWorkOrder, order_id: int | None) -> None:
    """Each customer's line is there and for this product; no order is made for itself."""
    await _require_lines(work, command, [peg for peg in command.pegs if peg.sales_order_code is not None])
    for peg in command.pegs:
        if peg.parent_order_code is not None:
            await _require_tree(work, command, peg.parent_order_code)


async def _require_lines(work: Work, command: DefineWorkOrder, pegs: Sequence[PegIn]) -> None:
    found = await work.session.execute(
        select(SalesOrder.number, SalesOrderLine.line, Product.code)
        .join(SalesOrderLine, SalesOrderLine.sales_order_id == SalesOrder.id)
        .join(Product, Product.id == SalesOrderLine.product_id)
        .join(Site, Site.id == SalesOrder.site_id)
        .where(Site.code == command.site_code, SalesOrder.number.in_([peg.sales_order_code for peg in pegs]))
    )
    known = {(row.number, row.line): row.code for row in found}
    for peg in pegs:
        product = known.get((peg.sales_order_code, peg.sales_line))
        if product is None:
            raise NotFound(kind="sales_order_line", key=f"{peg.sales_order_code}/{peg.sales_line}")
        if product != command.product_code:
            raise PegMismatch(order=peg.sales_order_code, line=peg.sales_line, product=product)


async def _require_tree(work: Work, command: DefineWorkOrder, parent: str) -> None:
    seen: set[str] = set()
    above = [parent]
    while above:
        number = above.pop()
        if number == command.number:
            raise MadeForItself(order=command.number)
        if number in seen:
            continue
        seen.add(number)
        above += await _parents(work, command.site_code, number)


async def _parents(work: Work, site_code: str, number: str) -> list[str]:
    order, above = WorkOrder.__table__.alias(), WorkOrder.__table__.alias()
    statement: Any = (
        select(above.c.number)
        .select_from(Peg)
        .join(order, order.c.id == Peg.work_order_id)
        .join(above, above.c.id == Peg.parent_order_id)
        .join(Site, Site.id == order.c.site_id)
        .where(Site.code == site_code, order.c.number == number)
    )
    return list((await work.session.execute(statement)).scalars())

# SPDX-License-Identifier: Apache-2.0
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from lockstep.domains.masterdata.models import Site
from lockstep.domains.orders.commands import LinePromised, PromiseLine
from lockstep.domains.orders.models import SalesOrder, SalesOrderLine
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.errors import Retired, Stale
from lockstep.platform.metadata.models import Status


class PromiseInThePast(LockstepError):
    code = "promise_in_the_past"
    message = "{promised} is over: today is {today}. Promise today or a later day."


@operation("orders.promise_line", permission="order.manage")
async def promise_line(work: Work, command: PromiseLine) -> LinePromised:
    """A new promise to the customer for one line of their order."""
    order = await _held(work, command)
    line = await _line(work, order, command.line)
    if command.promised_at is not None:
        await _check_day(work, order.site_id, command.promised_at)
    await work.session.execute(
        update(SalesOrderLine).where(SalesOrderLine.id == line.id).values(promised_at=command.promised_at)
    )
    version = {"version": order.version + 1, "revision": order.revision + (order.status != Status.DRAFT)}
    await work.session.execute(update(SalesOrder).where(SalesOrder.id == order.id).values(**version))
    work.audit(
        "sales_order",
        order.id,
        before={"line": line.line, "promised_at": _stamp(line.promised_at)},
        after={"line": line.line, "promised_at": _stamp(command.promised_at)},
        reason=command.reason,
        site_id=order.site_id,
    )
    work.emit("line_promised", "sales_order", order.id, site_id=order.site_id)
    return LinePromised(
        sales_order_id=order.id, version=order.version + 1, line=line.line, promised_at=command.promised_at
    )


async def _held(work: Work, command: PromiseLine) -> Any:
    found = await work.session.execute(
        select(SalesOrder.__table__).where(SalesOrder.id == command.sales_order_id).with_for_update(key_share=True)
    )
    order = found.one_or_none()
    if order is None or not work.actor.sees(order.site_id, None):
        raise NotFound(kind="sales_order", key=command.sales_order_id)
    if order.status == Status.RETIRED:
        raise Retired(key=order.number)
    if order.version != command.expected_version:
        raise Stale(entity="sales_order", key=order.number)
    return order


async def _line(work: Work, order: Any, named: str) -> Any:
    found = await work.session.execute(
        select(SalesOrderLine.id, SalesOrderLine.line, SalesOrderLine.promised_at).where(
            SalesOrderLine.sales_order_id == order.id, SalesOrderLine.line == named
        )
    )
    line = found.one_or_none()
    if line is None:
        raise NotFound(kind="sales_order_line", key=f"{order.number}/{named}")
    return line


async def _check_day(work: Work, site_id: int, promised_at: datetime) -> None:
    """By the calendar of the plant; its own day counts to the end. What sheets tell of earlier promises stays."""
    zone = ZoneInfo((await work.session.execute(select(Site.time_zone).where(Site.id == site_id))).scalar_one())
    promised, today = promised_at.astimezone(zone).date(), work.now.astimezone(zone).date()
    if promised < today:
        raise PromiseInThePast(promised=promised.isoformat(), today=today.isoformat())


def _stamp(at: Any) -> str | None:
    return None if at is None else at.isoformat()

# SPDX-License-Identifier: Apache-2.0
"""The first-pass yield of the days before: whether the day that is looked at was like the others."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from lockstep.domains.analytics.queries.day import Day
from lockstep.domains.analytics.queries.stopped import of_place
from lockstep.domains.analytics.rules import per_cent
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.shopfloor.models import ProductionReport
from lockstep.domains.shopfloor.queries.piecework import IN_FORCE, LATER
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.query import Reading

DAYS = 14


async def trend(reading: Reading, looked: Day) -> list[dict[str, Any]]:
    """The oldest day first. A day on which nothing was said has no yield."""
    made = ProductionReport
    days = [looked.date - timedelta(days=back) for back in reversed(range(DAYS))]
    rows = await reading.session.execute(
        select(made.shift_date, func.sum(made.good).label("good"), func.sum(made.ng).label("ng"))
        .join(WorkOrder, WorkOrder.id == made.order_id)
        .outerjoin(LATER, LATER.replaces_id == made.id)
        .where(
            made.site_id == looked.site.id,
            made.shift_date.between(days[0], days[-1]),
            *in_scope(reading.actor),
            *of_place(looked),
            *IN_FORCE,
        )
        .group_by(made.shift_date)
    )
    found = {row.shift_date: (row.good, row.ng) for row in rows}
    said = [(day, *found.get(day, (0, 0))) for day in days]
    return [
        {"day": day, "good": show_qty(good), "ng": show_qty(ng), "fpy": per_cent(good, good + ng)}
        for day, good, ng in said
    ]

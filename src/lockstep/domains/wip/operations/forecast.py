# SPDX-License-Identifier: Apache-2.0
"""Keeping forecasts: for the orders of a command at once, for all of them every few minutes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select, text, update

from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.schemas import OrderState
from lockstep.domains.wip.queries.board import OFF_BOARD, fill_plant
from lockstep.domains.wip.queries.forecast import forecast_order
from lockstep.domains.wip.queries.plant import Plant
from lockstep.platform.commands.query import Reading
from lockstep.platform.commands.work import Work

AT_ONCE = 500
ONE_AT_A_TIME = text("SELECT pg_try_advisory_xact_lock(:key)")
FORECAST_LOCK = 7_230_412
STORE = (
    update(WorkOrder.__table__)  # type: ignore[arg-type]
    .where(WorkOrder.__table__.c.id == bindparam("row_id"))
    .values(forecast_at=bindparam("now_forecast"), forecast_computed_at=bindparam("now_computed"))
)


def reforecast(work: Work, plant: Plant, orders: Iterable[int]) -> None:
    """After a hold, release or reversal; `store_plant` writes it."""
    for order_id in orders:
        order = plant.orders[order_id]
        order.forecast_at = forecast_order(plant, order, work.now)
        order.forecast_computed_at = work.now
        plant.changed_orders.add(order_id)


async def forecast_all(work: Work) -> int:
    """Every open order, unless another process is at it; the number of orders. Says so in the feed."""
    if not (await work.session.execute(ONE_AT_A_TIME, {"key": FORECAST_LOCK})).scalar_one():
        return 0
    found = await work.session.execute(
        select(WorkOrder.id, WorkOrder.site_id).where(WorkOrder.status.not_in(OFF_BOARD)).order_by(WorkOrder.id)
    )
    open_orders = {row.id: row.site_id for row in found}
    ids = list(open_orders)
    for first in range(0, len(ids), AT_ONCE):
        await _forecast(work, ids[first : first + AT_ONCE])
    for site_id in sorted(set(open_orders.values())):
        work.emit("forecasts_made", "work_order", "all", site_id=site_id)
    return len(open_orders)


async def _forecast(work: Work, ids: Sequence[int]) -> None:
    plant = Plant()
    rows = await work.session.execute(
        select(*(getattr(WorkOrder, name) for name in OrderState.__slots__)).where(WorkOrder.id.in_(ids))
    )
    for row in rows:
        plant.orders[row.id] = OrderState(**{name: getattr(row, name) for name in OrderState.__slots__})
    await fill_plant(Reading(work.session, work.actor, work.now), plant)
    await work.session.execute(
        STORE,
        [
            {
                "row_id": order.id,
                "now_forecast": forecast_order(plant, order, work.now),
                "now_computed": work.now,
            }
            for order in plant.orders.values()
        ],
    )

# SPDX-License-Identifier: Apache-2.0
"""Hold cases: loaded for a command, and listed for the people who decide on them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import ENDED
from lockstep.domains.traceability.models import Lot
from lockstep.domains.wip.models import HoldCase
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.ledger import NO_LOT, Case
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query

MOST_CASES = 500


async def read_cases(
    session: AsyncSession,
    plant: Plant,
    operation_ids: Iterable[int],
    *,
    keys: Iterable[str] = (),
    ids: Iterable[int] = (),
) -> None:
    """Load the open cases of these operations, and those of these keys or ids even when they are decided."""
    table = HoldCase.__table__
    wanted = [table.c.open > 0, table.c.key.in_(sorted(set(keys))), table.c.id.in_(sorted(set(ids)))]
    known = {case.id for case in plant.ledger.cases}
    rows = await session.execute(
        select(
            table.c.id,
            table.c.operation_id,
            table.c.lot_id,
            table.c.origin,
            table.c.source,
            table.c.quantity,
            table.c.open,
            table.c.key,
            table.c.released,
            table.c.scrapped,
            table.c.reworked,
        )
        .where(table.c.operation_id.in_(sorted(set(operation_ids))), or_(*wanted))
        .order_by(table.c.id)
    )
    plant.ledger.cases += [Case(**row) for row in rows.mappings() if row["id"] not in known]


async def operation_of_case(session: AsyncSession, case_id: int) -> int | None:
    found = await session.execute(select(HoldCase.operation_id).where(HoldCase.id == case_id))
    return found.scalar_one_or_none()


@query("wip.cases", permission="board.read")
async def cases(reading: Reading, *, operation_id: int | None = None, order_id: int | None = None) -> dict[str, Any]:
    return {"cases": await open_cases(reading, operation_id=operation_id, order_id=order_id)}


async def open_cases(
    reading: Reading, *, operation_id: int | None = None, order_id: int | None = None
) -> list[dict[str, Any]]:
    """Those in scope, the oldest first."""
    conditions = [HoldCase.open > 0, *in_scope(reading.actor)]
    if operation_id is not None:
        conditions.append(HoldCase.operation_id == operation_id)
    if order_id is not None:
        conditions.append(WorkOrder.id == order_id)
    rows = await reading.session.execute(
        select(
            *(getattr(HoldCase, name) for name in SHOWN),
            Lot.code.label("lot"),
            WorkOrder.id.label("order_id"),
            WorkOrder.number.label("order_number"),
            WorkOrder.status,
            Operation.code.label("operation_code"),
        )
        .join(Operation, Operation.id == HoldCase.operation_id)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .outerjoin(Lot, (Lot.id == HoldCase.lot_id) & (HoldCase.lot_id != NO_LOT))
        .where(*conditions)
        .order_by(HoldCase.id)
        .limit(MOST_CASES)
    )
    return [_shown(row, reading.actor) for row in rows]


SHOWN = ("id", "operation_id", "origin", "source", "quantity", "open", "released", "reason", "opened_by", "opened_at")


def _shown(row: Any, actor: Actor) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in SHOWN},
        "order_id": row.order_id,
        "order_number": row.order_number,
        "operation_code": row.operation_code,
        "lot": row.lot,
        "quantity": show_qty(row.quantity),
        "open": show_qty(row.open),
        "released": show_qty(row.released),
        "can": [] if row.status in ENDED else case_actions(row.origin, actor),
    }


def case_actions(origin: str, actor: Actor) -> list[str]:
    """Unjudged NG is disposed of, never simply released."""
    decides = actor.may("wip.dispose")
    possible = {
        "release": origin != "ng" and actor.may("wip.release"),
        "rework": decides,
        "scrap": decides,
        "sort": decides,
        "concede": decides and actor.may("wip.concede"),
    }
    return [action for action, may in possible.items() if may]

# SPDX-License-Identifier: Apache-2.0
"""Orders as this process read them last. Of an order whose rows are the same nothing is worked out again.

What is kept stands beside the very rows that it was made of, and counts only for rows that equal them one by one: it
cannot be stale, whoever changed what. Readings share it, so it is for readings that change nothing in memory.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.wip.queries.plant import Plant, add_operations, operation_rows
from lockstep.domains.wip.queries.plant_sql import BLOCKS_AT, ORDER_AT

MOST = 2_000
"""Orders; each takes some 25 KB."""


@dataclass(slots=True)
class Kept:
    rows: list[tuple[Any, ...]]
    part: Plant
    worked_out: dict[Any, Any] = field(default_factory=dict)


_KEPT: dict[int, Kept] = {}


async def read_kept_operations(session: AsyncSession, plant: Plant, now: datetime) -> None:
    """What `read_operations` reads; what was worked out of the same rows before comes along."""
    rows = await operation_rows(session, plant, now)
    for order_id, of_order in groupby(rows, key=itemgetter(ORDER_AT)):
        _add(plant, order_id, _kept(order_id, [row[:BLOCKS_AT] for row in of_order]))


def _kept(order_id: int, rows: list[tuple[Any, ...]]) -> Kept:
    kept = _KEPT.pop(order_id, None)
    if kept is None or kept.rows != rows:
        kept = Kept(rows, Plant())
        add_operations(kept.part, rows)
    _KEPT[order_id] = kept
    if len(_KEPT) > MOST:
        del _KEPT[next(iter(_KEPT))]
    return kept


def _add(plant: Plant, order_id: int, kept: Kept) -> None:
    part = kept.part
    plant.operations.update(part.operations)
    plant.of_orders.update(part.of_orders)
    plant.ledger.operations.update(part.ledger.operations)
    plant.ledger.claims += part.ledger.claims
    plant.beside.update(part.beside)
    plant.waiting_since.update(part.waiting_since)
    plant.worked_out[order_id] = kept.worked_out

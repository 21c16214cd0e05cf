# SPDX-License-Identifier: Apache-2.0
"""Reports of different orders that name the same lots, in different order."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select

from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.domains.shopfloor.schemas import ReportProduction
from lockstep.domains.traceability.models import GenealogyEdge, Lot
from lockstep.platform.commands.boundary import execute
from lockstep.platform.database.engine import Sessions
from tests.support.plant import EVERYBODY, BuiltPlant, said
from tests.support.queueing import until, waiting

pytestmark = pytest.mark.anyio

ROUNDS = 8


async def test_lots_the_other_way_round_do_not_collide(plant: BuiltPlant, committing: Sessions) -> None:
    """Whoever waits for a lot holds none that comes after it: nobody has to try a second time."""
    orders = [(await plant.order(number=f"WO-{number}"))[0] for number in range(2)]
    attempts = 0

    def clock() -> datetime:
        nonlocal attempts
        attempts += 1
        return plant.clock()

    async def report(operation_id: int, lots: list[str]) -> Any:
        inputs = [{"code": code} for code in lots]
        command = ReportProduction.model_validate(
            {"id": uuid4(), "operation_id": operation_id, "input_lots": inputs, **said(1)}
        )
        return await execute(committing, EVERYBODY, clock, "test", report_production, command)

    async def all_wait() -> bool:
        return await waiting(committing) == len(orders)

    for number in range(ROUNDS):
        first, middle, last = (f"L-{number}-{place}" for place in "abc")
        # The test holds the lot in the middle until both have come as far as they can.
        async with committing() as holding:
            await holding.execute(insert(Lot).values(site_id=plant.site_id, code=middle, created_at=plant.clock()))
            ways = [first, middle, last], [last, middle, first]
            sent = [asyncio.create_task(report(*named)) for named in zip(orders, ways, strict=True)]
            await until(all_wait)
            await holding.rollback()
        await asyncio.gather(*sent)
    assert attempts == ROUNDS * len(orders)
    assert [await plant.cells(order) for order in orders] == [{"ready": ROUNDS}] * len(orders)
    async with committing() as session:
        assert await session.scalar(select(func.count()).select_from(Lot)) == ROUNDS * 3
        assert await session.scalar(select(func.count()).select_from(GenealogyEdge)) == ROUNDS * len(orders) * 3
    await plant.check()

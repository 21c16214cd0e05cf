# SPDX-License-Identifier: Apache-2.0
"""What an order says of itself: on the board, in the answer of a command and in the change row."""

from typing import Any

import pytest
from sqlalchemy import select

from lockstep.platform.change.models import Change
from tests.support.plant import LEADER, BuiltPlant, step

pytestmark = pytest.mark.anyio


def said(bar: dict[str, Any]) -> tuple[float, float, bool]:
    return bar["deliverable"], bar["shortage"], bar["weighted"]


async def test_an_order_says_what_it_can_deliver_and_what_is_missing(plant: BuiltPlant) -> None:
    first, second = await plant.order(step("10", piece_seconds=60), step("20", piece_seconds=60))
    leader = await plant.user("leader", LEADER)
    await leader.report(first, 90, [("D1", 10, "scrap")])
    answer = await leader.report(second, 40)
    assert said(answer["order_bar"]) == (40, 10, True)
    assert said((await leader.get("/board"))["rows"][0]["order_bar"]) == (40, 10, True)
    async with plant.sessions() as session:
        rows = (await session.execute(select(Change.data).order_by(Change.id.desc()))).scalars().all()
    assert said(rows[0]["order_bar"]) == (40, 10, True)
    assert "shortage" not in rows[0]["bar"]


async def test_an_order_without_standard_hours_says_so(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    leader = await plant.user("leader", LEADER)
    assert said((await leader.report(first, 10))["order_bar"]) == (0, 0, False)

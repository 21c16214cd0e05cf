# SPDX-License-Identifier: Apache-2.0
"""A board is not worked out twice, and never from what was before."""

from typing import Any

import pytest

from lockstep.domains.wip.queries import kept
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User, step

pytestmark = pytest.mark.anyio


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The orders that were built of their rows, as it happens."""
    orders: list[int] = []
    real = kept.add_operations

    def add_operations(plant: Any, rows: list[Any]) -> None:
        orders.append(rows[0][kept.ORDER_AT])
        real(plant, rows)

    monkeypatch.setattr(kept, "add_operations", add_operations)
    monkeypatch.setattr(kept, "_KEPT", {})
    return orders


async def test_only_the_order_that_changed_is_worked_out_again(plant: BuiltPlant, built: list[int]) -> None:
    leader = await plant.user("leader", LEADER)
    first, *_ = await plant.order(number="WO-1")
    await plant.order(number="WO-2")
    rows = (await leader.get("/board"))["rows"]
    assert sorted(built) == sorted(row["order_id"] for row in rows)
    built.clear()
    assert (await leader.get("/board"))["rows"] == rows
    assert built == []
    await leader.report(first, 3)
    await leader.get("/board")
    assert built == [row["order_id"] for row in rows if row["number"] == "WO-1"]


async def test_each_act_is_on_the_next_board(
    plant: BuiltPlant, clock: TestClock, built: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await plant.user("leader", LEADER)
    first, second = await plant.order(step("10", acceptance="after_report", input_rule="block"), step("20"))

    async def shown(reader: User = leader) -> dict[str, Any]:
        found = await reader.get("/board")
        return {name: found[name] for name in ("rows", "summary", "columns")}

    async def same_as_afresh() -> dict[str, Any]:
        found = await shown()
        with monkeypatch.context() as patch:
            patch.setattr(kept, "_KEPT", {})
            assert await shown() == found
        return found

    before = await same_as_afresh()
    block = {"target_kind": "operation", "target_id": second, "reason_code": "tool_worn", "owner": "QA"}
    for path, body in (
        ("/reports", {"operation_id": first, "good": 8, "ng": 2, "defects": [_defect("pending", 2)]}),
        ("/wip/judge", {"operation_id": first, "quantity": 3, "verdict": "accept"}),
        ("/wip/judge", {"operation_id": first, "quantity": 2, "verdict": "reject", "reason": "measured"}),
        ("/wip/hold", {"operation_id": first, "cell": "ready", "quantity": 1, "reason": "scratches"}),
        ("/blocks", block),
        ("/reports", {"operation_id": second, "good": 50, "ng": 0, "mode": "book"}),
    ):
        await leader.post(path, **body)
        after = await same_as_afresh()
        assert after != before, path
        before = after
    clock.advance(minutes=90)
    assert (await same_as_afresh())["summary"] != before["summary"]


def _defect(fate: str, quantity: int) -> dict[str, Any]:
    return {"defect_code": "D1", "quantity": quantity, "disposition": fate}

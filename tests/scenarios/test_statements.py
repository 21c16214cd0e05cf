# SPDX-License-Identifier: Apache-2.0
"""A report costs few statements, however much it says and whatever it sets in motion."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.plant import LEADER, BuiltPlant, User, said, step
from tests.support.statements import counted

pytestmark = pytest.mark.anyio

TWO_DEFECTS = [("D1", 2, "scrap"), ("D2", 1, "pending")]
AUTHENTICATION = "FROM session JOIN account"


async def _cost(pool: AsyncEngine, user: User, path: str = "/reports", **body: Any) -> list[str]:
    """The statements of the command itself. Who sends it is looked up by one more."""
    with counted(pool) as sent:
        await user.post(path, **body)
    who, *statements = sent
    assert AUTHENTICATION in who
    return statements


async def _plant_with_defects(plant: BuiltPlant) -> tuple[User, list[int]]:
    leader = await plant.user("leader", LEADER)
    steps = [
        step("10", stations=["ST-1"], piece_seconds=60, acceptance="after_report"),
        step("20", stations=["ST-2"], piece_seconds=60, input_rule="warn"),
        step("30", piece_seconds=60, input_rule="warn"),
    ]
    operations = await plant.order(*steps, line_code="L1", due_at="2026-11-25T00:00:00Z")
    return leader, operations


def _everything(plant: BuiltPlant, operation_id: int) -> dict[str, Any]:
    return {
        "operation_id": operation_id,
        "station_id": plant.stations["ST-1"],
        "lot": "L-1",
        "input_lots": [{"code": "L-2", "quantity": 5}, {"code": "L-3"}],
        "people": [
            {"person_id": plant.people["P-1"], "share": 60},
            {"person_id": plant.people["P-2"], "share": 40},
        ],
        "started_at": "2026-11-20T05:00:00Z",
        "ended_at": "2026-11-20T06:00:00Z",
    }


async def test_the_first_report_of_an_order(plant: BuiltPlant, pool: AsyncEngine) -> None:
    """It starts operation and order, and names station, lots and people."""
    leader, (first, *_) = await _plant_with_defects(plant)
    statements = await _cost(pool, leader, **_everything(plant, first), **said(10))
    assert len(statements) <= 12, statements


async def test_the_first_report_of_an_order_with_two_defects(plant: BuiltPlant, pool: AsyncEngine) -> None:
    leader, (first, *_) = await _plant_with_defects(plant)
    statements = await _cost(pool, leader, **_everything(plant, first), **said(10, TWO_DEFECTS))
    assert len(statements) <= 16, statements


async def test_the_usual_report(plant: BuiltPlant, pool: AsyncEngine) -> None:
    leader, (first, second, _) = await _plant_with_defects(plant)
    for operation in (first, second):
        await leader.report(operation, 5)
        plain = await _cost(pool, leader, operation_id=operation, **said(5))
        assert len(plain) <= 12, plain
        with_defects = await _cost(pool, leader, operation_id=operation, **said(5, TWO_DEFECTS))
        assert len(with_defects) <= 16, with_defects


async def test_a_report_that_is_asked_for_a_skill(plant: BuiltPlant, pool: AsyncEngine) -> None:
    leader = await plant.user("leader", LEADER, person="P-1")
    await leader.post("/entities/skill/save", code="GRIND", name={"en": "Grinding"})
    await leader.post("/settings/skill-rules", strength="warn", expected_version=0)
    (operation,) = await plant.order(step("10", stations=["ST-1"], skill_code="GRIND", acceptance="after_report"))
    plain = await _cost(pool, leader, operation_id=operation, **said(5))
    assert len(plain) <= 12, plain
    with_defects = await _cost(pool, leader, **_everything(plant, operation), **said(10, TWO_DEFECTS))
    assert len(with_defects) <= 16, with_defects


async def test_the_last_report_of_an_order(plant: BuiltPlant, pool: AsyncEngine) -> None:
    """It completes operation and order."""
    leader, (first, second, third) = await _plant_with_defects(plant)
    await leader.report(first, 100)
    await leader.report(second, 100)
    statements = await _cost(pool, leader, operation_id=third, **said(100))
    assert len(statements) <= 12, statements


async def test_a_report_sent_again(plant: BuiltPlant, pool: AsyncEngine) -> None:
    leader, (first, *_) = await _plant_with_defects(plant)
    body = {"id": str(uuid4()), "operation_id": first, **said(10, TWO_DEFECTS)}
    await leader.post("/reports", **body)
    again = await _cost(pool, leader, **body)
    assert len(again) == 1, again


async def test_a_batch_costs_little_more_than_one_report(plant: BuiltPlant, pool: AsyncEngine) -> None:
    leader, (first, *_) = await _plant_with_defects(plant)
    reports = [{"id": str(uuid4()), "operation_id": first, **said(1, TWO_DEFECTS)} for _ in range(20)]
    with counted(pool) as sent:
        await leader.send("POST", "/reports/batch", 200, json={"reports": reports})
    assert len(sent) - 1 <= 16, sent


async def test_the_page_of_an_order_costs_the_same_however_much_happened(plant: BuiltPlant, pool: AsyncEngine) -> None:
    leader, (first, second, _) = await _plant_with_defects(plant)
    order_id = (await leader.get("/scan", code="WO-1"))["order_id"]
    await leader.post("/reports", **_everything(plant, first), **said(10, TWO_DEFECTS))
    await leader.report(second, 5)
    with counted(pool) as sent:
        await leader.get(f"/orders/{order_id}/page")
    assert len(sent) - 1 <= 10, sent

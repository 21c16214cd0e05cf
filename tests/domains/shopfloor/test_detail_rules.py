# SPDX-License-Identifier: Apache-2.0
"""Three settings decide when a report asks for the cause or a photo of a defect."""

from typing import Any

import pytest
from sqlalchemy import select

from lockstep.domains.masterdata.models import Product
from tests.support.plant import LEADER, BuiltPlant, step

pytestmark = pytest.mark.anyio

RULES = "/settings/detail-rules"


def line(code: str, quantity: float = 1, **more: Any) -> dict[str, Any]:
    return {"good": 0, "ng": quantity, "defects": [{"defect_code": code, "quantity": quantity,
            "disposition": "scrap", **more}]}  # fmt: skip


async def test_severity_asks_for_the_cause(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna, boss = await plant.user("anna"), await plant.user("boss", LEADER)
    await boss.post(RULES, key="severity", severity="major", strength="block", ask_cause=True, expected_version=0)
    await anna.post("/reports", operation_id=first, **line("D1"))
    params = await anna.refused("/reports", 422, "detail_asked", operation_id=first, **line("D2"))
    assert params == {"defect_code": "D2", "detail": "cause"}
    await anna.refused("/reports", 422, "detail_asked", operation_id=first, **line("D3"))
    await anna.post("/reports", operation_id=first, **line("D3", cause="worn tool"))
    assert await plant.cells(first) == {"scrap": 2}


async def test_quantity_asks_from_so_many_pieces_on(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna, boss = await plant.user("anna"), await plant.user("boss", LEADER)
    await boss.post(RULES, key="quantity", quantity=5, strength="block", ask_photo=True, expected_version=0)
    await anna.post("/reports", operation_id=first, **line("D1", 4))
    params = await anna.refused("/reports", 422, "detail_asked", operation_id=first, **line("D1", 5))
    assert params["detail"] == "photo"


async def test_the_first_of_its_kind_asks_once(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna, boss = await plant.user("anna"), await plant.user("boss", LEADER)
    await boss.post(RULES, key="first_time", strength="block", ask_cause=True, expected_version=0)
    await anna.refused("/reports", 422, "detail_asked", operation_id=first, **line("D1"))
    await anna.post("/reports", operation_id=first, **line("D1", cause="burr"))
    await anna.post("/reports", operation_id=first, **line("D1"))


async def test_a_warning_books_and_an_act_that_has_happened_is_not_asked(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna, boss = await plant.user("anna"), await plant.user("boss", LEADER)
    rule = {"key": "severity", "severity": "minor", "ask_cause": True}
    await boss.post(RULES, **rule, strength="warn", expected_version=0)
    answer = await anna.post("/reports", operation_id=first, **line("D1"))
    assert [warning["code"] for warning in answer["warnings"]] == ["detail_asked"]
    await boss.post(RULES, **rule, strength="block", expected_version=1)
    assert (await anna.post("/reports", operation_id=first, mode="book", **line("D1")))["warnings"] == []


async def test_the_narrowest_scope_wins(plant: BuiltPlant) -> None:
    first, second = await plant.order(step("10"), step("20"))
    anna, boss = await plant.user("anna"), await plant.user("boss", LEADER)
    rule = {"key": "severity", "severity": "minor", "ask_cause": True, "expected_version": 0}
    await boss.post(RULES, **rule, strength="block")
    await boss.post(RULES, **rule, strength="off", scope_type="operation", scope="10")
    await anna.report(first, 10)
    await anna.post("/reports", operation_id=first, **line("D1"))
    await anna.refused("/reports", 422, "detail_asked", operation_id=second, **line("D1"))
    shown = await anna.get(f"/operations/{first}/sheet")
    assert shown["detail_rules"] == []
    assert len((await boss.get(RULES))["rules"]) == 2


async def test_who_may_set_a_rule_and_how(plant: BuiltPlant) -> None:
    anna, boss = await plant.user("anna"), await plant.user("boss", LEADER)
    rule = {"key": "quantity", "quantity": 3, "strength": "warn", "ask_photo": True}
    await anna.refused(RULES, 403, "forbidden", **rule, expected_version=0)
    await boss.post(RULES, **rule, expected_version=0)
    params = await boss.refused(RULES, 409, "version_changed", **rule, expected_version=0)
    assert params == {"version": 1}
    await boss.breaks("rule_quantity", RULES, **{**rule, "quantity": None}, expected_version=1)
    await boss.breaks("rule_severity", RULES, **{**rule, "severity": "major"}, expected_version=1)
    await boss.breaks("rule_scope", RULES, **rule, scope="10", expected_version=1)


async def test_a_rule_is_for_something_that_exists(plant: BuiltPlant) -> None:
    await plant.order(step("10"))
    boss = await plant.user("boss", LEADER)
    rule = {"key": "first_time", "strength": "block", "ask_cause": True, "expected_version": 0}
    async with plant.sessions() as session:
        product = str((await session.execute(select(Product.id))).scalar_one())
    known = {"line": str(plant.lines["L1"]), "product": product, "operation": "10"}
    for scope_type, scope in known.items():
        for wrong in ("987654", "nowhere"):
            params = await boss.refused(RULES, 422, "unknown_scope", **rule, scope_type=scope_type, scope=wrong)
            assert params == {"scope_type": scope_type, "scope": wrong}
        await boss.post(RULES, **rule, scope_type=scope_type, scope=scope)

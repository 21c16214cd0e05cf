# SPDX-License-Identifier: Apache-2.0
"""The rules of the plant as their page lists them: with names, who set them last, and what they may be set for."""

from typing import Any

import pytest

from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio

SKILL, DETAIL, SCOPES = "/settings/skill-rules", "/settings/detail-rules", "/settings/rule-scopes"


@pytest.fixture
async def boss(plant: BuiltPlant) -> User:
    await plant.order()
    return await plant.user("boss", LEADER)


async def a_rule(boss: User, scope_type: str, scope: str, **more: Any) -> None:
    await boss.post(SKILL, scope_type=scope_type, scope=scope, strength="warn", expected_version=0, **more)


async def test_rules_are_listed_by_the_names_of_their_scopes_and_who_set_them(plant: BuiltPlant, boss: User) -> None:
    [product] = await _scopes(boss, "product", "p1")
    for scope_type, scope in (("operation", "10"), ("product", product["scope"]), ("line", str(plant.lines["L1"]))):
        await a_rule(boss, scope_type, scope)
    other = await plant.user("Chen", LEADER)
    await boss.post(SKILL, strength="warn", expected_version=0)
    await other.post(SKILL, strength="block", expected_version=1)
    found = await boss.get(SKILL)
    assert found["scope_types"] == ["plant", "line", "product", "operation"]
    listed = [(rule["scope_type"], rule["scope_code"], rule["scope_name"]) for rule in found["rules"]]
    assert listed == [
        ("plant", None, None),
        ("line", "L1", "L1"),
        ("product", "P1", "Product"),
        ("operation", "10", "Step 10"),
    ]
    assert [(rule["changed_by"], rule["strength"]) for rule in found["rules"][:2]] == [
        ("Chen", "block"),
        ("boss", "warn"),
    ]


async def test_a_rule_for_details_keeps_its_threshold(boss: User) -> None:
    rule = {"key": "quantity", "quantity": 5, "ask_photo": True, "strength": "warn"}
    await boss.post(DETAIL, **rule, scope_type="operation", scope="20", expected_version=0)
    [listed] = (await boss.get(DETAIL))["rules"]
    assert {name: listed[name] for name in rule} == rule
    assert (listed["scope_name"], listed["ask_cause"], listed["severity"]) == ("Step 20", False, None)


async def test_who_sees_one_line_lists_and_chooses_that_one(plant: BuiltPlant, boss: User) -> None:
    await boss.post(SKILL, strength="warn", expected_version=0)
    for line in ("L1", "L2"):
        await a_rule(boss, "line", str(plant.lines[line]))
    lined = await plant.user("lined", LEADER, lines=[plant.lines["L1"]])
    found = await lined.get(SKILL)
    assert [rule["scope_code"] for rule in found["rules"]] == [None, "L1"]
    assert found["scope_types"] == ["line"]
    assert [scope["code"] for scope in await _scopes(lined, "line")] == ["L1"]
    assert await _scopes(lined, "operation") == []
    assert await _scopes(lined, "product") == []


async def test_scopes_are_found_by_code_and_name_once_each(plant: BuiltPlant, boss: User) -> None:
    await plant.order(number="WO-2")
    assert await _scopes(boss, "operation") == [
        {"scope": "10", "code": "10", "name": "Step 10"},
        {"scope": "20", "code": "20", "name": "Step 20"},
    ]
    assert [scope["code"] for scope in await _scopes(boss, "operation", "step 2")] == ["20"]
    assert [scope["code"] for scope in await _scopes(boss, "line", "l2")] == ["L2"]
    assert await _scopes(boss, "plant") == []


async def test_without_the_right_nothing_is_told(plant: BuiltPlant, boss: User) -> None:
    anna = await plant.user("anna")
    for path in (SKILL, DETAIL):
        await anna.get(path, 403)
    await anna.get(SCOPES, 403, scope_type="line")


async def _scopes(user: User, scope_type: str, search: str = "") -> list[dict[str, Any]]:
    found: Any = await user.get(SCOPES, scope_type=scope_type, search=search)
    return list(found)

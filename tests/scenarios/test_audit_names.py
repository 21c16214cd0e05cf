# SPDX-License-Identifier: Apache-2.0
"""The list of the audit calls what it is about by code and name, for who may know them."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.plant import LEADER, BuiltPlant, User
from tests.support.statements import counted

pytestmark = pytest.mark.anyio

Labels = dict[tuple[str, str], str | None]


async def labels(reader: User, **filters: Any) -> Labels:
    """By kind and operation: the newest of each."""
    entries = (await reader.get("/audit", **filters))["entries"]
    return {(one["entity_type"], one["operation"]): one["label"] for one in reversed(entries)}


@pytest.fixture
async def boss(plant: BuiltPlant) -> User:
    """Has acted on a record of each kind."""
    boss = await plant.user("boss", LEADER)
    operation, _ = await plant.order()
    held = await boss.report(operation, 5, [("D1", 1, "pending")])
    await boss.post(f"/reports/{held['report_id']}/reverse", reason="wrong order")
    await boss.report(operation, 900, mode="book")
    await boss.post("/entities/customer/save", code="C-1", name="Miller")
    await boss.post("/entities/skill/save", code="GRIND", name={"en": "Grinding", "zh-CN": "磨削"})
    body = {"site_code": "S1", "product_code": "P1", "edition": "A"}
    await boss.post("/entities/routing/save", **body, operations=[{"code": "10", "name": {"en": "Grinding"}}])
    await boss.post("/entities/product/save", code="P1", name={"en": "P1 Shaft"}, expected_version=1, reason="its name")
    await boss.post("/roles/create", role="porter", name={"en": "Porter", "zh-CN": "搬运工"}, permissions=[])
    await boss.post("/accounts/create", name="li", display_name="Li Xiulan", roles=["porter"])
    await boss.post("/devices/create-code", station_id=plant.stations["ST-1"])
    for scope in ({"scope_type": "operation", "scope": "10"}, {"scope_type": "plant"}):
        await boss.post("/settings/skill-rules", **scope, strength="warn", expected_version=0)
    await boss.post("/api-keys/create", name="Scale", permissions=["board.read"])
    return boss


async def test_every_kind_is_called_by_its_name(boss: User) -> None:
    assert await labels(boss) == {
        ("site", "masterdata.define_site"): "S1 Site",
        ("line", "masterdata.define_line"): "L2",
        ("station", "masterdata.define_station"): "ST-3",
        ("shift", "masterdata.define_shift"): "night",
        ("person", "masterdata.define_person"): "P-2 Person P-2",
        ("product", "masterdata.define_product"): "P1 Shaft",
        ("defect_code", "masterdata.define_defect_code"): "D3 Defect D3",
        ("work_order", "orders.place_order"): "WO-1",
        ("production_report", "shopfloor.report_production"): "WO-1/10 Step 10",
        ("production_report", "shopfloor.reverse_report"): "WO-1/10 Step 10",
        ("parked_command", "shopfloor.report_production"): "WO-1/10 Step 10",
        ("customer", "masterdata.define_customer"): "C-1 Miller",
        ("skill", "masterdata.define_skill"): "GRIND Grinding",
        ("routing", "engineering.define_routing"): "P1 A",
        ("role", "accounts.create_role"): "Porter",
        ("account", "accounts.create_account"): "Li Xiulan",
        ("station", "device.create_code"): "ST-1",
        ("rule_setting", "shopfloor.set_skill_rule"): "Whole plant",
        ("api_key", "api_key.create"): "Scale",
    }
    rules = (await boss.get("/audit", entity="rule_setting"))["entries"]
    assert [one["label"] for one in rules] == ["Whole plant", "10 Step 10"]


async def test_in_the_language_of_the_reader(plant: BuiltPlant, boss: User) -> None:
    found = await labels(await plant.user("wu", LEADER, locale="zh-TW"))
    assert found["skill", "masterdata.define_skill"] == "GRIND 磨削"
    assert found["role", "accounts.create_role"] == "搬运工"


@pytest.mark.parametrize("hidden", ["person", "customer"])
async def test_a_mask_covers_the_name(plant: BuiltPlant, boss: User, hidden: str) -> None:
    reader = await plant.user("reader", [right for right in LEADER if right != f"field.{hidden}"])
    found = await labels(reader)
    assert {kind for (kind, _), label in found.items() if label is None} == {hidden}


async def test_who_has_left_the_teams_of_the_reader_stays_an_id(plant: BuiltPlant, boss: User) -> None:
    team = (await boss.post("/entities/team/save", site_code="S1", code="T1", name={"en": "Team"}))["id"]
    change = {"site_code": "S1", "expected_version": "any", "reason": "teams"}
    for person in ("P-1", "P-2"):
        await boss.post("/entities/person/save", **change, code=person, name="Anna", team_code="T1")
    reader = await plant.user("reader", LEADER, person="P-1", teams=[team])
    for person in ("P-1", "P-2"):
        await reader.post("/entities/person/save", **change, code=person, name="Berta")
    await boss.post("/entities/person/save", **change, code="P-2", name="Berta", team_code=None)
    entries = (await reader.get("/audit", entity="person"))["entries"]
    assert [one["label"] for one in entries] == [None, "P-1 Berta"]


async def test_what_is_gone_stays_an_id(boss: User) -> None:
    await boss.post("/roles/create", role="unused", name={"en": "Unused"}, permissions=[])
    await boss.post("/roles/delete", role="unused", expected_version=1, reason="not used")
    found = await labels(boss, entity="role")
    assert found["role", "accounts.delete_role"] is None


async def test_a_page_costs_one_statement_more(plant: BuiltPlant, boss: User, pool: AsyncEngine) -> None:
    with counted(pool) as sent:
        await boss.get("/audit")
    assert len(sent) == 3, sent

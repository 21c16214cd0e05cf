# SPDX-License-Identifier: Apache-2.0
"""Two codes for one product: merged, both find it; what was recorded stays."""

from typing import Any

import pytest

from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio


@pytest.fixture
async def engineer(plant: BuiltPlant) -> User:
    user = await plant.user("engineer", LEADER)
    await user.post("/entities/product/save", code="SH-60", name={"en": "Shaft"}, aliases=["OLD"])
    await user.post("/entities/product/save", code="半成品-60", name={"zh-CN": "轴"})
    return user


async def find(user: User, code: str) -> Any:
    page = await user.get("/entities/product/records", search=code)
    return next(row for row in page["rows"] if row["values"]["code"] == code)


async def merge(user: User, code: str, into: str, status: int = 200, **more: Any) -> dict[str, Any]:
    row = await find(user, code)
    body = {"record_id": row["id"], "expected_version": row["version"], "reason": "same part", "into_code": into}
    return await user.post("/entities/product/merge", status, **{**body, **more})


async def test_both_codes_find_the_one_that_stays(plant: BuiltPlant, engineer: User) -> None:
    order = {"site_code": "S1", "quantity": 5, "operations": [{"code": "10", "name": {"en": "Grind"}}]}
    await engineer.post("/orders/place", **order, number="WO-1", product_code="半成品-60")
    await merge(engineer, "半成品-60", "SH-60")
    shown = await find(engineer, "SH-60")
    assert shown["values"]["aliases"] == ["OLD", "半成品-60"]
    assert (await find(engineer, "半成品-60"))["status"] == "retired"
    for number, called in (("WO-2", "半成品-60"), ("WO-3", "OLD")):
        await engineer.post("/orders/place", **order, number=number, product_code=called)
    rows = (await engineer.get("/entities/work_order/records", sort="number"))["rows"]
    assert [row["values"]["product_code"] for row in rows] == ["半成品-60", "SH-60", "SH-60"]
    lines = [{"component_code": "半成品-60", "quantity": 1}]
    await engineer.post("/entities/bom/save", product_code="P1", edition="A", components=lines)
    tree = await engineer.get("/products/P1/components")
    assert [one["code"] for one in tree["components"]] == ["P1", "SH-60"]


async def test_what_cannot_be_merged(engineer: User) -> None:
    await engineer.post("/entities/product/save", code="WIRE", name={"en": "Wire"}, unit="kg", decimals=3)
    for into, status, code in (
        ("半成品-60", 409, "same_product"),
        ("DRAGON", 404, "not_found"),
        ("WIRE", 409, "different_units"),
    ):
        assert (await merge(engineer, "半成品-60", into, status))["error"]["code"] == code
    assert (await merge(engineer, "半成品-60", "SH-60", 409, expected_version=9))["error"]["code"] == "stale"
    await merge(engineer, "半成品-60", "SH-60")
    assert (await merge(engineer, "半成品-60", "SH-60", 409))["error"]["code"] == "record_retired"

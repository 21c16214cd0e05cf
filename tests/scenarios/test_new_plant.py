# SPDX-License-Identifier: Apache-2.0
"""A new plant, from three spreadsheets to its first report: nobody writes a line of code."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.database.engine import Sessions
from lockstep.platform.metadata.sheets.running import run_next
from tests.support.clock import TestClock
from tests.support.plant import BuiltPlant

pytestmark = pytest.mark.anyio

PEOPLE = "工厂,编码,名称,班组\nNB,E-1,周华,\nNB,E-2,李明,\n"
ROUTINGS = """工厂,产品,版次,工序: 编码,工序: 名称 (简体),工序: 工位,工序: 单件时间（秒）
NB,轴-60,A,10,车削,CNC-01,45
NB,轴-60,A,20,磨外圆,GR-01;GR-02,60
NB,轴-60,A,30,终检,QC-01,20
"""
ORDERS = "工厂,单号,产品,数量,交期\nNB,WO-1,轴-60,200,2026-12-01T08:00:00Z\nNB,WO-2,轴-61,50,\n"


@pytest.fixture
async def admin(app: FastAPI, committing: Sessions, clock: TestClock) -> Any:
    """The first account of an empty database."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        plant = BuiltPlant(committing, clock, client)
        yield await plant.user("admin", sorted(PERMISSIONS), locale="zh-CN"), plant


async def take(admin: Any, plant: BuiltPlant, entity: str, sheet: str) -> dict[str, Any]:
    """As the import page does: upload, take the columns as understood, look, then import."""
    params = {"entity": entity, "file_name": f"{entity}.csv"}
    content = sheet.encode("gbk")
    uploaded = await admin.send("PUT", f"/imports/{uuid4()}", 200, content=content, params=params)
    mapping = {one["heading"]: one["target"] for one in uploaded["columns"] if one["target"]}
    assert len(mapping) == len(uploaded["columns"]), uploaded["columns"]
    for dry_run in (True, False):
        await admin.post("/imports/start", import_id=uploaded["id"], mapping=mapping, dry_run=dry_run)
        assert await run_next(plant.sessions, plant.clock)
    state: dict[str, Any] = await admin.get(f"/imports/{uploaded['id']}")
    return state


async def test_from_three_spreadsheets_to_the_first_report(admin: Any) -> None:
    user, plant = admin
    assert [step["count"] for step in (await user.get("/setup"))["steps"]] == [0] * 9
    await user.post("/entities/site/save", code="NB", name={"zh-CN": "宁波工厂"})
    await user.post("/entities/line/save", site_code="NB", code="L1", name={"zh-CN": "一线"})
    for code in ("CNC-01", "GR-01", "GR-02", "QC-01"):
        await user.post("/entities/station/save", site_code="NB", line_code="L1", code=code, name={"zh-CN": code})
    await user.post("/entities/product/save", code="轴-60", name={"zh-CN": "电机轴 60"})

    assert (await take(user, plant, "person", PEOPLE))["counts"] == {"made": 2}
    assert (await take(user, plant, "routing", ROUTINGS))["counts"] == {"made": 3}
    orders = await take(user, plant, "work_order", ORDERS)
    assert orders["counts"] == {"made": 1, "refused": 1}
    (refused,) = (await user.get(f"/imports/{orders['id']}/rows", outcome="refused"))["rows"]
    assert (refused["row"], refused["code"], refused["params"]["key"]) == (3, "not_found", "轴-61")

    (job,) = (await user.get("/queue", station="GR-01"))["next"]
    assert (job["order_number"], job["operation_name"], job["left"]) == ("WO-1", "磨外圆", 200)
    (first,) = (await user.get("/queue", station="CNC-01"))["next"]
    report = await user.report(first["operation_id"], 20)
    assert report["outcome"] == "booked"
    setup = await user.get("/setup")
    assert {step["key"]: step["count"] for step in setup["steps"]} == {
        "site": 1,
        "line": 1,
        "station": 4,
        "people": 2,
        "product": 1,
        "routing": 1,
        "order": 1,
        "terminal": 0,
        "report": 1,
    }
    assert not setup["done"]

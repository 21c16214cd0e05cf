# SPDX-License-Identifier: Apache-2.0
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lockstep.domains.orders.models import Assignment, WorkOrder
from lockstep.domains.traceability.models import Lot
from lockstep.platform.change.models import Change
from tests.conftest import NOW
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User, step

pytestmark = pytest.mark.anyio


@pytest.fixture
async def leader(plant: BuiltPlant) -> User:
    return await plant.user("leader", LEADER)


async def block(user: User, kind: str, target_id: int, **more: Any) -> int:
    body = {"target_kind": kind, "target_id": target_id, "reason_code": "tool_worn", "owner": "QA", **more}
    block_id: int = (await user.post("/blocks", **body))["block_id"]
    return block_id


async def blocked(user: User) -> list[str | None]:
    cells = (await user.get("/board"))["rows"][0]["cells"]
    return [cell["bar"]["blocked"] and cell["bar"]["blocked"]["reason_code"] for cell in cells]


async def test_a_block_shows_until_it_is_released(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    key = await block(leader, "operation", first, reason_params={"tool": "T-7"})
    assert await blocked(leader) == ["tool_worn", None]
    answer = await leader.report(first, 10, mode="book")
    assert answer["bar"]["blocked"] == {
        "reason_code": "tool_worn",
        "reason_params": {"tool": "T-7"},
        "owner": "QA",
        "until": None,
    }
    assert await plant.cells(first) == {"hold": 10}
    assert "start" not in answer["can"]
    (listed,) = (await leader.get("/blocks"))["blocks"]
    assert (listed["id"], listed["target"], listed["can"]) == (key, "WO-1 10", ["release"])
    released = await leader.post(f"/blocks/{key}/release", reason="new tool")
    assert released["operations"] == [first]
    assert await blocked(leader) == [None, None]
    assert (await leader.get("/blocks"))["blocks"] == []
    assert await leader.refused(f"/blocks/{key}/release", 409, "already_released", reason="x") == {"by": "leader"}
    await plant.check()


async def test_a_block_reaches_the_screens(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    async with plant.sessions() as session:
        order_id = (await session.execute(select(WorkOrder.id))).scalar_one()
    await block(leader, "order", order_id)
    async with plant.sessions() as session:
        rows = (await session.execute(select(Change).where(Change.event == "block_set"))).scalars().all()
    assert {int(row.entity_id) for row in rows} == {first, second}
    assert {row.data["bar"]["blocked"]["reason_code"] for row in rows} == {"tool_worn"}


async def test_a_block_has_its_time(plant: BuiltPlant, leader: User, clock: TestClock) -> None:
    first, _ = await plant.order()
    start, end = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    await block(leader, "operation", first, **{"from": start.isoformat(), "until": end.isoformat()})
    assert await blocked(leader) == [None, None]
    assert len((await leader.get("/blocks"))["blocks"]) == 1
    clock.advance(hours=1)
    assert await blocked(leader) == ["tool_worn", None]
    clock.advance(hours=1)
    assert await blocked(leader) == [None, None]
    assert (await leader.get("/blocks"))["blocks"] == []


async def test_a_blocked_station_holds_what_is_reported_there(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order(step("10", stations=["ST-1"]), step("20", stations=["ST-2"]))
    await block(leader, "station", plant.stations["ST-1"])
    answer = await leader.report(first, 10, station_id=plant.stations["ST-1"], mode="book")
    assert answer["bar"]["hold"] == 10
    (job,) = (await leader.get("/queue", station="ST-1"))["blocked"]
    assert (job["operation_id"], "report" in job["can"], "release" in job["can"]) == (first, False, True)
    assert [job["operation_id"] for job in (await leader.get("/queue", station="ST-2"))["next"]] == [second]


async def test_a_blocked_lot_is_held_and_not_delivered(plant: BuiltPlant, leader: User) -> None:
    (only,) = await plant.order(step("10"))
    await leader.report(only, 10, lot="A")
    async with plant.sessions() as session:
        lot_id = (await session.execute(select(Lot.id))).scalar_one()
    await block(leader, "lot", lot_id)
    await leader.report(only, 5, lot="A", mode="book")
    await leader.report(only, 4, lot="B")
    assert await plant.cells(only) == {"ready": 14, "hold": 5}
    params = await leader.refused("/wip/to-stock", 409, "blocked", operation_id=only, quantity=2)
    assert params == {"reason_code": "tool_worn", "reason_params": {}, "owner": "QA"}
    await leader.post("/wip/to-stock", operation_id=only, quantity=2, lot="B")
    await plant.check()


async def test_a_blocked_assignment_does_not_start(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", stations=["ST-1", "ST-2"]), step("20"))
    async with plant.sessions() as session:
        one, other = (await session.execute(select(Assignment.id).order_by(Assignment.id))).scalars().all()
    await block(leader, "assignment", one)
    await leader.refused(f"/operations/{first}/start", 409, "blocked", assignment_id=one)
    await leader.post(f"/operations/{first}/start", assignment_id=other)
    assert len((await leader.get("/queue", station="ST-1"))["blocked"]) == 1
    assert len((await leader.get("/queue", station="ST-2"))["running"]) == 1


async def test_a_product_is_stopped_by_those_who_see_all_of_it(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    async with plant.sessions() as session:
        product_id = (await session.execute(select(WorkOrder.product_id))).scalar_one()
    local = await plant.user("local", LEADER, sites=[plant.site_id])
    body = {"target_kind": "product", "target_id": product_id, "reason_code": "x", "owner": "QA"}
    await local.refused("/blocks", 404, "not_found", **body)
    answer = await leader.post("/blocks", **body)
    assert answer["operations"] == sorted([first, second])


async def test_what_a_block_must_say(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    good = {"target_kind": "operation", "target_id": first, "reason_code": "x", "owner": "QA"}
    await leader.refused("/blocks", 422, "wrong_shape", **{**good, "target_kind": "moon"})
    await leader.refused("/blocks", 422, "wrong_shape", **{**good, "owner": ""})
    await leader.refused(
        "/blocks", 422, "wrong_shape", **good, **{"from": "2026-11-20T10:00:00Z", "until": "2026-11-20T10:00:00Z"}
    )
    await leader.refused("/blocks", 422, "wrong_shape", **good, reason_params={"tool": "\x00"})
    answer = await leader.raw(
        "POST",
        "/blocks",
        content=json.dumps({"id": str(uuid4()), **good, "reason_params": {"share": float("nan")}}),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    await leader.refused("/blocks", 404, "not_found", **{**good, "target_id": 987654})
    other = await plant.user("other", LEADER, lines=[plant.lines["L2"]])
    await other.refused("/blocks", 404, "not_found", **good)
    key = await block(leader, "operation", first)
    assert (await other.get("/blocks"))["blocks"] == []
    await other.refused(f"/blocks/{key}/release", 404, "not_found", reason="x")
    operator = await plant.user("operator")
    await operator.refused("/blocks", 403, "forbidden", **good)
    await operator.refused(f"/blocks/{key}/release", 403, "forbidden", reason="x")
    assert [one["can"] for one in (await operator.get("/blocks"))["blocks"]] == [[]]

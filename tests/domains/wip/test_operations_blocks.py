# SPDX-License-Identifier: Apache-2.0
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lockstep.domains.orders.models import Assignment, WorkOrder
from lockstep.domains.traceability.models import Lot
from lockstep.domains.wip.operations.blocks import announce_blocks
from lockstep.platform.change.models import Change
from lockstep.platform.commands.boundary import in_one_transaction
from lockstep.platform.commands.work import Work
from tests.conftest import NOW
from tests.support.clock import TestClock
from tests.support.plant import EVERYBODY, LEADER, BuiltPlant, User, step

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
    assert (listed["id"], listed["target"], listed["can"]) == (key, "WO-1 Step 10", ["release"])
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


async def announced(plant: BuiltPlant) -> list[tuple[str, str | None]]:
    """What the screens are told of blocks after the periodic work has run twice: event and reason shown."""

    async def act(work: Work) -> int:
        work.command_id = uuid4()
        return await announce_blocks(work)

    for _ in range(2):
        await in_one_transaction(plant.sessions, EVERYBODY, plant.clock, "test", act)
    async with plant.sessions() as session:
        rows = await session.execute(select(Change).where(Change.event.startswith("block_")).order_by(Change.id))
        bars = [(row.event, row.data["bar"]["blocked"]) for row in rows.scalars()]
    return [(event, shown and shown["reason_code"]) for event, shown in bars]


async def test_screens_are_told_once_when_a_block_begins_and_when_it_ends(
    plant: BuiltPlant, leader: User, clock: TestClock
) -> None:
    first, _ = await plant.order(step("10", piece_seconds=60), step("20", piece_seconds=60))
    start, end = NOW + timedelta(hours=1), NOW + timedelta(hours=5)
    await block(leader, "operation", first, **{"from": start.isoformat(), "until": end.isoformat()})
    told: list[tuple[str, str | None]] = [("block_set", None)]
    assert await announced(plant) == told
    before = await forecast(plant)
    clock.advance(hours=1)
    told.append(("block_begun", "tool_worn"))
    assert await announced(plant) == told
    assert await forecast(plant) > before + timedelta(hours=3)
    clock.advance(hours=4)
    told.append(("block_ended", None))
    assert await announced(plant) == told


async def test_of_a_block_that_is_lifted_before_it_begins_nothing_more_is_told(
    plant: BuiltPlant, leader: User, clock: TestClock
) -> None:
    first, _ = await plant.order()
    key = await block(leader, "operation", first, **{"from": (NOW + timedelta(hours=1)).isoformat()})
    await leader.post(f"/blocks/{key}/release", reason="found a spare")
    clock.advance(hours=2)
    assert await announced(plant) == [("block_set", None), ("block_released", None)]


async def forecast(plant: BuiltPlant) -> datetime:
    async with plant.sessions() as session:
        found = (await session.execute(select(WorkOrder.forecast_at))).scalar_one()
    assert found is not None
    return found


async def test_what_can_be_done_is_the_same_with_and_without_a_terminal(plant: BuiltPlant, leader: User) -> None:
    """One station of two is stopped: work goes on at the other one, and only there. Then no station is left."""
    first, _ = await plant.order(step("10", stations=["ST-1", "ST-2"]), step("20"))
    path, elsewhere = f"/operations/{first}/sheet", {"operation_id": first, "good": 1, "ng": 0}
    await block(leader, "station", plant.stations["ST-1"])
    assert "report" not in (await leader.get(path, station="ST-1"))["can"]
    assert "report" in (await leader.get(path, station="ST-2"))["can"]
    sheet = await leader.get(path)
    assert ("report" in sheet["can"], sheet["job"]["station_code"], sheet["job"]["bar"]["blocked"]) == (
        True,
        "ST-2",
        None,
    )
    at_stop = {**elsewhere, "station_id": plant.stations["ST-1"]}
    await leader.refused("/reports", 409, "blocked", **at_stop)
    assert "report" not in (await leader.post("/reports", **at_stop, mode="book"))["can"]
    assert "report" in (await leader.post("/reports", **elsewhere))["can"]
    assert await blocked(leader) == [None, None]

    await block(leader, "station", plant.stations["ST-2"])
    assert "report" not in (await leader.get(path))["can"]
    await leader.refused("/reports", 409, "blocked", **elsewhere)
    await leader.refused(f"/operations/{first}/start", 409, "blocked")
    assert await blocked(leader) == ["tool_worn", None]


async def test_what_is_made_leaves_although_its_station_is_stopped(plant: BuiltPlant, leader: User) -> None:
    (only,) = await plant.order(step("10", stations=["ST-1"]))
    await leader.report(only, 10)
    await block(leader, "station", plant.stations["ST-1"])
    assert "to_stock" in (await leader.get(f"/operations/{only}/sheet"))["can"]
    await leader.post("/wip/to-stock", operation_id=only, quantity=10)


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
    assert params == {"reason_code": "tool_worn", "reason_params": {}, "owner": "QA", "until": None}
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
    noon = "2026-11-20T12:00:00Z"
    await leader.breaks("block_ends_early", "/blocks", **good, **{"from": noon, "until": noon})
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

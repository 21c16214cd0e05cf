# SPDX-License-Identifier: Apache-2.0
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lockstep.domains.orders.models import Assignment
from tests.conftest import NOW
from tests.support.plant import LEADER, BuiltPlant, User, step

pytestmark = pytest.mark.anyio


@pytest.fixture
async def leader(plant: BuiltPlant) -> User:
    return await plant.user("leader", LEADER)


async def assignments(plant: BuiltPlant, operation_id: int) -> dict[int, str]:
    async with plant.sessions() as session:
        rows = await session.execute(
            select(Assignment.id, Assignment.status)
            .where(Assignment.operation_id == operation_id)
            .order_by(Assignment.id)
        )
        return {row.id: row.status for row in rows}


async def test_start_pause_start_complete(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    steps = (("start", "running"), ("pause", "paused"), ("start", "running"), ("complete", "completed"))
    offered = []
    for action, status in steps:
        answer = await leader.post(f"/operations/{first}/{action}", reason="x")
        assert answer["bar"]["progress"] == status
        offered.append([one for one in answer["can"] if one in ("start", "pause", "complete")])
    assert offered == [["pause", "complete"], ["start", "complete"], ["pause", "complete"], ["start"]]
    assert (await leader.get("/board"))["rows"][0]["status"] == "running" or second


async def test_what_does_not_follow_is_refused(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    params = await leader.refused(f"/operations/{first}/pause", 409, "wrong_progress", reason="x")
    assert params == {"operation": "10", "current": "released", "wanted": "paused"}
    await leader.refused(f"/operations/{first}/complete", 409, "wrong_progress")
    await leader.post(f"/operations/{first}/start")
    await leader.refused(f"/operations/{first}/start", 409, "wrong_progress")
    await leader.refused("/operations/987654/start", 404, "not_found")
    await leader.refused(f"/operations/{first}/start", 404, "not_found", assignment_id=987654)
    guest = await plant.user("guest", ["board.read"])
    await guest.refused(f"/operations/{first}/pause", 403, "forbidden", reason="x")


async def test_a_completed_operation_stays_so_while_its_pieces_move(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    await leader.report(first, 30)
    await leader.post(f"/operations/{first}/complete")
    await leader.report(second, 10)
    await leader.post("/wip/hold", operation_id=first, cell="ready", quantity=5, reason="x")
    cells = (await leader.get("/board"))["rows"][0]["cells"]
    assert [cell["bar"]["progress"] for cell in cells] == ["completed", "running"]
    answer = await leader.report(first, 5)
    assert answer["bar"]["progress"] == "running"
    await plant.check()


async def test_stations_of_one_operation_start_and_stop_by_themselves(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", stations=["ST-1", "ST-2"]), step("20"))
    one, other = await assignments(plant, first)
    path = f"/operations/{first}"
    await leader.post(f"{path}/start", assignment_id=one)
    answer = await leader.post(f"{path}/start", assignment_id=other)
    assert answer["bar"]["progress"] == "running"
    answer = await leader.post(f"{path}/pause", assignment_id=one, reason="x")
    assert answer["bar"]["progress"] == "running"
    answer = await leader.post(f"{path}/pause", assignment_id=other, reason="x")
    assert answer["bar"]["progress"] == "paused"
    await leader.post(f"{path}/start", assignment_id=one)
    answer = await leader.post(f"{path}/complete", assignment_id=one)
    assert answer["bar"]["progress"] == "running"
    assert await assignments(plant, first) == {one: "completed", other: "paused"}
    answer = await leader.post(f"{path}/complete", assignment_id=other)
    assert answer["bar"]["progress"] == "completed"


async def test_pausing_an_operation_pauses_its_stations(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", stations=["ST-1", "ST-2"]), step("20"))
    one, other = await assignments(plant, first)
    await leader.post(f"/operations/{first}/start", assignment_id=one)
    await leader.post(f"/operations/{first}/pause", reason="no material")
    assert await assignments(plant, first) == {one: "paused", other: "released"}
    await leader.post(f"/operations/{first}/complete")
    assert await assignments(plant, first) == {one: "completed", other: "completed"}


async def test_an_id_belongs_to_one_kind_of_command(plant: BuiltPlant, leader: User) -> None:
    """Starting and pausing are asked for in the same words."""
    first, _ = await plant.order()
    key = str(uuid4())
    await leader.post(f"/operations/{first}/start", id=key, reason="x")
    await leader.refused(f"/operations/{first}/pause", 409, "command_content_differs", id=key, reason="x")
    assert (await leader.post(f"/operations/{first}/start", id=key, reason="x"))["bar"]["progress"] == "running"


async def test_a_pause_says_why_and_since_when(plant: BuiltPlant, leader: User) -> None:
    """What waited for the network is told with the time of the act; a clock that is ahead counts as now."""
    first, _ = await plant.order()
    path = f"/operations/{first}"

    async def paused() -> dict[str, Any] | None:
        job = (await leader.get(f"{path}/hands"))["job"]
        found: dict[str, Any] | None = job["paused"]
        return found

    await leader.post(f"{path}/start")
    assert await paused() is None
    await leader.refused(f"{path}/pause", 422, "wrong_shape")
    acted = NOW - timedelta(minutes=25)
    await leader.post(f"{path}/pause", reason="no tool", occurred_at=acted.isoformat())
    shown = await paused()
    assert shown is not None
    assert shown["reason"] == "no tool"
    assert datetime.fromisoformat(shown["at"]) == acted
    await leader.post(f"{path}/start")
    assert await paused() is None
    await leader.post(f"{path}/pause", reason="break", occurred_at=(NOW + timedelta(hours=9)).isoformat())
    shown = await paused()
    assert shown is not None
    assert datetime.fromisoformat(shown["at"]) < NOW + timedelta(hours=1)

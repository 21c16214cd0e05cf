# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from sqlalchemy import select

from lockstep.domains.shopfloor.models import TimeRecord
from tests.support.plant import LEADER, BuiltPlant

pytestmark = pytest.mark.anyio

SPAN = {"kind": "setup", "started_at": "2026-11-19T23:00:00Z", "ended_at": "2026-11-20T01:00:00Z"}


async def records(plant: BuiltPlant) -> list[Any]:
    async with plant.sessions() as session:
        return list((await session.execute(select(TimeRecord))).scalars())


async def test_time_without_output_starts_the_operation(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    answer = await anna.post("/time-records", operation_id=first, note="new tool", **SPAN)
    assert (answer["outcome"], answer["bar"]["progress"]) == ("booked", "running")
    (row,) = await records(plant)
    assert (row.kind, row.person_id, row.note) == ("setup", plant.people["P-1"], "new tool")
    # 07:00 in Shanghai still belongs to the night shift of the day before.
    assert row.shift_date.isoformat() == "2026-11-19"
    assert (await anna.get("/board"))["rows"][0]["status"] == "running"
    await plant.check()


async def test_a_paused_operation_stays_paused(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    await anna.post(f"/operations/{first}/start")
    await anna.post(f"/operations/{first}/pause")
    answer = await anna.post("/time-records", operation_id=first, **SPAN)
    assert answer["bar"]["progress"] == "paused"


async def test_what_a_time_record_must_say(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    good: dict[str, Any] = {"operation_id": first, **SPAN}
    await anna.refused("/time-records", 422, "wrong_shape", **{**good, "kind": "lunch"})
    await anna.breaks("ends_before_start", "/time-records", **{**good, "ended_at": "2026-11-19T22:00:00Z"})
    await anna.refused("/time-records", 422, "wrong_shape", **{**good, "started_at": "2026-11-19T22:00:00"})
    await anna.refused("/time-records", 422, "unknown_person", **good, person_id=987654)
    await anna.refused("/time-records", 422, "unknown_station", **good, station_id=987654)
    await anna.refused("/time-records", 404, "unknown_operation", **{**good, "operation_id": 987654})
    guest = await plant.user("guest", ["board.read"])
    await guest.refused("/time-records", 403, "forbidden", **good)
    assert await records(plant) == []


async def test_time_that_cannot_be_attached_waits_and_is_booked_later(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    planned, _ = await plant.order(number="WO-2", release=False)
    anna = await plant.user("anna", person="P-1")
    leader = await plant.user("leader", LEADER, person="P-2")
    await anna.refused("/time-records", 409, "order_not_released", operation_id=planned, **SPAN)
    answer = await anna.post("/time-records", operation_id=planned, mode="book", **SPAN)
    assert answer["outcome"] == "parked"
    (waiting,) = (await leader.get("/parked"))["parked"]
    assert (waiting["operation"], waiting["good"], waiting["ng"]) == ("shopfloor.record_time", 0, 0)
    await leader.post(f"/parked/{waiting['id']}/book-to", operation_id=first)
    (row,) = await records(plant)
    assert (row.operation_id, row.person_id, row.account_id) == (first, plant.people["P-1"], anna.account_id)
    assert (await leader.get("/parked"))["parked"] == []


async def test_the_same_record_is_taken_once(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    body = {"id": "7c1f7a4e-0000-4000-8000-000000000003", "operation_id": first, **SPAN}
    one = await anna.post("/time-records", **body)
    assert await anna.post("/time-records", **body) == one
    assert len(await records(plant)) == 1

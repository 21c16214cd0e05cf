# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from sqlalchemy import select

from lockstep.domains.shopfloor.models import TimeRecord
from tests.support.clock import TestClock
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
    await anna.post(f"/operations/{first}/pause", reason="no tool")
    answer = await anna.post("/time-records", operation_id=first, **SPAN)
    assert answer["bar"]["progress"] == "paused"


async def test_what_a_time_record_must_say(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    good: dict[str, Any] = {"operation_id": first, **SPAN}
    await anna.refused("/time-records", 422, "wrong_shape", **{**good, "kind": "lunch"})
    await anna.breaks("ends_before_start", "/time-records", **{**good, "ended_at": "2026-11-19T22:00:00Z"})
    await anna.refused("/time-records", 422, "wrong_shape", **{**good, "started_at": "2026-11-19T22:00:00"})
    await anna.refused("/time-records", 422, "time_to_come", **{**good, "ended_at": "2026-11-20T07:00:00Z"})
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


async def test_what_is_taken_back_counts_for_nothing_and_stays_readable(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna, berta = await plant.user("anna", person="P-1"), await plant.user("berta", person="P-2")
    leader = await plant.user("leader", LEADER)
    span = {"kind": "setup", "started_at": "2026-11-20T01:00:00Z", "ended_at": "2026-11-20T02:30:00Z"}
    wrong = (await anna.post("/time-records", operation_id=first, note="new tool", **span))["id"]
    kept = (await anna.post("/time-records", operation_id=first, **{**span, "ended_at": "2026-11-20T01:30:00Z"}))["id"]
    sheet = f"/operations/{first}/sheet"
    assert (await anna.get(sheet))["started_at"] == "2026-11-20T02:30:00Z"

    undo = {"id": "7c1f7a4e-0000-4000-8000-000000000031", "reason": "undo"}
    await berta.refused(f"/time-records/{wrong}/reverse", 403, "not_your_report", reason="hers")
    taken = await anna.post(f"/time-records/{wrong}/reverse", **undo)
    assert await anna.post(f"/time-records/{wrong}/reverse", **undo) == taken
    await leader.refused(f"/time-records/{wrong}/reverse", 409, "time_replaced", reason="again")
    await leader.refused(f"/time-records/{taken['id']}/reverse", 404, "not_found", reason="the reversal itself")
    assert (await anna.get("/figures/mine"))["figures"]["seconds"] == 30 * 60
    assert (await anna.get(sheet))["started_at"] == "2026-11-20T01:30:00Z"

    listed = (await anna.get("/time-records", mine=True, shift_date="2026-11-20"))["times"]
    told = {one["id"]: (one["person"], one["note"], one["reversed_because"], one["can"]) for one in listed}
    assert told == {
        wrong: ("Person P-1", "new tool", "undo", []),
        kept: ("Person P-1", None, None, ["reverse"]),
    }
    assert (await berta.get("/time-records", mine=True))["times"] == []
    clock.advance(hours=8)
    await anna.refused(f"/time-records/{kept}/reverse", 403, "not_your_report", reason="too late")
    await leader.post(f"/time-records/{kept}/reverse", reason="the other machine")
    assert (await anna.get("/figures/mine", day="2026-11-20"))["figures"]["seconds"] == 0


async def test_whose_times_somebody_sees(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    record = (await anna.post("/time-records", operation_id=first, **SPAN))["id"]
    far = await plant.user("far", LEADER, lines=[plant.lines["L2"]])
    leader = await plant.user("leader", LEADER)
    made = await leader.post("/entities/team/save", site_code="S1", code="T1", name={"en": "Team"})
    other = await plant.user("other", LEADER, teams=[made["id"]])
    for stranger in (far, other):
        assert (await stranger.get("/time-records", operation_id=first))["times"] == []
        await stranger.refused(f"/time-records/{record}/reverse", 404, "not_found", reason="not theirs")
    [seen] = (await leader.get("/time-records", operation_id=first))["times"]
    assert seen["id"] == record

# SPDX-License-Identifier: Apache-2.0
"""Each operation names whom to call about it, and is done at the stations that were chosen at release."""

from typing import Any

import pytest

from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User
from tests.support.scopes import seat

pytestmark = pytest.mark.anyio
GROUPED = {"expected_version": "any", "reason": "grouped"}


@pytest.fixture
async def planner(plant: BuiltPlant) -> User:
    """P1 is ground at a group of two stations and packed anywhere; P-1 and P-2 answer for the grinding."""
    user = await plant.user("planner", LEADER)
    for code in ("ST-1", "ST-2"):
        body = {"site_code": "S1", "line_code": "L1", "code": code, "name": {"en": code}, "station_group": "GRIND"}
        await user.post("/entities/station/save", **body, **GROUPED)
    owners = {"progress_owner_code": "P-1", "quality_owner_code": "P-2"}
    steps = [
        {"code": "10", "name": {"en": "Grind"}, "station_group": "GRIND", "piece_seconds": 60, **owners},
        {"code": "20", "name": {"en": "Pack"}, "piece_seconds": 30},
    ]
    await user.post("/entities/routing/save", site_code="S1", product_code="P1", edition="A", operations=steps)
    return user


async def order(user: User, **more: Any) -> dict[str, Any]:
    body = {"site_code": "S1", "number": "WO-1", "product_code": "P1", "quantity": 100, "line_code": "L1", **more}
    return await user.post("/entities/work_order/save", **body)


async def release(user: User, known: dict[str, Any], status: int = 200, **stations: str) -> dict[str, Any]:
    """Of each operation its station, as `_10="ST-1"`."""
    chosen = [{"operation": code.lstrip("_"), "station_code": station} for code, station in stations.items()]
    body = {"record_id": known["id"], "expected_version": known["version"], "reason": "plan", "stations": chosen}
    return await user.post("/entities/work_order/release", status, **body)


async def plan(user: User, known: dict[str, Any]) -> list[dict[str, Any]]:
    planned: list[dict[str, Any]] = (await user.get(f"/orders/{known['id']}/plan"))["operations"]
    return planned


async def jobs(user: User, station: str) -> list[dict[str, Any]]:
    queue = await user.get("/queue", station=station)
    return [*queue["running"], *queue["blocked"], *queue["next"]]


async def test_the_owners_of_the_routing_are_named_wherever_the_operation_stands(
    plant: BuiltPlant, planner: User
) -> None:
    known = await order(planner)
    ten, twenty = await plan(planner, known)
    assert ten["progress_owner"] == {"code": "P-1", "name": "Person P-1"}
    assert (ten["quality_owner"]["code"], twenty["progress_owner"]) == ("P-2", None)

    anna = await plant.user("anna", (*OPERATOR, "print.create"))
    await seat(plant, anna, "ST-1")
    (job,) = await jobs(anna, "ST-1")
    sheet = await anna.get(f"/operations/{ten['operation_id']}/sheet")
    card = (await anna.get(f"/documents/traveller/{known['id']}"))["operations"][0]
    for where in (job, sheet["job"], card):
        assert (where["progress_owner"], where["quality_owner"]) == ("Person P-1", "Person P-2")


async def test_a_planner_names_other_owners_and_a_split_keeps_them(plant: BuiltPlant, planner: User) -> None:
    known = await order(planner)
    ten, twenty = await plan(planner, known)
    one = {"operation_id": ten["operation_id"], "progress_owner_code": None}
    other = {"operation_id": twenty["operation_id"], "quality_owner_code": "P-1"}
    body = {"order_id": known["id"], "owners": [one, other], "reason": "holidays"}
    anna = await plant.user("anna")
    await anna.refused("/orders/set-owners", 403, "forbidden", **body)
    assert (await anna.get(f"/orders/{known['id']}/plan"))["can"] == []
    await planner.post("/orders/set-owners", **body)
    ten, twenty = await plan(planner, known)
    assert (ten["progress_owner"], ten["quality_owner"]["code"]) == (None, "P-2")
    assert (twenty["progress_owner"], twenty["quality_owner"]["code"]) == (None, "P-1")
    entry = (await planner.get(f"/entities/work_order/records/{known['id']}/history"))[0]
    assert entry["reason"] == "holidays"
    assert [change["before"] for change in entry["changes"]] == [{"progress_owner": "P-1"}, {"quality_owner": None}]

    wrong = {**other, "quality_owner_code": "P-9"}
    params = await planner.refused("/orders/set-owners", 404, "not_found", **{**body, "owners": [wrong]})
    assert params == {"kind": "person", "key": "P-9"}
    split = {"record_id": known["id"], "expected_version": 1, "quantity": 40, "new_number": "WO-2", "reason": "two"}
    await planner.post("/entities/work_order/split", **split)
    part = await planner.get("/scan", code="WO-2")
    owners = [one["quality_owner"]["code"] for one in await plan(planner, {"id": part["order_id"]})]
    assert owners == ["P-2", "P-1"]


async def test_a_block_that_names_nobody_is_with_the_owner_of_the_operation(plant: BuiltPlant, planner: User) -> None:
    known = await order(planner)
    named, unnamed = await plan(planner, known)
    for step, owner in ((named, "Person P-1"), (unnamed, "planner")):
        target = {"target_kind": "operation", "target_id": step["operation_id"], "reason_code": "tool_worn"}
        await planner.post("/blocks", **target)
        refused = await planner.refused(
            "/reports", 409, "blocked", operation_id=step["operation_id"], good=1, ng=0, defects=[]
        )
        assert refused["owner"] == owner


async def test_who_answers_for_an_operation_answers_for_its_rework(planner: User) -> None:
    known = await order(planner)
    ten, _ = await plan(planner, known)
    await planner.report(ten["operation_id"], 5, [("D1", 2, "rework")])
    steps = [{"code": "R1", "name": {"en": "Polish"}}]
    await planner.post(f"/operations/{ten['operation_id']}/rework-route", operations=steps)
    [rework] = [one for one in await plan(planner, known) if one["code"] == "R1"]
    assert (rework["progress_owner"]["code"], rework["quality_owner"]["code"]) == ("P-1", "P-2")


async def test_an_order_is_assigned_its_stations_at_release(plant: BuiltPlant, planner: User) -> None:
    known = await order(planner, draft=True)
    refused = await release(planner, known, 409, _10="ST-3")
    assert refused["error"]["code"] == "station_not_allowed"
    assert refused["error"]["params"] == {"operation": "10", "station": "ST-3", "stations": "ST-1, ST-2"}
    assert (await release(planner, known, 404, _11="ST-1"))["error"]["params"] == {"kind": "operation", "key": "11"}
    assert (await release(planner, known, 404, _10="ST-9"))["error"]["params"] == {"kind": "station", "key": "ST-9"}

    await release(planner, known, _10="ST-2", _20="ST-3")
    ten, twenty = await plan(planner, known)
    assert (ten["stations"], twenty["stations"]) == (["ST-2"], ["ST-3"])
    assert await jobs(planner, "ST-1") == []
    (job,) = await jobs(planner, "ST-2")
    assert (job["station_code"], job["left"], job["planned_start"] is not None) == ("ST-2", 100, True)
    assert [job["operation_code"] for job in await jobs(planner, "ST-3")] == ["20"]
    columns = (await planner.get("/board"))["columns"]
    assert [column["stations"] for column in columns] == [["ST-2"], ["ST-3"]]
    card = await planner.get(f"/documents/traveller/{known['id']}")
    assert [step["stations"] for step in card["operations"]] == [["ST-2"], ["ST-3"]]

    split = {"record_id": known["id"], "expected_version": 2, "quantity": 40, "new_number": "WO-2", "reason": "two"}
    await planner.post("/entities/work_order/split", **split)
    assert [len(await jobs(planner, station)) for station in ("ST-1", "ST-2", "ST-3")] == [0, 2, 2]


async def test_a_station_is_found_by_its_equipment_number(plant: BuiltPlant, planner: User) -> None:
    station = {"site_code": "S1", "line_code": "L2", "code": "ST-3", "name": {"en": "Packing"}}
    changed = {"expected_version": "any", "reason": "asset"}
    await planner.post("/entities/station/save", **station, equipment_number="EQ-0417", **changed)
    assert (await planner.get("/scan", code="EQ-0417"))["station_code"] == "ST-3"
    [row] = (await planner.get("/entities/station/records", search="0417"))["rows"]
    assert row["values"]["code"] == "ST-3"
    label = await planner.get(f"/documents/station/{plant.stations['ST-3']}")
    assert label["equipment_number"] == "EQ-0417"

    other = {**station, "code": "ST-4"}
    for taken in ("EQ-0417", "ST-1"):
        params = await planner.refused(
            "/entities/station/save", 409, "equipment_number_taken", **other, equipment_number=taken
        )
        assert params["number"] == taken
    await planner.refused("/entities/station/save", 409, "equipment_number_taken", **{**other, "code": "EQ-0417"})

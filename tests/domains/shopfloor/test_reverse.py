# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, said

pytestmark = pytest.mark.anyio


async def test_a_reversal_leaves_nothing_in_the_cells(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    made = await anna.report(first, 30, [("D1", 2, "scrap"), ("D2", 3, "pending")])
    clock.advance(minutes=1)
    answer = await anna.post(f"/reports/{made['report_id']}/reverse", reason="wrong order")
    assert answer["outcome"] == "booked"
    assert answer["bar"]["good"] == 0
    assert answer["bar"]["progress"] == "released"
    assert await plant.cells(first) == {}
    await plant.check()
    newest, oldest = (await anna.get("/reports", operation_id=first))["reports"]
    assert (newest["good"], newest["ng"], newest["reason"], newest["can"]) == (0, 0, "wrong order", [])
    assert newest["replaces_id"] == oldest["id"] == made["report_id"]
    assert (oldest["replaced_by_id"], oldest["can"]) == (newest["id"], [])


async def test_a_reversal_gives_the_inputs_back(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    await anna.report(first, 30)
    made = await anna.report(second, 20)
    await anna.post(f"/reports/{made['report_id']}/reverse", reason="miscounted")
    assert await plant.cells(first) == {"ready": 30}
    await plant.check()


async def test_pieces_that_moved_on_are_not_reversed(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    made = await anna.report(first, 30)
    await anna.report(second, 20)
    params = await anna.refused(f"/reports/{made['report_id']}/reverse", 409, "pieces_moved_on", reason="miscounted")
    assert (params["wanted"], params["there"], params["next_operation"]) == (30, 10, "20")
    assert params["held_by"] == [{"cell": "gone", "quantity": 20}]
    assert await plant.cells(first) == {"ready": 10, "gone": 20}
    await plant.check()


async def test_a_report_is_replaced_once(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    made = await anna.report(first, 30)
    path = f"/reports/{made['report_id']}"
    reversal = await anna.post(f"{path}/reverse", reason="twice")
    await anna.refused(f"{path}/reverse", 409, "report_replaced", reason="again")
    await anna.refused(f"{path}/correct", 409, "report_replaced", reason="again", **said(3))
    await anna.refused(f"/reports/{reversal['report_id']}/reverse", 409, "report_replaced", reason="back")
    await plant.check()


async def test_the_same_reversal_is_answered_the_same(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    made = await anna.report(first, 30)
    other = await anna.report(first, 5)
    body = {"id": "7c1f7a4e-0000-4000-8000-000000000001", "reason": "twice"}
    one = await anna.post(f"/reports/{made['report_id']}/reverse", **body)
    assert await anna.post(f"/reports/{made['report_id']}/reverse", **body) == one
    await anna.refused(f"/reports/{other['report_id']}/reverse", 409, "command_content_differs", **body)
    assert await plant.cells(first) == {"ready": 5}


async def test_an_unknown_report_is_not_found(plant: BuiltPlant) -> None:
    anna = await plant.user("anna")
    await anna.refused("/reports/7c1f7a4e-0000-4000-8000-000000000009/reverse", 404, "not_found", reason="what")
    await anna.refused("/reports/nonsense/reverse", 422, "wrong_shape", reason="what")
    await anna.refused("/reports/7c1f7a4e-0000-4000-8000-000000000009/reverse", 422, "wrong_shape", reason="")


async def test_a_report_of_another_line_is_not_found(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    made = await (await plant.user("anna")).report(first, 30)
    other = await plant.user("bert", LEADER, lines=[plant.lines["L2"]])
    await other.refused(f"/reports/{made['report_id']}/reverse", 404, "not_found", reason="what")
    assert (await other.get("/reports"))["reports"] == []


async def test_own_reports_change_within_the_shift_only(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    bert = await plant.user("bert", person="P-2")
    leader = await plant.user("leader", LEADER)
    made = await anna.report(first, 30)
    path = f"/reports/{made['report_id']}/reverse"
    await bert.refused(path, 403, "not_your_report", reason="mine?")
    clock.advance(hours=7)
    await anna.refused(path, 403, "not_your_report", reason="late")
    assert (await anna.get("/reports", mine=True))["reports"][0]["can"] == []
    assert (await leader.get("/reports"))["reports"][0]["can"] == ["reverse", "correct"]
    await leader.post(path, reason="late")
    assert await plant.cells(first) == {}


async def test_whoever_made_the_pieces_may_change_what_was_reported_for_them(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    bert = await plant.user("bert", person="P-2")
    made = await anna.report(first, 30, people=[{"person_id": bert.person_id, "share": 100}])
    assert (await bert.get("/reports", mine=True))["reports"][0]["people"] == ["Person P-2"]
    await bert.post(f"/reports/{made['report_id']}/reverse", reason="not mine")
    assert await plant.cells(first) == {}


async def test_reversing_needs_a_right(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    made = await (await plant.user("anna")).report(first, 30)
    guest = await plant.user("guest", ["report.read"])
    await guest.refused(f"/reports/{made['report_id']}/reverse", 403, "forbidden", reason="what")

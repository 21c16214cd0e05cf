# SPDX-License-Identifier: Apache-2.0
import pytest
from sqlalchemy import select

from lockstep.platform.audit.models import AuditEntry
from tests.support.plant import LEADER, BuiltPlant, User, step

pytestmark = pytest.mark.anyio


@pytest.fixture
async def leader(plant: BuiltPlant) -> User:
    return await plant.user("leader", LEADER)


async def open_cases(user: User, operation_id: int) -> list[dict[str, object]]:
    cases: list[dict[str, object]] = (await user.get("/wip/cases", operation_id=operation_id))["cases"]
    return cases


async def test_some_pieces_are_held_and_released(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    await leader.report(first, 30)
    await leader.report(second, 10)
    answer = await leader.post("/wip/hold", operation_id=first, cell="ready", quantity=5, reason="scratches")
    assert (answer["held"], answer["not_reached"]) == (5, 10)
    assert await plant.cells(first) == {"ready": 15, "gone": 10, "hold": 5}
    (case,) = await open_cases(leader, first)
    assert (case["origin"], case["open"], case["reason"]) == ("ready", 5, "scratches")
    assert case["can"] == ["release", "rework", "scrap", "sort", "concede"]
    assert answer["places"][0]["case_ids"] == [case["id"]]
    released = await leader.post("/wip/release", case_id=case["id"], quantity=3, reason="fine")
    assert (released["open"], released["bar"]["hold"]) == (2, 2)
    await plant.check()
    await leader.refused("/wip/release", 409, "over_case", case_id=case["id"], quantity=3, reason="fine")
    await leader.post("/wip/release", case_id=case["id"], quantity=2, reason="fine")
    assert await plant.cells(first) == {"ready": 20, "gone": 10}
    assert await open_cases(leader, first) == []
    await plant.check()


async def test_all_that_lies_here_is_held(plant: BuiltPlant, leader: User) -> None:
    (only,) = await plant.order(step("10", acceptance="after_report"))
    await leader.report(only, 30)
    await leader.post("/wip/judge", operation_id=only, quantity=12, verdict="accept")
    answer = await leader.post("/wip/hold", operation_id=only, reason="wrong steel")
    assert (answer["held"], answer["not_reached"]) == (30, 0)
    assert {case["origin"] for case in await open_cases(leader, only)} == {"ready", "waiting"}
    await plant.check()


async def test_where_nothing_lies_there_is_nothing_to_hold(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    hold = {"operation_id": first, "reason": "wrong steel"}
    assert await leader.refused("/wip/hold", 409, "nothing_to_hold", **hold) == {"operation": "10", "lot": None}
    answer = await leader.post("/wip/hold", **hold, mode="book")
    assert (answer["held"], answer["places"]) == (0, [])
    await leader.report(first, 30, lot="A")
    await leader.post("/wip/hold", lot="A", reason="wrong steel")
    assert (await leader.refused("/wip/hold", 409, "nothing_to_hold", lot="A", reason="x"))["lot"] == "A"


async def test_a_hold_that_comes_too_late_says_how_many_it_does_not_reach(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    await leader.report(first, 30)
    await leader.report(second, 30)
    answer = await leader.post("/wip/hold", operation_id=first, reason="wrong steel")
    assert (answer["held"], answer["not_reached"]) == (0, 30)


async def test_a_lot_is_held_wherever_it_lies(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    other, _ = await plant.order(number="WO-2")
    await leader.report(first, 30, lot="A")
    await leader.report(first, 8, lot="B")
    await leader.report(second, 12, lot="A")
    await leader.report(other, 4, lot="A")
    answer = await leader.post("/wip/hold", lot="A", reason="wrong steel")
    held = {place["operation_id"]: (place["held"], place["not_reached"]) for place in answer["places"]}
    assert held == {first: (18, 0), second: (12, 0), other: (4, 0)}
    assert await plant.cells(first) == {"ready": 8, "gone": 12, "hold": 18}
    await plant.check()


async def test_pieces_of_a_lot_that_went_into_another_are_not_reached(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    await leader.report(first, 30, lot="A")
    await leader.report(second, 12, lot="C")
    answer = await leader.post("/wip/hold", lot="A", reason="wrong steel")
    assert (answer["held"], answer["not_reached"]) == (18, 12)
    await leader.refused("/wip/hold", 422, "unknown_lot", lot="NONE", reason="x")
    await leader.refused("/wip/hold", 422, "unknown_lot", operation_id=first, lot="NONE", reason="x")


async def test_a_lot_of_one_operation(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 30, lot="A")
    await leader.report(first, 8, lot="B")
    await leader.post("/wip/hold", operation_id=first, lot="B", cell="ready", quantity=6, reason="x")
    params = await leader.refused(
        "/wip/hold", 409, "pieces_moved_on", operation_id=first, lot="B", cell="ready", quantity=3, reason="x"
    )
    assert (params["there"], params["held_by"]) == (2, [{"cell": "hold", "quantity": 6}])
    assert (await open_cases(leader, first))[0]["lot"] == "B"
    await plant.check()


async def test_what_a_hold_must_say(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.breaks("hold_names_nothing", "/wip/hold", reason="x")
    for body in (
        {"operation_id": first, "quantity": 1, "reason": "x"},
        {"lot": "A", "cell": "ready", "quantity": 1, "reason": "x"},
    ):
        await leader.breaks("hold_names_no_cell", "/wip/hold", **body)
    for body in (
        {"operation_id": first, "cell": "gone", "quantity": 1, "reason": "x"},
        {"operation_id": first, "cell": "ready", "quantity": 0, "reason": "x"},
        {"operation_id": first, "cell": "ready", "quantity": 1},
    ):
        await leader.refused("/wip/hold", 422, "wrong_shape", **body)
    at = {"operation_id": first, "cell": "ready", "reason": "x"}
    await leader.refused("/wip/hold", 422, "decimals_not_allowed", quantity=0.5, **at)
    await leader.refused("/wip/hold", 409, "pieces_moved_on", quantity=1, **at)
    await leader.refused("/wip/hold", 404, "not_found", **{**at, "operation_id": 987654, "quantity": 1})


async def test_ng_is_judged_not_released(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 9, "pending")])
    (case,) = await open_cases(leader, first)
    assert case["can"] == ["rework", "scrap", "sort", "concede"]
    await leader.refused("/wip/release", 409, "needs_judgement", case_id=case["id"], quantity=1, reason="x")
    for to, quantity in (("rework", 2), ("scrap", 3), ("ready", 1), ("waiting", 3)):
        await leader.post("/wip/dispose", case_id=case["id"], quantity=quantity, to=to, reason="seen")
    assert await plant.cells(first) == {"rework": 2, "scrap": 3, "ready": 1, "waiting": 3}
    board = (await leader.get("/board"))["rows"][0]["cells"][0]
    assert board["bar"]["quality_status"] == "due"
    await leader.post("/wip/judge", operation_id=first, quantity=3, verdict="accept")
    board = (await leader.get("/board"))["rows"][0]["cells"][0]
    assert board["bar"]["quality_status"] == "conceded"
    await leader.refused("/wip/dispose", 409, "over_case", case_id=case["id"], quantity=1, to="scrap", reason="x")
    await leader.refused("/wip/dispose", 422, "wrong_shape", case_id=case["id"], quantity=1, to="gone", reason="x")
    await leader.refused("/wip/dispose", 404, "not_found", case_id=987654, quantity=1, to="scrap", reason="x")
    await plant.check()


async def test_a_concession_takes_its_own_right(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 9, "pending")])
    (case,) = await open_cases(leader, first)
    inspector = await plant.user("inspector", ["board.read", "wip.dispose"])
    (seen,) = await open_cases(inspector, first)
    assert seen["can"] == ["rework", "scrap", "sort"]
    body = {"case_id": case["id"], "quantity": 1, "reason": "x"}
    params = await inspector.refused("/wip/dispose", 403, "forbidden", to="ready", **body)
    assert params == {"permission": "wip.concede"}
    await inspector.post("/wip/dispose", to="scrap", **body)
    await inspector.refused("/wip/release", 403, "forbidden", **body)
    await inspector.refused("/wip/hold", 403, "forbidden", operation_id=first, reason="x")


async def test_cases_of_another_line_are_not_there(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 9, "pending")])
    (case,) = await open_cases(leader, first)
    other = await plant.user("other", LEADER, lines=[plant.lines["L2"]])
    assert await open_cases(other, first) == []
    await other.refused("/wip/dispose", 404, "not_found", case_id=case["id"], quantity=1, to="scrap", reason="x")
    await other.refused("/wip/hold", 404, "not_found", operation_id=first, reason="x")


async def test_holding_is_on_record(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 30)
    await leader.post("/wip/hold", operation_id=first, cell="ready", quantity=5, reason="scratches")
    async with plant.sessions() as session:
        entry = (await session.execute(select(AuditEntry).where(AuditEntry.operation == "wip.hold"))).scalar_one()
    assert (entry.before, entry.after) == ({"ready": 30}, {"ready": 25, "hold": 5, "lot": None})
    assert (entry.actor_name, entry.reason, entry.site_id) == ("leader", "scratches", plant.site_id)


async def test_the_same_hold_is_taken_once(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 30)
    body = {
        "id": "7c1f7a4e-0000-4000-8000-000000000002",
        "operation_id": first,
        "cell": "ready",
        "quantity": 5,
        "reason": "scratches",
    }
    one = await leader.post("/wip/hold", **body)
    assert await leader.post("/wip/hold", **body) == one
    assert await plant.cells(first) == {"ready": 25, "hold": 5}

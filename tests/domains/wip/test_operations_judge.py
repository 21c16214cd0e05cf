# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.support.plant import LEADER, BuiltPlant, User, step

pytestmark = pytest.mark.anyio


@pytest.fixture
async def leader(plant: BuiltPlant) -> User:
    return await plant.user("leader", LEADER)


async def test_accepting_some_of_what_waits(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", acceptance="before_transfer"), step("20"))
    await leader.report(first, 30)
    answer = await leader.post("/wip/judge", operation_id=first, quantity=20, verdict="accept", found=3, destroyed=1)
    assert (answer["urgent_moved_on"], len(answer["case_ids"])) == (0, 1)
    assert "judge" in answer["can"]
    assert await plant.cells(first) == {"waiting": 10, "ready": 16, "hold": 3, "scrap": 1}
    await plant.check()


async def test_what_waits_does_not_move_before_it_is_judged(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order(step("10", acceptance="before_transfer"), step("20"))
    await leader.report(first, 30)
    params = await leader.refused("/reports", 409, "over_available", operation_id=second, good=1, ng=0)
    assert params["available"] == 0
    await leader.post("/wip/judge", operation_id=first, quantity=30, verdict="accept")
    await leader.report(second, 30)
    await plant.check()


async def test_a_rejection_names_what_had_moved_on(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order(step("10", acceptance="after_report"), step("20"))
    await leader.report(first, 30)
    await leader.report(second, 12)
    assert await plant.cells(first) == {"waiting": 18, "urgent": 12}
    answer = await leader.post("/wip/judge", operation_id=first, quantity=30, verdict="reject", reason="too soft")
    assert answer["urgent_moved_on"] == 12
    assert await plant.cells(first) == {"hold": 18, "gone": 12}
    assert await plant.cells(second) == {"ready": 12}
    (case,) = (await leader.get("/wip/cases", operation_id=first))["cases"]
    assert (case["origin"], case["source"], case["reason"]) == ("waiting", "inspection", "too soft")
    await plant.check()
    await leader.post("/wip/release", case_id=case["id"], quantity=18, reason="seen again")
    assert await plant.cells(first) == {"waiting": 18, "gone": 12}
    await plant.check()


async def test_a_judgement_of_one_lot(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", acceptance="before_transfer"), step("20"))
    await leader.report(first, 30, lot="A")
    await leader.report(first, 5, lot="B")
    body = {"operation_id": first, "verdict": "accept", "lot": "B"}
    await leader.refused("/wip/judge", 409, "pieces_moved_on", quantity=6, **body)
    await leader.post("/wip/judge", quantity=5, **body)
    assert await plant.cells(first) == {"waiting": 30, "ready": 5}
    await plant.check()


async def test_what_a_judgement_must_say(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", acceptance="before_transfer"), step("20"))
    await leader.report(first, 30)
    at = {"operation_id": first, "quantity": 10}
    await leader.breaks("reason_missing", "/wip/judge", verdict="reject", **at)
    await leader.breaks("reject_all", "/wip/judge", verdict="reject", found=1, reason="x", **at)
    await leader.refused("/wip/judge", 422, "wrong_shape", verdict="perhaps", **at)
    await leader.refused("/wip/judge", 422, "decimals_not_allowed", verdict="accept", found=0.5, **at)
    await leader.refused("/wip/judge", 409, "over_inspected", verdict="accept", found=8, destroyed=3, **at)
    await leader.refused("/wip/judge", 409, "pieces_moved_on", verdict="accept", **{**at, "quantity": 31})
    operator = await plant.user("operator")
    await operator.refused("/wip/judge", 403, "forbidden", verdict="accept", **at)
    assert "judge" not in (await operator.get(f"/operations/{first}/sheet"))["can"]
    assert await plant.cells(first) == {"waiting": 30}


async def test_rework_is_inspected_again(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 10, [("D1", 9, "rework")])
    answer = await leader.post("/wip/rework-result", operation_id=first, good=5, scrap=2, pending=1)
    assert (len(answer["case_ids"]), answer["bar"]["rework"]) == (1, 1)
    assert await plant.cells(first) == {"ready": 10, "waiting": 5, "scrap": 2, "hold": 1, "rework": 1}
    await leader.post("/wip/judge", operation_id=first, quantity=5, verdict="accept")
    await leader.refused("/wip/rework-result", 409, "pieces_moved_on", operation_id=first, good=2)
    await leader.refused("/wip/rework-result", 422, "no_quantity", operation_id=first)
    await leader.refused("/wip/rework-result", 422, "wrong_shape", operation_id=first, good=-1)
    assert await plant.cells(first) == {"ready": 15, "scrap": 2, "hold": 1, "rework": 1}
    await plant.check()


async def test_the_last_operation_delivers(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    await leader.report(first, 30)
    await leader.report(second, 20)
    answer = await leader.post("/wip/to-stock", operation_id=second, quantity=15)
    assert "to_stock" in answer["can"]
    assert await plant.cells(second) == {"ready": 5, "gone": 15}
    await leader.refused("/wip/to-stock", 409, "not_last_operation", operation_id=first, quantity=1)
    await leader.refused("/wip/to-stock", 409, "pieces_moved_on", operation_id=second, quantity=6)
    await plant.check()
    await leader.breaks("reason_missing", "/wip/to-stock", operation_id=second, quantity=4, back=True)
    await leader.post("/wip/to-stock", operation_id=second, quantity=4, back=True, reason="wrong box")
    await leader.refused(
        "/wip/to-stock", 409, "pieces_moved_on", operation_id=second, quantity=12, back=True, reason="x"
    )
    assert await plant.cells(second) == {"ready": 9, "gone": 11}


async def test_nothing_moves_at_an_order_that_is_only_planned(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(release=False)
    at = {"operation_id": first, "quantity": 1}
    await leader.refused("/wip/judge", 409, "order_not_released", verdict="accept", **at)
    await leader.refused("/wip/hold", 409, "order_not_released", cell="ready", reason="x", **at)
    await leader.refused("/wip/to-stock", 409, "order_not_released", **at)


async def quality(user: User) -> str:
    """Of the first operation, as the board shows it."""
    status: str = (await user.get("/board"))["rows"][0]["cells"][0]["bar"]["quality_status"]
    return status


async def open_case(user: User, operation_id: int) -> int:
    case_id: int = (await user.get("/wip/cases", operation_id=operation_id))["cases"][-1]["id"]
    return case_id


async def test_a_rejection_fails_the_operation_until_it_is_inspected_again(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", acceptance="before_transfer", stations=["ST-1"]), step("20"))
    await leader.report(first, 30)
    body = {"operation_id": first, "quantity": 20}
    await leader.post("/wip/judge", **body, verdict="reject", reason="too soft")
    assert await quality(leader) == "on_hold"
    case = {"case_id": await open_case(leader, first), "reason": "seen"}
    await leader.post("/wip/dispose", **case, quantity=5, to="scrap")
    answer = await leader.post("/wip/dispose", **case, quantity=15, to="rework")
    assert answer["bar"]["quality_status"] == await quality(leader) == "failed"
    (job,) = (await leader.get("/queue", station="ST-1"))["running"]
    assert job["bar"]["quality_status"] == "failed"
    await leader.post("/wip/rework-result", operation_id=first, good=15)
    assert await quality(leader) == "failed"
    await leader.post("/wip/judge", operation_id=first, quantity=15, verdict="accept")
    assert await quality(leader) == "due"


async def test_a_rejection_that_is_taken_back_fails_nothing(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", acceptance="before_transfer"), step("20"))
    await leader.report(first, 100)
    reject = {"operation_id": first, "verdict": "reject", "reason": "too soft"}
    await leader.post("/wip/judge", **reject, quantity=30)
    case = {"case_id": await open_case(leader, first), "reason": "seen"}
    await leader.post("/wip/dispose", **case, quantity=10, to="ready")
    await leader.post("/wip/dispose", **case, quantity=10, to="waiting")
    await leader.post("/wip/release", **case, quantity=10)
    assert await quality(leader) == "due"
    await leader.post("/wip/judge", operation_id=first, quantity=90, verdict="accept")
    assert await quality(leader) == "conceded"


async def test_rejected_pieces_that_had_all_moved_on_fail_their_operation(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order(step("10", acceptance="after_report"), step("20"))
    await leader.report(first, 12)
    await leader.report(second, 12)
    await leader.post("/wip/judge", operation_id=first, quantity=12, verdict="reject", reason="too soft")
    assert await plant.cells(first) == {"gone": 12}
    assert await quality(leader) == "failed"


async def test_a_verdict_on_one_lot_leaves_the_rejection_of_another(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order(step("10", acceptance="before_transfer"), step("20"))
    await leader.report(first, 10, lot="A")
    await leader.report(first, 10, lot="B")
    at = {"operation_id": first, "quantity": 10}
    await leader.post("/wip/judge", **at, lot="A", verdict="reject", reason="too soft")
    await leader.post("/wip/dispose", case_id=await open_case(leader, first), quantity=10, to="scrap", reason="x")
    await leader.post("/wip/judge", **at, lot="B", verdict="accept")
    assert await quality(leader) == "failed"

# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User, said, step

pytestmark = pytest.mark.anyio


async def correct(user: User, report_id: str, *what: object, **more: object) -> str:
    body = said(*what)  # type: ignore[arg-type]
    answer = await user.post(f"/reports/{report_id}/correct", reason="counted again", **body, **more)
    corrected: str = answer["report_id"]
    return corrected


async def test_a_correction_books_the_difference(plant: BuiltPlant, clock: TestClock) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna", person="P-1")
    made = await anna.report(first, 40, [("D1", 5, "scrap")], people=[{"person_id": plant.people["P-2"], "share": 60}])
    await anna.report(second, 30)
    clock.advance(minutes=1)
    await correct(anna, made["report_id"], 38, [("D1", 4, "scrap"), ("D2", 3, "rework")])
    assert await plant.cells(first) == {"ready": 8, "gone": 30, "scrap": 4, "rework": 3}
    await plant.check()
    newest = (await anna.get("/reports", operation_id=first))["reports"][0]
    assert (newest["good"], newest["ng"], newest["people"]) == (38, 7, ["Person P-2"])
    assert [(line["defect_code"], line["quantity"]) for line in newest["defects"]] == [("D1", 4), ("D2", 3)]
    assert newest["can"] == ["reverse", "correct"]


async def test_good_that_moved_on_is_not_corrected_away(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    made = await anna.report(first, 40)
    await anna.report(second, 30)
    params = await anna.refused(
        f"/reports/{made['report_id']}/correct", 409, "pieces_moved_on", reason="less", **said(25)
    )
    assert (params["wanted"], params["there"]) == (15, 10)
    await plant.check()


async def test_more_than_was_handed_over_is_refused(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    await anna.report(first, 40)
    made = await anna.report(second, 30)
    params = await anna.refused(
        f"/reports/{made['report_id']}/correct", 409, "over_available", reason="more", **said(41)
    )
    assert params["available"] == 10
    await correct(anna, made["report_id"], 40)
    await plant.check()


async def test_a_warning_comes_with_a_correction_where_the_rule_warns(plant: BuiltPlant) -> None:
    (only,) = await plant.order(step("10", input_rule="warn"))
    anna = await plant.user("anna")
    made = await anna.report(only, 90)
    answer = await anna.post(f"/reports/{made['report_id']}/correct", reason="more", **said(120))
    assert [(one["code"], one["params"]["over"]) for one in answer["warnings"]] == [("over_available", 20)]
    assert answer["bar"]["progress"] == "completed"
    await plant.check()


async def test_pending_lines_keep_their_case(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    made = await anna.report(first, 10, [("D1", 2, "scrap"), ("D2", 6, "pending")])
    (case,) = (await anna.get("/wip/cases", operation_id=first))["cases"]
    second = await correct(anna, made["report_id"], 10, [("D2", 4, "pending")])
    (after,) = (await anna.get("/wip/cases", operation_id=first))["cases"]
    assert (after["id"], after["quantity"], after["open"]) == (case["id"], 4, 4)
    third = await correct(anna, second, 10, [("D3", 1, "pending"), ("D2", 5, "pending")])
    found = {one["id"]: one["open"] for one in (await anna.get("/wip/cases", operation_id=first))["cases"]}
    assert found.pop(case["id"]) == 5
    assert list(found.values()) == [1]
    await anna.post(f"/reports/{third}/reverse", reason="all wrong")
    assert (await anna.get("/wip/cases", operation_id=first))["cases"] == []
    await plant.check()


async def test_a_line_that_turns_pending_again_gets_a_case_of_its_own(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    made = await anna.report(first, 10, [("D2", 6, "pending")])
    second = await correct(anna, made["report_id"], 10, [("D2", 6, "scrap")])
    assert await plant.cells(first) == {"ready": 10, "scrap": 6}
    third = await correct(anna, second, 10, [("D2", 7, "pending")])
    await correct(anna, third, 10, [("D2", 5, "pending")])
    assert await plant.cells(first) == {"ready": 10, "hold": 5}
    await plant.check()


async def test_judged_ng_does_not_come_back(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    leader = await plant.user("leader", LEADER)
    made = await leader.report(first, 10, [("D2", 6, "pending")])
    (case,) = (await leader.get("/wip/cases", operation_id=first))["cases"]
    await leader.post("/wip/dispose", case_id=case["id"], quantity=4, to="scrap", reason="cracked")
    params = await leader.refused(
        f"/reports/{made['report_id']}/correct", 409, "already_judged", reason="x", **said(10, [("D2", 3, "pending")])
    )
    assert (params["wanted"], params["there"]) == (3, 2)
    await leader.refused(f"/reports/{made['report_id']}/reverse", 409, "already_judged", reason="x")
    await correct(leader, made["report_id"], 10, [("D2", 4, "pending")])
    assert await plant.cells(first) == {"ready": 10, "scrap": 4}
    await plant.check()


async def test_good_held_under_a_block_comes_back_from_its_case(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    leader = await plant.user("leader", LEADER)
    block = await leader.post("/blocks", target_kind="operation", target_id=first, reason_code="tool_worn", owner="QA")
    made = await leader.report(first, 10, mode="book")
    assert await plant.cells(first) == {"hold": 10}
    second = await correct(leader, made["report_id"], 12)
    assert await plant.cells(first) == {"hold": 12}
    await plant.check()
    await leader.post(f"/blocks/{block['block_id']}/release", reason="changed")
    third = await correct(leader, second, 15)
    assert await plant.cells(first) == {"hold": 12, "ready": 3}
    await leader.post(f"/reports/{third}/reverse", reason="all wrong")
    assert await plant.cells(first) == {}
    await plant.check()


async def test_a_completed_operation_runs_again_after_a_correction(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    made = await anna.report(first, 100)
    assert made["bar"]["progress"] == "completed"
    answer = await anna.post(f"/reports/{made['report_id']}/correct", reason="less", **said(90))
    assert answer["bar"]["progress"] == "running"


async def test_what_a_correction_says_is_checked_like_a_report(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    path = f"/reports/{(await anna.report(first, 10))['report_id']}/correct"
    await anna.refused(path, 422, "unknown_defect_code", reason="x", **said(1, [("NONE", 1, "scrap")]))
    await anna.refused(path, 422, "decimals_not_allowed", reason="x", **said(1.5))
    await anna.refused(path, 422, "wrong_shape", reason="x", **said(0))
    await anna.refused(path, 422, "wrong_shape", reason="x", good=1, ng=2, defects=[])
    await anna.refused(path, 422, "wrong_shape", **said(1))
    photo = "7c1f7a4e-0000-4000-8000-000000000001"
    line = {"defect_code": "D1", "quantity": 1, "disposition": "scrap", "photo_ids": [photo]}
    await anna.refused(path, 422, "unknown_photo", reason="x", good=1, ng=1, defects=[line])
    assert await plant.cells(first) == {"ready": 10}


async def test_the_list_goes_on_where_it_stopped(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    ids = [(await anna.report(first, 1))["report_id"] for _ in range(5)]
    await anna.report(second, 2)
    seen, cursor = [], None
    for _ in range(3):
        page = await anna.get("/reports", operation_id=first, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in page["reports"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert sorted(seen) == sorted(ids)
    assert len(set(seen)) == 5
    await anna.get("/reports", 422, cursor="nonsense")
    await anna.get("/reports", 422, cursor="bm9uc2Vuc2U=")
    await anna.get("/reports", 422, limit=0)

# SPDX-License-Identifier: Apache-2.0
"""A report carries its defect answer, or it is not taken."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.plant import LEADER, BuiltPlant, step

pytestmark = pytest.mark.anyio

DAY = "2026-11-20"
D1 = {"defect_code": "D1", "disposition": "scrap"}


async def test_good_and_every_defect_are_one_act(plant: BuiltPlant) -> None:
    first, _ = await plant.order(step("10", acceptance="after_report"), step("20"))
    anna = await plant.user("anna", person="P-1")
    answer = await anna.report(first, 46, [("D1", 2, "pending"), ("D2", 1, "rework"), ("D3", 1, "scrap")])
    bar = answer["bar"]
    assert (bar["waiting"], bar["hold"], bar["rework"], bar["scrap"]) == (46, 2, 1, 1)
    assert (bar["progress"], bar["quality_status"]) == ("running", "on_hold")
    [shown] = (await anna.get("/reports", operation_id=first))["reports"]
    assert (shown["good"], shown["ng"], shown["people"]) == (46, 4, ["Person P-1"])
    assert [(line["defect_code"], line["quantity"]) for line in shown["defects"]] == [("D1", 2), ("D2", 1), ("D3", 1)]
    await plant.check()


async def test_the_same_report_sent_twice_is_booked_once(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    key = str(uuid4())
    assert await anna.report(first, 10, id=key) == await anna.report(first, 10, id=key)
    assert await plant.cells(first) == {"ready": 10}
    await anna.refused(
        "/reports", 409, "command_content_differs", id=key, operation_id=first, good=11, ng=0, defects=[]
    )


NO_REPORTS: list[tuple[str, dict[str, Any]]] = [
    ("defects_not_ng", {"good": 10, "ng": 1, "defects": []}),
    ("defects_not_ng", {"good": 10, "ng": 0, "defects": [{**D1, "quantity": 1}]}),
    ("missing", {"good": 10}),
    ("nothing_reported", {"good": 0, "ng": 0}),
    ("quantity_negative", {"good": -1, "ng": 0}),
    ("quantity_not_a_number", {"good": True, "ng": 0}),
    ("quantity_not_a_number", {"good": "ten", "ng": 0}),
    ("quantity_too_fine", {"good": 0.00001, "ng": 0}),
    ("quantity_too_large", {"good": 1e11, "ng": 0}),
    ("ends_before_start", {"good": 1, "ng": 0, "started_at": f"{DAY}T10:00:00Z", "ended_at": f"{DAY}T09:00:00Z"}),
    ("timezone_aware", {"good": 1, "ng": 0, "occurred_at": f"{DAY}T10:00:00"}),
    ("serial_twice", {"good": 2, "ng": 0, "serials": ["A", "A"]}),
    ("serials_above_pieces", {"good": 1, "ng": 0, "serials": ["A", "B"]}),
    ("lot_twice", {"good": 1, "ng": 0, "lot": "L1", "input_lots": [{"code": "L1"}]}),
    ("person_twice", {"good": 1, "ng": 0, "people": [{"person_id": 1, "share": 40}] * 2}),
    ("shares_above_all", {"good": 1, "ng": 0, "people": [{"person_id": 1}, {"person_id": 2, "share": 1}]}),
    ("value_twice", {"good": 1, "ng": 0, "values": [{"parameter": "T", "value": 1}] * 2}),
    ("extra_forbidden", {"good": 1, "ng": 0, "unknown_field": 1}),
    ("text_not_storable", {"good": 1, "ng": 0, "note": "\x00"}),
]


async def test_a_wrong_shape_is_refused_and_nothing_is_booked(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    for rule, body in NO_REPORTS:
        await anna.breaks(rule, "/reports", operation_id=first, **body)
    assert await plant.cells(first) == {}


async def test_what_is_named_must_exist(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    known = {"operation_id": first, "good": 1, "ng": 0}
    await anna.refused("/reports", 404, "unknown_operation", **{**known, "operation_id": 10**9})
    await anna.refused("/reports", 422, "unknown_station", **known, station_id=10**9)
    await anna.refused("/reports", 422, "unknown_person", **known, people=[{"person_id": 10**9}])
    await anna.refused("/reports", 422, "decimals_not_allowed", **{**known, "good": 1.5})
    line = {"defect_code": "NO-SUCH", "quantity": 1, "disposition": "scrap"}
    await anna.refused("/reports", 422, "unknown_defect_code", operation_id=first, good=0, ng=1, defects=[line])
    photo = {"defect_code": "D1", "quantity": 1, "disposition": "scrap", "photo_ids": [str(uuid4())]}
    await anna.refused("/reports", 422, "unknown_photo", operation_id=first, good=0, ng=1, defects=[photo])
    assert await plant.cells(first) == {}


async def test_more_than_was_handed_over_is_refused_to_a_person(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    await anna.report(first, 30)
    params = await anna.refused("/reports", 409, "over_available", operation_id=second, good=31, ng=0)
    assert (params["available"], params["wanted"]) == (30, 31)
    assert (await anna.report(second, 31, mode="book"))["outcome"] == "parked"
    assert await plant.cells(second) == {}


async def test_a_stopped_operation_refuses_a_person_and_holds_what_has_happened(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna, quality = await plant.user("anna"), await plant.user("quality", LEADER)
    await quality.post(
        "/blocks", target_kind="operation", target_id=first, reason_code="first_article_failed", owner="Sun Ying"
    )
    params = await anna.refused("/reports", 409, "blocked", operation_id=first, good=5, ng=0)
    assert (params["reason_code"], params["owner"]) == ("first_article_failed", "Sun Ying")
    answer = await anna.report(first, 5, mode="book")
    assert (answer["bar"]["hold"], answer["bar"]["good"]) == (5, 0)
    assert "report" not in answer["can"]
    await plant.check()


async def test_a_serial_is_free_again_after_its_report_was_reversed(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    made = await anna.report(first, 2, serials=["SN-1", "SN-2"])
    await anna.refused("/reports", 409, "serial_reported", operation_id=first, good=1, ng=0, serials=["SN-2"])
    defects = [{"defect_code": "D1", "quantity": 1, "disposition": "scrap"}]
    corrected = await anna.post(
        f"/reports/{made['report_id']}/correct", reason="one bad", good=1, ng=1, defects=defects
    )
    await anna.refused("/reports", 409, "serial_reported", operation_id=first, good=1, ng=0, serials=["SN-2"])
    await anna.post(f"/reports/{corrected['report_id']}/reverse", reason="wrong order")
    await anna.report(first, 2, serials=["SN-1", "SN-2"])
    await plant.check()


async def test_a_batch_answers_each_report_by_itself(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")

    def line(operation: int, good: float, **more: Any) -> dict[str, Any]:
        return {"id": str(uuid4()), "operation_id": operation, "good": good, "ng": 0, **more}

    sent = [line(first, 30), line(second, 31), line(second, 20), line(10**9, 1, mode="book")]
    results = (await anna.send("POST", "/reports/batch", 200, json={"reports": sent}))["results"]
    assert [result["outcome"] for result in results] == ["booked", "refused", "booked", "parked"]
    assert results[1]["code"] == "over_available"
    again = (await anna.send("POST", "/reports/batch", 200, json={"reports": sent}))["results"]
    assert [result["outcome"] for result in again] == ["duplicate", "refused", "duplicate", "duplicate"]
    assert await plant.cells(second) == {"ready": 20}
    await plant.check()

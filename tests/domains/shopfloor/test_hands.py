# SPDX-License-Identifier: Apache-2.0
"""What is shown to those who hold, release and stop at the station."""

import pytest

from tests.support.plant import LEADER, BuiltPlant

pytestmark = pytest.mark.anyio


async def test_what_lies_at_an_operation_and_who_may_decide_about_it(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    leader = await plant.user("leader", LEADER)
    worker = await plant.user("worker", ["report.create", "queue.read"])
    path = f"/operations/{first}/hands"
    await leader.report(first, 30)
    await leader.post("/wip/hold", operation_id=first, cell="ready", quantity=4, reason="scratches")
    await leader.post("/blocks", target_kind="operation", target_id=first, reason_code="said", reason_params={})
    await leader.post("/blocks", target_kind="operation", target_id=second, reason_code="said", reason_params={})

    shown = await leader.get(path)
    assert (shown["ready"], shown["waiting"]) == (26, 0)
    [case] = shown["cases"]
    assert (case["open"], case["reason"], "release" in case["can"]) == (4, "scratches", True)
    [block] = shown["blocks"]
    assert (block["target_kind"], block["target_id"], block["can"]) == ("operation", first, ["release"])
    assert shown["may"]["hold"]["reader"] is True

    seen = await worker.get(path)
    assert [seen["may"][act]["reader"] for act in ("hold", "release")] == [False, False]
    assert "leader" in seen["may"]["hold"]["roles"]
    assert [seen["cases"][0]["can"], seen["blocks"][0]["can"]] == [[], []]
    await worker.get("/operations/987654/hands", 404)


async def test_the_reasons_of_the_plant_are_read_at_the_station(plant: BuiltPlant) -> None:
    keeper = await plant.user("keeper", ["masterdata.manage"])
    worker = await plant.user("worker", ["queue.read"])
    for code, kind in (("P-1", "pause"), ("H-1", "hold")):
        await keeper.post("/entities/reason/save", code=code, kind=kind, name={"en": f"why {code}", "zh-CN": code})
    found = {(one["code"], one["kind"]) for one in (await worker.get("/reasons"))["reasons"]}
    assert {("P-1", "pause"), ("H-1", "hold")} <= found

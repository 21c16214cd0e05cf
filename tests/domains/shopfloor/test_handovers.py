# SPDX-License-Identifier: Apache-2.0
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.change.models import Change
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User, step
from tests.support.scopes import add_second_site, seat

pytestmark = pytest.mark.anyio

TOLD = "The coolant smells. Change it before the rotor."


async def on_top(user: User) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await user.get("/queue"))["handovers"]
    return found


async def test_the_next_shift_reads_what_was_told_and_counted_and_takes_it_over(
    plant: BuiltPlant, clock: TestClock
) -> None:
    running, stopped, _ = await plant.order(*(step(code, stations=["ST-1"], input_rule="off") for code in "123"))
    anna, bert = await plant.user("anna", person="P-1"), await plant.user("bert", person="P-2")
    leader = await plant.user("leader", LEADER)
    for user in (anna, bert):
        await seat(plant, user, "ST-1")
    await anna.report(running, 40, [("D1", 2, "scrap")])
    wrong = await anna.report(running, 7)
    await anna.post(f"/reports/{wrong['report_id']}/reverse", reason="undo")
    stop = {"target_kind": "operation", "target_id": stopped, "reason_code": "machine_down", "owner": "P-1"}
    await leader.post("/blocks", **stop, until="2026-11-21T06:00:00Z")

    note = {"id": "7c1f7a4e-0000-4000-8000-000000000021", "operation_id": running, "text": f"  {TOLD} "}
    written = await anna.post("/handovers", **note)
    assert await anna.post("/handovers", **note) == written

    [mine] = await on_top(anna)
    assert mine["can"] == ["withdraw"]
    take = f"/handovers/{written['handover_id']}/take-over"
    await anna.refused(take, 409, "own_handover")
    clock.now += timedelta(hours=8)
    [found] = await on_top(bert)
    assert (found["text"], found["written_by"], found["shift"], found["about"]) == (TOLD, "anna", "day", "WO-1")
    told = {job["operation_code"]: (job["state"], job["left"], job["good"], job["ng"]) for job in found["jobs"]}
    assert told == {"1": ("running", 58, 40, 2), "2": ("blocked", 100, 0, 0)}
    assert found["jobs"][1]["blocked"]["until"] == "2026-11-21T06:00:00Z"
    # By now another shift runs: even who wrote it may take it over.
    assert [one["can"] for one in await on_top(anna)] == [["take_over", "withdraw"]]
    assert found["can"] == ["take_over"]
    await bert.refused(f"/handovers/{written['handover_id']}/withdraw", 404, "not_found")
    # Without the network until now.
    taking = {"id": "7c1f7a4e-0000-4000-8000-000000000022", "occurred_at": "2026-11-20T14:02:00Z"}
    taken = await bert.post(take, **taking)
    assert await bert.post(take, **taking) == taken
    refused = await leader.refused(take, 409, "already_taken_over")
    assert refused["by"] == "bert"
    assert await on_top(bert) == []
    [last] = (await anna.get("/handovers"))["handovers"]
    assert (last["taken_by"], last["taken_at"], last["can"]) == ("bert", taking["occurred_at"], [])

    order_id = (await leader.get("/scan", code="WO-1"))["order_id"]
    events = (await leader.get(f"/orders/{order_id}/page"))["events"]
    [event] = [one for one in events if one["kind"] == "handover"]
    assert (event["who"], event["reason"], event["operation_id"]) == ("anna", TOLD, running)
    async with plant.sessions() as session:
        changes = await session.execute(select(Change.event).where(Change.entity == "handover").order_by(Change.id))
        assert list(changes.scalars()) == ["handed_over", "taken_over"]
        audited = await session.execute(select(AuditEntry.line_id).where(AuditEntry.entity_type == "handover"))
        assert list(audited.scalars()) == [plant.lines["L1"]] * 2


async def test_who_wrote_it_takes_it_back(plant: BuiltPlant) -> None:
    anna, bert = await plant.user("anna"), await plant.user("bert")
    at = {"station_id": plant.stations["ST-2"]}
    first = await anna.post("/handovers", text="oops", **at)
    second = await anna.post("/handovers", text=TOLD, **at)
    await anna.post(f"/handovers/{first['handover_id']}/withdraw")
    await bert.refused(f"/handovers/{first['handover_id']}/take-over", 404, "not_found")
    await bert.post(f"/handovers/{second['handover_id']}/take-over")
    refused = await anna.refused(f"/handovers/{second['handover_id']}/withdraw", 409, "already_taken_over")
    assert refused["by"] == "bert"
    listed = (await anna.get("/handovers", station="ST-2"))["handovers"]
    assert [one["text"] for one in listed] == [TOLD]


async def test_what_a_handover_must_say_and_where(plant: BuiltPlant) -> None:
    await add_second_site(plant)
    anna = await plant.user("anna", lines=[plant.lines["L1"]])
    here = {"station_id": plant.stations["ST-1"]}
    await anna.breaks("text_blank", "/handovers", text="  ", **here)
    await anna.breaks("too_long", "/handovers", text="x" * 501, **here)
    await anna.refused("/handovers", 404, "not_found", text=TOLD)
    for foreign in ("ST-3", "XT-1"):
        await anna.refused("/handovers", 404, "not_found", text=TOLD, station_id=plant.stations[foreign])
    (elsewhere, _) = await plant.order(number="WO-2", line_code="L2")
    await anna.refused("/handovers", 404, "unknown_operation", text=TOLD, operation_id=elsewhere, **here)
    guest = await plant.user("guest", ["board.read"])
    await guest.refused("/handovers", 403, "forbidden", text=TOLD, **here)
    assert (await guest.get("/handovers", 403, station="ST-1"))["error"]["code"] == "forbidden"
    far = await plant.user("far", lines=[plant.lines["L2"]])
    written = await anna.post("/handovers", text=TOLD, **here)
    await far.refused(f"/handovers/{written['handover_id']}/take-over", 404, "not_found")
    await far.get("/handovers", 404, station="ST-1")

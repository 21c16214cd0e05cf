# SPDX-License-Identifier: Apache-2.0
"""An auditor who is limited to a line reads what was done on it, and nothing of the line beside it."""

from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from lockstep.domains.orders.commands import PlannedTimes, SetPlannedTimes
from lockstep.domains.orders.models import Operation
from lockstep.domains.orders.operations.planning import set_planned_times
from lockstep.kernel.ids import derived_id
from tests.conftest import NOW
from tests.support.plant import LEADER, BuiltPlant, User, step

pytestmark = pytest.mark.anyio

STEPS = [step("10", acceptance="after_report"), step("20"), step("30")]


async def work_a_day(plant: BuiltPlant, boss: User, line: str) -> None:
    """One of each command at an order of the line."""
    first, second, last = await plant.order(*STEPS, number=f"WO-{line}", line_code=line)
    made = await boss.report(first, 20, [("D1", 4, "rework"), ("D2", 3, "pending")])
    await boss.report(last, 900, mode="book")
    parked = (await boss.get("/parked"))["parked"][0]["id"]
    await boss.post(f"/parked/{parked}/withdraw", reason="typed wrong")
    span = {"started_at": "2026-11-20T04:00:00Z", "ended_at": "2026-11-20T05:00:00Z"}
    await boss.post("/time-records", operation_id=first, kind="setup", **span)
    line_id = derived_id(UUID(made["id"]), "defect", 1)
    await boss.post(f"/defect-lines/{line_id}/judge", aspect="cause", value="worn", reason="seen")
    await boss.post("/wip/judge", operation_id=first, quantity=10, verdict="accept", reason="good")
    await boss.post(f"/operations/{first}/rework-route", operations=[{"code": "R1", "name": {"en": "Again"}}])
    await boss.post("/wip/hold", operation_id=first, cell="ready", quantity=2, reason="doubt")
    case = (await boss.get("/wip/cases", operation_id=first))["cases"][-1]["id"]
    await boss.post("/wip/release", case_id=case, quantity=1, reason="fine")
    await boss.post(f"/operations/{second}/start")
    what = {"target_kind": "operation", "target_id": second, "reason_code": "tool_worn", "owner": "QA"}
    block = (await boss.post("/blocks", **what))["block_id"]
    await boss.post(f"/blocks/{block}/release", reason="new tool")
    other = await boss.report(first, 5)
    await boss.post(f"/reports/{other['id']}/correct", good=4, ng=0, defects=[], reason="miscounted")
    async with plant.sessions() as session:
        order_id = await session.scalar(select(Operation.order_id).where(Operation.id == first))
    times = PlannedTimes(operation_id=first, start=NOW, end=NOW + timedelta(hours=4))
    planned = SetPlannedTimes(id=uuid4(), order_id=order_id or 0, times=[times], reason="later")
    await plant.run(set_planned_times, planned)


async def read_by(user: User) -> Counter[str]:
    """How often each operation stands in the audit that they may see."""
    return Counter(entry["operation"] for entry in (await user.get("/audit"))["entries"])


async def test_what_is_done_on_a_line_is_read_by_the_auditors_of_that_line(plant: BuiltPlant) -> None:
    boss = await plant.user("boss", LEADER)
    near = await plant.user("near", LEADER, lines=[plant.lines["L1"]])
    beside = await plant.user("beside", LEADER, lines=[plant.lines["L2"]])
    before = await read_by(near)
    await work_a_day(plant, boss, "L1")
    done = await read_by(near) - before

    assert set(done) == {
        "orders.place_order",
        "orders.set_planned_times",
        "shopfloor.report_production",
        "shopfloor.withdraw_parked",
        "shopfloor.record_time",
        "shopfloor.judge_defect",
        "shopfloor.correct_report",
        "wip.judge",
        "wip.create_rework_route",
        "wip.hold",
        "wip.release",
        "wip.start_operation",
        "wip.set_block",
        "wip.release_block",
    }
    assert await read_by(boss) >= done
    assert not set(await read_by(beside)) & set(done)

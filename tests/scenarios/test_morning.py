# SPDX-License-Identifier: Apache-2.0
"""The morning meeting: yesterday's misses beside yesterday's quality, and who does what about them until when."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from lockstep.platform.database.engine import Sessions
from tests.support.clock import TestClock
from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User, step

pytestmark = pytest.mark.anyio

YESTERDAY = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
"""10:00 at the plant."""

MORNING = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.fixture
def plant(plant_as_built: BuiltPlant, sessions: Sessions, clock: TestClock, client: httpx.AsyncClient) -> BuiltPlant:
    clock.now = YESTERDAY
    return plant_as_built.over(sessions, clock, client)


async def a_day_at_the_grinder(plant: BuiltPlant, clock: TestClock, boss: User) -> dict[str, int]:
    """60 planned until the evening; 30 good and 5 NG said, of which one report was taken back; a stop of 46 minutes."""
    steps = (step("10", piece_seconds=60, progress_owner_code="P-1"), step("20", piece_seconds=60))
    turned, ground = await plant.order(*steps, number="WO-1", quantity=60, due_at="2026-11-20T00:00:00Z")
    order = (await boss.get("/scan", code="WO-1"))["order_id"]
    times = [
        {"operation_id": turned, "start": "2026-11-19T00:00:00Z", "end": "2026-11-19T10:00:00Z"},
        {"operation_id": ground, "start": "2026-11-22T00:00:00Z", "end": "2026-11-22T10:00:00Z"},
    ]
    await boss.post("/orders/set-planned-times", order_id=order, times=times, reason="as agreed")
    await boss.report(turned, 28, [("D1", 3, "rework"), ("D2", 2, "scrap")])
    twice = await boss.report(turned, 2)
    wrong = await boss.report(turned, 7, [("D3", 1, "scrap")])
    await boss.post(f"/reports/{wrong['report_id']}/reverse", reason="said twice")
    assert twice["outcome"] == "booked"
    said = {"target_kind": "operation", "target_id": turned, "reason_code": "machine_down", "owner": "P-1"}
    block = await boss.post("/blocks", **said)
    clock.advance(minutes=46)
    await boss.post(f"/blocks/{block['block_id']}/release", reason="mended")
    await boss.post("/wip/hold", operation_id=turned, cell="ready", quantity=4, reason="dented")
    await boss.report(turned, 99_000, mode="book")
    return {"order": order, "turned": turned, "ground": ground}


async def test_the_meeting_looks_at_yesterday_and_agrees_what_is_done(plant: BuiltPlant, clock: TestClock) -> None:
    boss = await plant.user("boss", LEADER)
    ids = await a_day_at_the_grinder(plant, clock, boss)
    clock.now = MORNING

    page = await boss.get("/morning")
    assert (page["day"], page["today"], page["meeting_on"], page["due_on"]) == (
        *("2026-11-19", "2026-11-20", "2026-11-20", "2026-11-21"),
    )
    assert page["summary"] == {"missed": 1, "good": 30, "ng": 5, "scrap": 2, "fpy": 85.7, "late": 1}
    [row] = page["rows"]
    assert (row["operation_code"], row["missed"], row["planned"], row["made"], row["short"]) == ("10", True, 60, 35, 25)
    assert (row["good"], row["ng"], row["fpy"], row["reports"]) == (30, 5, 85.7, 2)
    assert (row["owner_id"], row["bar"]["hold"]) == (plant.people["P-1"], 4)
    assert [(one["name"], one["pieces"]) for one in row["defects"]] == [("Defect D1", 3), ("Defect D2", 2)]
    assert [(one["code"], one["places"][0]["order_number"]) for one in page["defects"]] == [
        *(("D1", "WO-1"), ("D2", "WO-1")),
    ]
    [stop] = page["stops"]
    assert (stop["target"], stop["minutes"], stop["order_id"]) == ("WO-1 Step 10", 46, ids["order"])
    assert stop["released_at"] is not None
    assert [(hold["open"], hold["reason"]) for hold in page["holds"]] == [(4, "dented")]
    assert page["parked"]["count"] == 1
    assert [order["number"] for order in page["late"]] == ["WO-1"]
    days = [(one["day"], one["fpy"]) for one in page["trend"]]
    assert days == [*((f"2026-11-{day:02}", None) for day in range(6, 19)), ("2026-11-19", 85.7)]

    about = {"operation_id": ids["turned"], "owner_id": row["owner_id"], "meeting_on": page["meeting_on"]}
    agreed = await boss.post("/tasks/agree", **about, text="Second lathe from noon", due_on=page["due_on"])
    [task] = (await boss.get("/morning"))["tasks"]
    assert (task["id"], task["order_number"], task["overdue_days"]) == (agreed["task_id"], "WO-1", 0)
    done = {"task_id": task["id"], "expected_version": 1}
    await boss.post("/tasks/finish", **done, outcome="Runs since 12:10")
    [task] = (await boss.get("/morning"))["tasks"]
    assert (task["status"], task["outcome"]) == ("done", "Runs since 12:10")

    late = await boss.post("/tasks/agree", **about, text="Call the customer", due_on=page["today"])
    clock.advance(days=2)
    later = await boss.get("/morning", day="2026-11-19")
    assert [(one["id"], one["overdue_days"]) for one in later["tasks"]] == [(late["task_id"], 2), (task["id"], 0)]
    assert [one["id"] for one in (await boss.get("/morning"))["tasks"]] == [late["task_id"]]


async def test_who_reads_the_meeting_and_from_where(plant: BuiltPlant, clock: TestClock) -> None:
    boss = await plant.user("boss", LEADER)
    await a_day_at_the_grinder(plant, clock, boss)
    clock.now = MORNING
    far = await boss.post("/entities/site/save", code="S2", name={"en": "Far"})
    assert [site["name"] for site in (await boss.get("/morning"))["sites"]] == ["Site", "Far"]
    assert (await boss.get("/morning", site_id=far["id"]))["rows"] == []
    assert (await boss.get("/morning", line_id=plant.lines["L2"]))["summary"]["missed"] == 0
    of_line = await plant.user("of L2", ["board.read"], lines=[plant.lines["L2"]])
    page = await of_line.get("/morning")
    assert (page["rows"], page["parked"], page["stops"], page["holds"]) == ([], None, [], [])
    await of_line.get("/morning", 404, line_id=plant.lines["L1"])
    stranger = await plant.user("far", ["board.read"], sites=[far["id"]])
    await stranger.get("/morning", 404, site_id=plant.site_id)
    await (await plant.user("nobody", ["queue.read"])).get("/morning", 403)


async def test_each_finds_at_home_what_waits_for_them(plant: BuiltPlant, clock: TestClock) -> None:
    boss = await plant.user("boss", LEADER)
    ids = await a_day_at_the_grinder(plant, clock, boss)
    owners = [{"operation_id": ids["turned"], "quality_owner_code": "P-2"}]
    await boss.post("/orders/set-owners", order_id=ids["order"], owners=owners, reason="as agreed")
    clock.now = MORNING

    async def home(name: str, rights: Any, **more: Any) -> dict[str, Any]:
        return await (await plant.user(name, rights, **more)).get("/home")

    def waiting(page: dict[str, Any]) -> list[tuple[str, bool, int]]:
        return [(one["kind"], one["mine"], one["count"]) for one in page["waiting"]]

    leader = await home("leader", LEADER)
    assert (leader["tasks"], leader["late"]["late"], leader["late"]["at_risk"]) == (None, 1, 0)
    assert waiting(leader) == [("parked", True, 1), ("case", False, 1)]
    quality = await home("quality", OPERATOR, person="P-2")
    assert waiting(quality) == [("case", True, 1)]
    assert (quality["waiting"][0]["pieces"], quality["waiting"][0]["order_number"]) == (4, "WO-1")
    assert [order["mine"] for order in quality["late"]["orders"]] == [True]
    driver = await home("driver", OPERATOR, person="P-1")
    assert (waiting(driver), driver["tasks"]) == ([], [])
    plain = await home("plain", ["report.create"])
    assert (plain["late"], plain["waiting"], plain["tasks"]) == (None, [], None)

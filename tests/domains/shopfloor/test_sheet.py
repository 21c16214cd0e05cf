# SPDX-License-Identifier: Apache-2.0
"""What the report sheet knows before anybody types."""

from datetime import datetime

import pytest

from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User, step

pytestmark = pytest.mark.anyio


async def start(user: User, operation: int, **at: str) -> datetime:
    return datetime.fromisoformat((await user.get(f"/operations/{operation}/sheet", **at))["started_at"])


async def test_the_work_began_with_the_last_report_of_this_station(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    await anna.post(f"/operations/{first}/start")
    began = clock.now
    clock.advance(minutes=30)
    made = await anna.report(first, 20, station_id=plant.stations["ST-1"])
    reported = clock.now
    clock.advance(minutes=12)

    assert await start(anna, first, station="ST-1") == reported
    assert await start(anna, first, station="ST-2") == began

    await anna.post(f"/reports/{made['report_id']}/reverse", reason="undo")
    assert await start(anna, first, station="ST-1") == began


async def test_a_corrected_report_keeps_its_end(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    await anna.post(f"/operations/{first}/start")
    clock.advance(minutes=30)
    ended = clock.now
    made = await anna.report(first, 20, station_id=plant.stations["ST-1"], ended_at=ended.isoformat())
    clock.advance(minutes=5)
    correction = {"good": 19, "ng": 0, "defects": [], "reason": "miscounted"}
    await anna.post(f"/reports/{made['report_id']}/correct", **correction)

    assert await start(anna, first, station="ST-1") == ended


async def test_from_no_station_the_own_reports_count(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna, berta = await plant.user("anna", person="P-1"), await plant.user("berta", person="P-2")
    await anna.report(first, 20)
    hers = clock.now
    clock.advance(minutes=8)
    await berta.report(first, 20)

    assert await start(anna, first) == hers
    assert await start(berta, first) == clock.now


async def test_who_may_have_made_it_together(plant: BuiltPlant) -> None:
    """Those of one's team come first; who lacks the skill that is asked for is known beforehand."""
    boss = await plant.user("boss", LEADER)
    await boss.post("/entities/skill/save", code="GRIND", name={"en": "Grinding"})
    teams = [
        (await boss.post("/entities/team/save", site_code="S1", code=code, name={"en": code}))["id"]
        for code in ("T1", "T2")
    ]
    for code, name, team, skills in (
        ("P-1", "Zoe", "T1", ["GRIND"]),
        ("P-2", "Bert", "T2", []),
        ("P-3", "Yan", "T1", []),
    ):
        known = {} if code == "P-3" else {"expected_version": "any", "reason": "moved"}
        person = {"site_code": "S1", "code": code, "name": name, "team_code": team, "skill_codes": skills}
        await boss.post("/entities/person/save", **person, **known)
    await boss.post("/settings/skill-rules", strength="warn", expected_version=0)
    (operation,) = await plant.order(step("10", skill_code="GRIND"))
    zoe = await plant.user("zoe", person="P-1")

    sheet = await zoe.get(f"/operations/{operation}/sheet")
    found = [(one["name"], one["team"], one["near"], one["skilled"]) for one in sheet["people"]]
    assert found == [("Yan", "T1", True, False), ("Zoe", "T1", True, True), ("Bert", "T2", False, False)]
    assert sheet["skill_asked"] == {"name": "Grinding", "strength": "warn"}
    assert sheet["shift"] == {"date": "2026-11-20", "starts_at": "2026-11-20T00:00:00Z"}
    limited = await plant.user("limited", teams=[teams[1]])
    theirs = (await limited.get(f"/operations/{operation}/sheet"))["people"]
    assert [one["name"] for one in theirs] == ["Bert"]

    shares = [{"person_id": plant.people[code], "share": 50} for code in ("P-1", "P-2")]
    await zoe.report(operation, 10, people=shares)
    [report] = (await limited.get("/reports"))["reports"]
    assert (report["people"], report["crew"]) == (["Bert"], 2)

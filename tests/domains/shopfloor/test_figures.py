# SPDX-License-Identifier: Apache-2.0
"""What people made and earn, by themselves and by their leader."""

import csv
import io
from typing import Any
from uuid import UUID, uuid4

import pytest

from lockstep.domains.masterdata import operations as masterdata
from lockstep.domains.masterdata import schemas
from lockstep.kernel.ids import derived_id
from tests.support.clock import TestClock
from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User, said, step

pytestmark = pytest.mark.anyio

TEAM_LEADER = (*OPERATOR, "figures.read_others", "wip.judge", "defect.judge", "wip.dispose", "audit.read")
PAYMASTER = (*TEAM_LEADER, "field.person", "field.price")
HALF = step("10", piece_rate=0.5)


async def mine(user: User, **asked: Any) -> dict[str, Any]:
    figures: dict[str, Any] = (await user.get("/figures/mine", **asked))["figures"]
    return figures


async def team(user: User, **asked: Any) -> dict[str, Any]:
    return await user.post("/figures/team", **asked)


def lines(pay: dict[str, Any]) -> list[tuple[str, float, float]]:
    return [(line["why"], line["quantity"], line["amount"]) for line in pay["deductions"]]


async def judged(user: User, report: dict[str, Any], aspect: str, value: str, line: int = 0) -> None:
    line_id = derived_id(UUID(report["report_id"]), "defect", line)
    await user.post(f"/defect-lines/{line_id}/judge", aspect=aspect, value=value, reason="looked at it")


async def test_output_yield_hours_and_pay_of_a_day(plant: BuiltPlant) -> None:
    (only,) = await plant.order(HALF)
    anna = await plant.user("anna", person="P-1")
    span = {"started_at": "2026-11-20T01:00:00Z", "ended_at": "2026-11-20T03:00:00Z"}
    await anna.report(only, 40, [("D1", 3, "scrap"), ("D2", 2, "rework")], **span)
    await anna.post(
        "/time-records",
        operation_id=only,
        kind="setup",
        started_at="2026-11-20T02:30:00Z",
        ended_at="2026-11-20T04:00:00Z",
    )
    answer = await anna.get("/figures/mine")
    assert (answer["today"], answer["first"], answer["last"], answer["currency"]) == (*["2026-11-20"] * 3, "CNY")
    found = answer["figures"]
    assert (found["made"], found["good"], found["ng"], found["scrap"], found["rework"]) == (45, 40, 5, 3, 2)
    assert (found["reports"], found["good_rate"], found["seconds"]) == (1, 88.9, 3 * 3600)
    pay = found["pay"]
    assert (pay["total"], pay["deducted"], pay["undecided"]) == (21, 1.5, 0)
    assert [(line["quantity"], line["amount"]) for line in pay["earned"]] == [(45, 22.5)]
    assert lines(pay) == [("own", 3, 1.5)]
    assert pay["deductions"][0]["defect"] == "Defect D1"


async def test_correction_and_reversal_change_the_figures(plant: BuiltPlant, clock: TestClock) -> None:
    (only,) = await plant.order(HALF)
    anna = await plant.user("anna", person="P-1")
    first = await anna.report(only, 40)
    second = await anna.report(only, 20)
    clock.advance(minutes=5)
    await anna.post(f"/reports/{first['report_id']}/correct", reason="counted again", **said(30, [("D1", 4, "scrap")]))
    found = await mine(anna)
    assert (found["good"], found["scrap"], found["pay"]["total"], found["reports"]) == (50, 4, 25, 2)
    await anna.post(f"/reports/{second['report_id']}/reverse", reason="not mine")
    found = await mine(anna)
    assert (found["good"], found["pay"]["total"], found["reports"]) == (30, 15, 1)


async def test_two_people_share_a_report(plant: BuiltPlant) -> None:
    (only,) = await plant.order(HALF)
    anna, ben = await plant.user("anna", person="P-1"), await plant.user("ben", person="P-2")
    people = [{"person_id": plant.people["P-1"], "share": 60}, {"person_id": plant.people["P-2"], "share": 40}]
    await anna.report(only, 90, [("D1", 10, "scrap")], people=people)
    for user, good, total, deducted in ((anna, 54, 27, 3), (ben, 36, 18, 2)):
        found = await mine(user)
        assert (found["good"], found["pay"]["total"], found["pay"]["deducted"]) == (good, total, deducted)


async def test_the_night_belongs_to_the_date_on_which_it_began(plant: BuiltPlant, clock: TestClock) -> None:
    (only,) = await plant.order(HALF)
    anna = await plant.user("anna", person="P-1")
    clock.advance(hours=13)
    await anna.report(only, 10)
    answer = await anna.get("/figures/mine")
    # 03:32 in Shanghai on the 21st.
    assert (answer["today"], answer["figures"]["good"]) == ("2026-11-20", 10)
    assert (await anna.get("/reports", mine=True, shift_date="2026-11-20"))["reports"] != []
    clock.advance(hours=6)
    answer = await anna.get("/figures/mine")
    assert (answer["today"], answer["figures"]["good"]) == ("2026-11-21", 0)
    assert (await anna.get("/reports", mine=True, shift_date="2026-11-21"))["reports"] == []
    assert (await mine(anna, day="2026-11-20"))["good"] == 10
    assert (await mine(anna, period="week"))["good"] == 10
    assert (await mine(anna, period="month", day="2026-12-01"))["good"] == 0


async def test_what_waits_for_a_verdict_is_not_decided_yet(plant: BuiltPlant, clock: TestClock) -> None:
    (only,) = await plant.order(step("10", piece_rate=0.5, acceptance="after_report"))
    anna, ben = await plant.user("anna", person="P-1"), await plant.user("ben", person="P-2")
    boss = await plant.user("boss", LEADER)
    await anna.report(only, 40)
    clock.advance(minutes=1)
    await ben.report(only, 30, [("D3", 2, "pending")])
    assert ((await mine(anna))["undecided"], (await mine(ben))["undecided"]) == (40, 32)
    await boss.post("/wip/judge", operation_id=only, quantity=50, verdict="accept", reason="good")
    found = await mine(anna)
    assert (found["undecided"], found["pay"]["total"]) == (0, 20)
    found = await mine(ben)
    assert (found["undecided"], found["pending"]) == (22, 2)
    assert (found["pay"]["total"], found["pay"]["undecided"]) == (5, 11)


async def test_a_rejected_lot_is_undecided_and_its_scrap_is_shared(plant: BuiltPlant) -> None:
    (only,) = await plant.order(step("10", piece_rate=0.5, acceptance="after_report"))
    anna, ben = await plant.user("anna", person="P-1"), await plant.user("ben", person="P-2")
    boss = await plant.user("boss", LEADER)
    await anna.report(only, 60)
    await ben.report(only, 20)
    (case,) = (await boss.post("/wip/judge", operation_id=only, quantity=80, verdict="reject", reason="bad"))[
        "case_ids"
    ]
    assert (await mine(anna))["undecided"] == 60
    await boss.post("/wip/dispose", case_id=case, quantity=8, to="scrap", reason="cracked")
    await boss.post("/wip/dispose", case_id=case, quantity=72, to="ready", reason="fit for use")
    for user, quantity, total in ((anna, 6, 27), (ben, 2, 9)):
        found = await mine(user)
        assert (found["undecided"], found["pay"]["total"]) == (0, total)
        assert lines(found["pay"]) == [("inspection", quantity, quantity / 2)]


async def test_pending_pieces_count_as_they_are_judged(plant: BuiltPlant) -> None:
    (only,) = await plant.order(HALF)
    anna, boss = await plant.user("anna", person="P-1"), await plant.user("boss", LEADER)
    made = await anna.report(only, 10, [("D1", 6, "pending")])
    (case,) = (await boss.get("/wip/cases", operation_id=only))["cases"]
    await boss.post("/wip/dispose", case_id=case["id"], quantity=1, to="scrap", reason="cracked")
    await boss.post("/wip/dispose", case_id=case["id"], quantity=2, to="rework", reason="polish")
    await boss.post(f"/reports/{made['report_id']}/correct", reason="again", **said(12, [("D1", 6, "pending")]))
    await boss.post("/wip/dispose", case_id=case["id"], quantity=2, to="ready", reason="fit for use")
    found = await mine(anna)
    assert (found["scrap"], found["rework"], found["kept"], found["pending"], found["undecided"]) == (1, 2, 2, 1, 1)
    assert (found["pay"]["total"], lines(found["pay"])) == (8, [("own", 1, 0.5)])


async def test_scrap_is_borne_by_whom_the_judgement_names(plant: BuiltPlant) -> None:
    first, second = await plant.order(HALF, step("20", piece_rate=2))
    anna, ben = await plant.user("anna", person="P-1"), await plant.user("ben", person="P-2")
    boss = await plant.user("boss", LEADER)
    await anna.report(first, 100)
    made = await ben.report(second, 40, [("D1", 3, "scrap"), ("D2", 2, "scrap"), ("D3", 1, "scrap")])
    assert lines((await mine(ben))["pay"]) == [("own", 3, 6), ("own", 2, 4), ("own", 1, 2)]
    await judged(boss, made, "responsibility", "10", 0)
    await judged(boss, made, "responsibility", "person p-1", 1)
    await judged(boss, made, "responsibility", "supplier", 2)
    assert ((await mine(ben))["pay"]["total"], lines((await mine(ben))["pay"])) == (92, [])
    found = (await mine(anna))["pay"]
    assert lines(found) == [("caused", 3, 1.5), ("named", 2, 4)]
    assert (found["total"], found["deductions"][1]["reason"]) == (44.5, "looked at it")
    assert found["deductions"][0]["found_at"] == "Step 20"


async def test_the_usual_origin_of_a_defect_is_charged_without_a_judgement(plant: BuiltPlant) -> None:
    first, second = await plant.order(HALF, step("20", piece_rate=2))
    code = schemas.DefineDefectCode(id=uuid4(), code="D9", name={"en": "From before"}, responsible_operation="10")
    await plant.run(masterdata.define_defect_code, code)
    anna, ben = await plant.user("anna", person="P-1"), await plant.user("ben", person="P-2")
    await anna.report(first, 50)
    await ben.report(second, 10, [("D9", 2, "scrap")])
    assert ((await mine(anna))["pay"]["deducted"], (await mine(ben))["pay"]["deducted"]) == (1, 0)


async def test_the_rate_is_the_one_of_the_day_on_which_the_order_was_placed(plant: BuiltPlant) -> None:
    boss = await plant.user("boss", LEADER)
    routing: dict[str, Any] = {"site_code": "S1", "product_code": "P1", "edition": "A"}
    steps = [{"code": "10", "name": {"en": "Turning"}, "piece_rate": 0.25}]
    await boss.post("/entities/routing/save", **routing, operations=steps)
    order = {"site_code": "S1", "line_code": "L1", "number": "WO-9", "product_code": "P1", "quantity": 100}
    placed = await boss.post("/orders/place", **order)
    again = [{**steps[0], "piece_rate": 9}]
    await boss.post("/entities/routing/save", **routing, operations=again, expected_version=1, reason="dearer")
    anna = await plant.user("anna", person="P-1")
    await anna.report(placed["operations"]["10"], 100)
    assert (await mine(anna))["pay"]["total"] == 25
    planner = await plant.user("planner", ["order.create"])
    await planner.refused("/orders/place", 403, "forbidden", **{**order, "number": "WO-10"}, operations=steps)


async def test_an_account_without_a_person_has_no_figures(plant: BuiltPlant) -> None:
    guest = await plant.user("guest", [])
    error = (await guest.get("/figures/mine", 409))["error"]
    assert error["code"] == "no_person"


async def test_a_leader_sees_a_row_a_person_and_leaves_a_trace(plant: BuiltPlant) -> None:
    (only,) = await plant.order(HALF)
    anna, boss = await plant.user("anna", person="P-1"), await plant.user("boss", TEAM_LEADER, person="P-2")
    await anna.report(only, 30)
    await boss.report(only, 20)
    await anna.refused("/figures/team", 403, "forbidden")
    found = await team(boss)
    assert [(row["code"], row["good"], row["pay"]) for row in found["rows"]] == [("P-1", 30, None), ("P-2", 20, None)]
    assert (found["pays"], found["reports"]) == (False, [])
    auditor = await plant.user("auditor", ("audit.read", "field.person"))
    (entry,) = (await auditor.get("/audit", operation="shopfloor.read_figures"))["entries"]
    assert (entry["actor"], entry["entity_type"], entry["site_id"]) == ("boss", "site", plant.site_id)
    assert entry["after"] == {"first": "2026-11-20", "last": "2026-11-20", "people": ["Person P-1"], "pay": False}
    found = await team(boss, person_id=plant.people["P-1"])
    assert [report["good"] for report in found["reports"]] == [30]
    (entry, _) = (await boss.get("/audit", operation="shopfloor.read_figures"))["entries"]
    assert (entry["entity_type"], entry["entity_id"]) == ("person", str(plant.people["P-1"]))
    await team(boss, person_id=plant.people["P-2"])
    assert len((await boss.get("/audit", operation="shopfloor.read_figures"))["entries"]) == 2


async def test_pay_of_others_needs_the_rights_to_prices_and_to_people(plant: BuiltPlant) -> None:
    (only,) = await plant.order(HALF)
    anna = await plant.user("anna", person="P-1")
    await anna.report(only, 30)
    await anna.report(only, 10)
    half = await plant.user("half", (*TEAM_LEADER, "field.price"))
    assert (await team(half))["rows"][0]["pay"] is None
    master = await plant.user("master", PAYMASTER)
    assert (await team(master))["rows"][0]["pay"]["total"] == 20


async def test_the_answer_is_not_kept_and_read_anew_under_the_same_id(plant: BuiltPlant) -> None:
    (only,) = await plant.order(HALF)
    anna, boss = await plant.user("anna", person="P-1"), await plant.user("boss", TEAM_LEADER)
    await anna.report(only, 30)
    asked = str(uuid4())
    assert (await team(boss, id=asked))["rows"][0]["good"] == 30
    await anna.report(only, 10)
    assert (await team(boss, id=asked))["rows"][0]["good"] == 40


async def test_two_sites_and_two_lines_do_not_mix(plant: BuiltPlant) -> None:
    site = await plant.run(masterdata.define_site, schemas.DefineSite(id=uuid4(), code="S2", name={"en": "Two"}))
    (near,), (beside,) = await plant.order(HALF), await plant.order(HALF, number="WO-2", line_code="L2")
    anna, ben = await plant.user("anna", person="P-1"), await plant.user("ben", person="P-2")
    await anna.report(near, 30)
    await ben.report(beside, 20)
    await anna.report(beside, 5)
    abroad = await plant.user("abroad", PAYMASTER, sites=[site["id"]])
    found = await team(abroad)
    assert (found["rows"], [one["name"] for one in found["sites"]]) == ([], ["Two"])
    await abroad.refused("/figures/team", 404, "not_found", site_id=plant.site_id)
    assert (await team(abroad, person_id=plant.people["P-1"]))["reports"] == []
    narrow = await plant.user("narrow", PAYMASTER, lines=[plant.lines["L2"]])
    found = await team(narrow)
    assert [(row["code"], row["good"]) for row in found["rows"]] == [("P-1", 5), ("P-2", 20)]
    assert [one["name"] for one in found["lines"]] == ["L2"]
    wide = await plant.user("wide", PAYMASTER)
    found = await team(wide, line_id=plant.lines["L1"])
    assert [(row["code"], row["good"]) for row in found["rows"]] == [("P-1", 30)]
    assert (await mine(anna))["good"] == 35


async def test_a_team_is_read_by_itself(plant: BuiltPlant) -> None:
    made = schemas.DefineTeam(id=uuid4(), site_code="S1", code="T1", name={"en": "Team one"})
    one = await plant.run(masterdata.define_team, made)
    member = schemas.DefinePerson(id=uuid4(), site_code="S1", code="P-3", name="Person P-3", team_code="T1")
    plant.people["P-3"] = (await plant.run(masterdata.define_person, member))["id"]
    (only,) = await plant.order(HALF)
    anna, cleo = await plant.user("anna", person="P-1"), await plant.user("cleo", person="P-3")
    await anna.report(only, 30)
    await cleo.report(only, 20)
    boss = await plant.user("boss", TEAM_LEADER)
    found = await team(boss, team_id=one["id"])
    assert [(row["code"], row["team"]) for row in found["rows"]] == [("P-3", "Team one")]


async def test_the_sheet_runs_no_formula_and_leaves_a_trace(plant: BuiltPlant) -> None:
    evil = schemas.DefinePerson(id=uuid4(), site_code="S1", code="P-9", name="=1+1")
    plant.people["P-9"] = (await plant.run(masterdata.define_person, evil))["id"]
    (only,) = await plant.order(HALF)
    mallory = await plant.user("mallory", person="P-9")
    await mallory.report(only, 30, [("D1", 1, "scrap")])
    master = await plant.user("master", PAYMASTER)
    sheet = await master.post("/figures/team/export")
    assert sheet["name"] == "figures-2026-11-20-2026-11-20.csv"
    head, row = list(csv.reader(io.StringIO(sheet["content"].removeprefix("\ufeff"))))
    shown = dict(zip(head, row, strict=True))
    assert (shown["Name"], shown["Good"], shown["Piece-rate pay"], shown["Currency"]) == ("'=1+1", "30", "15", "CNY")
    assert len((await master.get("/audit", operation="shopfloor.export_figures"))["entries"]) == 1
    plain = await plant.user("plain", TEAM_LEADER)
    assert "Piece-rate pay" not in (await plain.post("/figures/team/export"))["content"]

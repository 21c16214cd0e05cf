# SPDX-License-Identifier: Apache-2.0
"""Where a rule asks for it, a report is made by people who have the skill of the operation."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User, said, step
from tests.support.scopes import seat

pytestmark = pytest.mark.anyio

RULES = "/settings/skill-rules"
CHANGED = {"expected_version": "any", "reason": "trained"}
REVIEWER = (*OPERATOR, "parked.review")


@pytest.fixture
async def boss(plant: BuiltPlant) -> User:
    """P-1 can grind, P-2 cannot."""
    boss = await plant.user("boss", LEADER)
    await boss.post("/entities/skill/save", code="GRIND", name={"en": "Grinding", "zh-CN": "磨削"})
    await boss.post("/entities/person/save", site_code="S1", code="P-1", name="Anna", skill_codes=["GRIND"], **CHANGED)
    return boss


@pytest.fixture
async def grinding(plant: BuiltPlant, boss: User) -> int:
    """The id of operation 10, which asks for it; 20 asks for nothing."""
    first, _ = await plant.order(step("10", skill_code="GRIND", stations=["ST-1"]), step("20", input_rule="off"))
    return first


async def rule(boss: User, strength: str, version: int = 0, **more: Any) -> None:
    await boss.post(RULES, strength=strength, expected_version=version, **more)


async def at_station(plant: BuiltPlant, name: str, person: str | None, rights: tuple[str, ...] = OPERATOR) -> User:
    user = await plant.user(name, rights, person=person)
    await seat(plant, user, "ST-1")
    return user


async def job_of(user: User) -> dict[str, Any]:
    queue = await user.get("/queue")
    (job,) = [*queue["running"], *queue["next"]]
    return dict(job)


async def test_without_a_rule_nobody_is_asked(plant: BuiltPlant, grinding: int) -> None:
    berta = await at_station(plant, "berta", "P-2")
    assert (await job_of(berta))["missing_skill"] is None
    assert (await berta.report(grinding, 5))["warnings"] == []


async def test_who_lacks_the_skill_is_refused_and_knows_it_beforehand(
    plant: BuiltPlant, boss: User, grinding: int
) -> None:
    await rule(boss, "block")
    berta = await at_station(plant, "berta", "P-2")
    for shown in (await job_of(berta), (await berta.get(f"/operations/{grinding}/sheet"))["job"]):
        assert shown["missing_skill"] == {"name": "Grinding", "strength": "block"}
        assert "report" not in shown["can"]
        assert "start" in shown["can"]
    params = await berta.refused("/reports", 409, "skill_missing", operation_id=grinding, **said(5))
    assert params == {"operation": "10", "skill": "Grinding", "person": "Person P-2"}
    both = [{"person_id": plant.people[code], "share": 50} for code in ("P-1", "P-2")]
    await berta.refused("/reports", 409, "skill_missing", operation_id=grinding, **said(5), people=both)
    assert await plant.cells(grinding) == {}

    anna = await at_station(plant, "anna", "P-1")
    mine = await job_of(anna)
    assert (mine["missing_skill"], "report" in mine["can"]) == (None, True)
    await anna.report(grinding, 5)
    nobody = await at_station(plant, "nobody", None)
    params = await nobody.refused("/reports", 409, "skill_missing", operation_id=grinding, **said(5))
    assert params["person"] == "nobody"
    await nobody.report(grinding, 5, people=[{"person_id": plant.people["P-1"]}])


async def test_a_warning_books_and_marks_the_report_and_its_correction(
    plant: BuiltPlant, boss: User, grinding: int
) -> None:
    await rule(boss, "warn")
    berta = await at_station(plant, "berta", "P-2")
    job = await job_of(berta)
    assert (job["missing_skill"]["strength"], "report" in job["can"]) == ("warn", True)
    made = await berta.report(grinding, 5)
    assert [warning["code"] for warning in made["warnings"]] == ["skill_missing"]
    correction = {"good": 4, "ng": 0, "defects": [], "reason": "miscounted"}
    await berta.post(f"/reports/{made['report_id']}/correct", **correction)
    listed = (await berta.get("/reports", mine=True))["reports"]
    assert [report["doubts"] for report in listed] == [["skill_missing"], ["skill_missing"]]
    assert await plant.cells(grinding) == {"ready": 4}


async def test_what_has_happened_waits_for_the_leader_who_may_book_it(
    plant: BuiltPlant, boss: User, grinding: int
) -> None:
    await rule(boss, "block")
    berta = await at_station(plant, "berta", "P-2", REVIEWER)
    parked = await berta.report(grinding, 5, mode="book")
    assert (parked["outcome"], parked["warnings"][0]["code"]) == ("parked", "skill_missing")
    assert await plant.cells(grinding) == {}
    for reader, rights, person in (("auditor", ("audit.read",), None), ("head", LEADER, "Person P-2")):
        audit = await (await plant.user(reader, rights)).get("/audit", entity="parked_command")
        assert [entry["after"]["person"] for entry in audit["entries"]] == [person]
    [waiting] = (await berta.get("/parked"))["parked"]
    booked = await berta.post(f"/parked/{waiting['id']}/book")
    assert [warning["code"] for warning in booked["warnings"]] == ["skill_missing"]
    assert (await berta.get("/reports", operation_id=grinding))["reports"][0]["doubts"] == ["skill_missing"]
    assert await plant.cells(grinding) == {"ready": 5}
    await plant.check()


async def test_an_import_is_booked_and_marked_and_a_machine_has_no_skills(
    plant: BuiltPlant, boss: User, grinding: int
) -> None:
    await rule(boss, "block")
    answer = await boss.report(grinding, 5, mode="book", source="import", people=[{"person_id": plant.people["P-2"]}])
    assert (answer["outcome"], answer["warnings"][0]["code"]) == ("booked", "skill_missing")
    made = await boss.post("/api-keys/create", name="PLC", permissions=["report.create"])
    body = {"id": str(uuid4()), "operation_id": grinding, **said(5), "source": "machine", "mode": "book"}
    headers = {"Authorization": f"Bearer {made['secret']}"}
    sent = await plant.client.post("/api/reports", json=body, headers=headers)
    assert (sent.status_code, sent.json()["outcome"], sent.json()["warnings"]) == (200, "booked", [])


async def test_the_narrowest_scope_wins_and_only_who_may_sets_it(plant: BuiltPlant, boss: User, grinding: int) -> None:
    await rule(boss, "block")
    await rule(boss, "off", scope_type="operation", scope="10")
    berta = await at_station(plant, "berta", "P-2")
    assert (await job_of(berta))["missing_skill"] is None
    await berta.report(grinding, 5)
    listed = {(one["scope_type"], one["strength"]) for one in (await boss.get(RULES))["rules"]}
    assert listed == {("plant", "block"), ("operation", "off")}
    await berta.refused(RULES, 403, "forbidden", strength="off", expected_version=1)
    await boss.refused(RULES, 409, "version_changed", strength="off", expected_version=0)
    await boss.refused(RULES, 422, "unknown_scope", strength="warn", scope_type="line", scope="9", expected_version=0)

# SPDX-License-Identifier: Apache-2.0
"""Who does what until when: agreed, changed, done by its owner, taken up again, withdrawn."""

from typing import Any

import pytest

from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User

pytestmark = pytest.mark.anyio

TODAY, TOMORROW = "2026-11-20", "2026-11-21"


async def agree(user: User, plant: BuiltPlant, **more: Any) -> dict[str, Any]:
    said = {"text": " Set the grinder ", "owner_id": plant.people["P-1"], "due_on": TOMORROW, **more}
    if not {"order_id", "operation_id", "site_id"} & said.keys():
        said["site_id"] = plant.site_id
    return {"task_id": (await user.post("/tasks/agree", **said))["task_id"], "expected_version": 1}


async def own(user: User) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await user.get("/home"))["tasks"]
    return found


async def test_a_task_about_an_operation_is_agreed_changed_and_done_by_its_owner(plant: BuiltPlant) -> None:
    boss = await plant.user("boss", LEADER)
    worker = await plant.user("worker", OPERATOR, person="P-1")
    first, _ = await plant.order(number="WO-1")
    task = await agree(boss, plant, operation_id=first, meeting_on=TODAY)

    [shown] = await own(worker)
    assert (shown["text"], shown["order_number"], shown["operation_name"]) == ("Set the grinder", "WO-1", "Step 10")
    assert (shown["owner"], shown["due_on"], shown["overdue_days"]) == ("Person P-1", TOMORROW, 0)
    assert (shown["meeting_on"], shown["created_by"], shown["can"]) == (TODAY, "boss", ["finish"])

    await boss.post("/tasks/change", **task, due_on="2026-11-23", text="Set both grinders")
    await worker.refused("/tasks/finish", 409, "stale", **task, outcome="Set")
    task["expected_version"] = 2
    await worker.post("/tasks/finish", **task, outcome="Both stand at 7.998")
    assert await own(worker) == []
    params = await boss.refused("/tasks/change", 409, "task_not_open", **{**task, "expected_version": 3}, text="x")
    assert params == {"by": "worker"}

    await boss.post("/tasks/reopen", **{**task, "expected_version": 3}, reason="It drifted again")
    assert [one["text"] for one in await own(worker)] == ["Set both grinders"]
    await boss.refused("/tasks/reopen", 409, "task_still_open", **{**task, "expected_version": 4}, reason="again")
    await boss.post("/tasks/withdraw", **{**task, "expected_version": 4}, reason="The order is closed")
    assert await own(worker) == []

    trail = (await boss.get("/audit", entity="task"))["entries"]
    assert [entry["operation"].removeprefix("tasks.") for entry in trail] == [
        *("withdraw", "reopen", "finish", "change", "agree"),
    ]
    assert {entry["label"] for entry in trail} == {"Set both grinders"}
    assert trail[3]["before"] == {"text": "Set the grinder", "due_on": TOMORROW}
    assert trail[4]["after"]["owner"] == "Person P-1"


async def test_what_a_task_must_say(plant: BuiltPlant) -> None:
    boss = await plant.user("boss", LEADER)
    said = {"text": "Look", "owner_id": plant.people["P-1"], "due_on": TOMORROW, "site_id": plant.site_id}
    await boss.breaks("text_blank", "/tasks/agree", **{**said, "text": "  "})
    await boss.breaks("too_long", "/tasks/agree", **{**said, "text": "x" * 501})
    await boss.breaks("task_without_place", "/tasks/agree", **{**said, "site_id": None})
    past = await boss.refused("/tasks/agree", 409, "task_due_in_the_past", **{**said, "due_on": "2026-11-19"})
    assert past == {"due": "2026-11-19", "today": TODAY}
    await plant.order(number="WO-1")
    other, _ = await plant.order(number="WO-2")
    wo_1 = (await boss.get("/scan", code="WO-1"))["order_id"]
    strange = await boss.refused("/tasks/agree", 404, "not_found", **said, order_id=wo_1, operation_id=other)
    assert strange["kind"] == "operation"
    await boss.refused("/tasks/agree", 404, "not_found", **{**said, "line_id": 999_999})
    task = await agree(boss, plant)
    await boss.refused("/tasks/change", 409, "task_due_in_the_past", **task, due_on="2026-11-19")
    await boss.refused("/tasks/finish", 404, "not_found", task_id=999_999, expected_version=1, outcome="done")


async def test_nobody_reaches_over_their_site_line_or_team(plant: BuiltPlant) -> None:
    boss = await plant.user("boss", LEADER)
    far = await boss.post("/entities/site/save", code="S2", name={"en": "Far"})
    stranger = await boss.post("/entities/person/save", site_code="S2", code="P-9", name="Stranger")
    said = {"text": "Look", "due_on": TOMORROW, "site_id": plant.site_id}
    params = await boss.refused("/tasks/agree", 404, "not_found", **said, owner_id=stranger["id"])
    assert params["kind"] == "person"

    team = await boss.post("/entities/team/save", site_code="S1", code="T", name={"en": "T"})
    person = {"site_code": "S1", "code": "P-1", "name": "Person P-1", "team_code": "T"}
    await boss.post("/entities/person/save", **person, expected_version="any", reason="teams")
    of_team = await plant.user("of team", LEADER, teams=[team["id"]])
    owners = await of_team.get("/tasks/owners", site_id=plant.site_id)
    assert [one["code"] for one in owners] == ["P-1"]
    assert [one["code"] for one in await boss.get("/tasks/owners", site_id=plant.site_id, search="p-2")] == ["P-2"]
    await of_team.refused("/tasks/agree", 404, "not_found", **said, owner_id=plant.people["P-2"])
    of_other = await agree(boss, plant, owner_id=plant.people["P-2"], line_id=plant.lines["L1"])

    for name, place in (("far", {"sites": [far["id"]]}), ("of L2", {"lines": [plant.lines["L2"]]})):
        user = await plant.user(name, LEADER, **place)
        await user.refused("/tasks/withdraw", 404, "not_found", **of_other, reason="not mine")
    await of_team.refused("/tasks/withdraw", 404, "not_found", **of_other, reason="not mine")
    worker = await plant.user("worker", OPERATOR, person="P-1")
    assert (await worker.post("/tasks/finish", 403, **of_other, outcome="done"))["error"]["code"] == "forbidden"
    assert await worker.get("/tasks/owners", 403, site_id=plant.site_id)

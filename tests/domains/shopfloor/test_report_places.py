# SPDX-License-Identifier: Apache-2.0
"""What a report says of where it was made counts: stopped stations and assignments, sources, times, scopes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lockstep.domains.orders.models import Assignment
from lockstep.domains.shopfloor.models import ProductionReport
from lockstep.platform.audit.models import AuditEntry
from tests.conftest import NOW
from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User, said, step
from tests.support.scopes import seat

pytestmark = pytest.mark.anyio


async def assignments(plant: BuiltPlant, operation_id: int) -> list[int]:
    async with plant.sessions() as session:
        found = select(Assignment.id).where(Assignment.operation_id == operation_id).order_by(Assignment.id)
        return list((await session.execute(found)).scalars())


async def block(user: User, kind: str, target_id: int) -> None:
    await user.post("/blocks", target_kind=kind, target_id=target_id, reason_code="first_article", owner="QA")


async def test_a_stopped_assignment_stops_its_own_reports_only(plant: BuiltPlant) -> None:
    first, _ = await plant.order(step("10", stations=["ST-1", "ST-2"]), step("20"))
    anna, leader = await plant.user("anna"), await plant.user("leader", LEADER)
    stopped, running = await assignments(plant, first)
    await block(leader, "assignment", stopped)
    await anna.refused("/reports", 409, "blocked", operation_id=first, good=1, ng=0, assignment_id=stopped)
    await anna.report(first, 5, assignment_id=stopped, mode="book")
    kept = await anna.report(first, 3, assignment_id=running)
    assert await plant.cells(first) == {"hold": 5, "ready": 3}
    await anna.post(f"/reports/{kept['id']}/correct", good=4, ng=0, defects=[], reason="miscounted")
    assert await plant.cells(first) == {"hold": 5, "ready": 4}
    await plant.check()


async def test_a_stopped_station_stops_what_its_terminal_sends(plant: BuiltPlant) -> None:
    first, _ = await plant.order(step("10", stations=["ST-1"]), step("20"))
    anna, leader = await plant.user("anna"), await plant.user("leader", LEADER)
    await seat(plant, anna, "ST-1")
    await block(leader, "station", plant.stations["ST-1"])
    await anna.refused("/reports", 409, "blocked", operation_id=first, good=1, ng=0)
    await anna.report(first, 5, mode="book")
    assert await plant.cells(first) == {"hold": 5}


async def test_the_assignment_of_another_operation_is_refused(plant: BuiltPlant) -> None:
    first, second = await plant.order(step("10", stations=["ST-1"]), step("20", stations=["ST-2"]))
    anna = await plant.user("anna")
    (foreign,) = await assignments(plant, second)
    for named in (foreign, 987654):
        await anna.refused("/reports", 404, "not_found", operation_id=first, good=1, ng=0, assignment_id=named)
    assert await plant.cells(first) == {}


async def test_only_an_import_books_past_block_as_one(plant: BuiltPlant) -> None:
    _, second = await plant.order()
    anna = await plant.user("anna")
    body = {"operation_id": second, "good": 5, "ng": 0, "source": "import"}
    assert await anna.refused("/reports", 403, "forbidden", **body) == {"permission": "import.run"}
    parked = await anna.post("/reports", **body, mode="book")
    assert (parked["outcome"], parked["warnings"][0]["code"]) == ("parked", "forbidden")
    assert await plant.cells(second) == {}
    machine = await plant.user("machine", [*OPERATOR, "import.run"])
    assert (await machine.post("/reports", **body))["outcome"] == "booked"


async def test_only_a_machine_with_a_key_reports_as_one(plant: BuiltPlant) -> None:
    """Who has signed in is a person, and is asked for the details that a machine cannot give."""
    first, _ = await plant.order()
    boss = await plant.user("boss", LEADER)
    rule = {"key": "severity", "severity": "minor", "ask_cause": True, "strength": "block", "expected_version": 0}
    await boss.post("/settings/detail-rules", **rule)
    body = {"operation_id": first, **said(0, [("D1", 1, "scrap")]), "source": "machine"}
    await boss.refused("/reports", 403, "not_a_machine", **body)
    time = {"operation_id": first, "kind": "run", "started_at": NOW.isoformat(), "ended_at": NOW.isoformat()}
    await boss.refused("/time-records", 403, "not_a_machine", **time, source="machine")
    parked = await boss.post("/reports", **body, mode="book")
    assert (parked["outcome"], parked["warnings"][0]["code"]) == ("parked", "not_a_machine")
    assert await plant.cells(first) == {}
    made = await boss.post("/api-keys/create", name="grinder counter", permissions=["report.create"])
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    answer = await boss.raw("POST", "/reports", json={"id": str(uuid4()), **body}, headers=bearer)
    assert answer.json()["outcome"] == "booked"
    assert await plant.cells(first) == {"scrap": 1}


async def test_a_clock_that_runs_ahead_makes_no_future(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    ahead = (NOW + timedelta(days=400)).isoformat()
    await anna.report(first, 1, occurred_at=ahead)
    async with plant.sessions() as session:
        row = (await session.execute(select(ProductionReport))).scalar_one()
    assert (row.occurred_at, row.shift_date.isoformat()) == (NOW, "2026-11-20")


async def test_a_rule_for_all_sites_is_for_who_sees_them(plant: BuiltPlant) -> None:
    rule: dict[str, Any] = {"key": "first_time", "strength": "warn", "ask_cause": True, "expected_version": 0}
    local = await plant.user("local", LEADER, sites=[plant.site_id])
    narrow = await plant.user("narrow", LEADER, sites=[plant.site_id], lines=[plant.lines["L1"]])
    own, other = ({"scope_type": "line", "scope": str(plant.lines[code])} for code in ("L1", "L2"))
    path = "/settings/detail-rules"
    await local.refused(path, 403, "beyond_yourself", **rule)
    await local.refused(path, 403, "beyond_yourself", **rule, scope_type="line", scope="987654")
    await narrow.refused(path, 403, "beyond_yourself", **rule, **other)
    await narrow.post(path, **rule, **own)
    await local.post(path, **rule, **other)


async def test_a_block_is_audited_at_its_site(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    leader = await plant.user("leader", LEADER, sites=[plant.site_id])
    answer = await leader.post(
        "/blocks", target_kind="operation", target_id=first, reason_code="first_article", owner="QA"
    )
    await leader.post(f"/blocks/{answer['block_id']}/release", reason="good again")
    async with plant.sessions() as session:
        found = select(AuditEntry.operation, AuditEntry.site_id).where(AuditEntry.entity_type == "block")
        entries = list(await session.execute(found.order_by(AuditEntry.id)))
    assert [tuple(entry) for entry in entries] == [
        ("wip.set_block", plant.site_id),
        ("wip.release_block", plant.site_id),
    ]


async def test_quantities_that_are_too_large_together_are_refused(plant: BuiltPlant) -> None:
    """Each by itself is allowed. In a batch the others are taken all the same."""
    first, second = await plant.order(step("10", input_rule="warn"), step("20", input_rule="warn"))
    anna = await plant.user("anna")
    most = 99_999_999_999
    kept = await anna.report(first, most)
    refused = {"operation": "10", "limit": 100_000_000_000}
    assert await anna.refused("/reports", 422, "quantity_too_large", operation_id=first, good=1, ng=0) == refused
    rows = [{"id": str(uuid4()), "operation_id": first, "good": good, "ng": 0, "mode": "book"} for good in (most, 1)]
    rows.append({"id": str(uuid4()), "operation_id": second, "good": 2, "ng": 0, "mode": "book"})
    results = (await anna.send("POST", "/reports/batch", 200, json={"reports": rows}))["results"]
    assert [line["outcome"] for line in results] == ["refused", "refused", "booked"]
    await anna.post(f"/reports/{kept['id']}/correct", good=5, ng=0, defects=[], reason="mistyped")
    assert await plant.cells(first) == {"ready": 3, "gone": 2}
    await plant.check()

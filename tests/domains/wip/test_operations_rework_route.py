# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from sqlalchemy import select

from lockstep.platform.audit.models import AuditEntry
from tests.support.plant import LEADER, BuiltPlant, User, said

pytestmark = pytest.mark.anyio

STEPS = [
    {"code": "RW1", "name": {"en": "Strip"}, "station_code": "ST-1", "piece_seconds": 30},
    {"code": "RW2", "name": {"en": "Paint"}, "station_code": "ST-2"},
]


@pytest.fixture
async def leader(plant: BuiltPlant) -> User:
    return await plant.user("leader", LEADER)


async def route(user: User, operation_id: int, steps: list[dict[str, Any]] = STEPS) -> list[int]:
    answer = await user.post(f"/operations/{operation_id}/rework-route", operations=steps)
    return list(answer["operations"].values())


async def test_reworked_pieces_come_back_and_wait(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    await leader.report(first, 20, [("D1", 10, "rework")])
    strip, paint = await route(leader, first)
    await leader.refused("/reports", 409, "over_available", operation_id=strip, good=11, ng=0)
    await leader.report(strip, 8)
    assert await plant.cells(first) == {"ready": 20, "rework": 10}
    answer = await leader.report(paint, 6)
    assert (answer["bar"]["good"], answer["bar"]["progress"]) == (6, "running")
    assert await plant.cells(first) == {"ready": 20, "rework": 4, "waiting": 6}
    await plant.check()
    await leader.post("/wip/judge", operation_id=first, quantity=6, verdict="accept")
    await leader.report(second, 26)
    await leader.refused("/wip/to-stock", 409, "not_last_operation", operation_id=paint, quantity=1)
    await plant.check()


async def test_a_route_is_on_record_beside_those_before_it(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 10, "rework")])
    one = await route(leader, first, STEPS[:1])
    await leader.report(one[0], 4)
    two = await route(leader, first, STEPS[1:])
    async with plant.sessions() as session:
        found = select(AuditEntry).where(AuditEntry.operation == "wip.create_rework_route").order_by(AuditEntry.id)
        entries = (await session.execute(found)).scalars().all()
    assert [(entry.before, entry.after["rework_operations"]) for entry in entries] == [
        ({"rework_operations": []}, one),
        ({"rework_operations": one}, [*one, *two]),
    ]


async def test_what_the_route_scraps_is_lost_at_its_parent(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 10, "rework")])
    strip, paint = await route(leader, first)
    await leader.report(strip, 7, [("D2", 2, "scrap")])
    assert await plant.cells(first) == {"rework": 8, "scrap": 2}
    await leader.report(paint, 5, [("D2", 1, "scrap")])
    assert await plant.cells(first) == {"rework": 2, "scrap": 3, "waiting": 5}
    await plant.check()
    await leader.report(strip, 1)
    await leader.report(paint, 2)
    assert await plant.cells(first) == {"scrap": 3, "waiting": 7}
    await plant.check()


async def test_what_the_route_holds_stays_in_it_until_somebody_decides(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 10, "rework")])
    strip, paint = await route(leader, first)
    await leader.report(strip, 4, [("D2", 6, "pending")])
    assert await plant.cells(first) == {"rework": 10}
    (case,) = (await leader.get("/wip/cases", operation_id=strip))["cases"]
    await leader.post("/wip/dispose", case_id=case["id"], quantity=2, to="scrap", reason="x")
    assert await plant.cells(first) == {"rework": 8, "scrap": 2}
    await leader.post("/wip/dispose", case_id=case["id"], quantity=4, to="ready", reason="x")
    await leader.report(paint, 7, [("D2", 1, "pending")])
    assert await plant.cells(first) == {"rework": 1, "scrap": 2, "waiting": 7}
    (case,) = (await leader.get("/wip/cases", operation_id=paint))["cases"]
    await leader.post("/wip/dispose", case_id=case["id"], quantity=1, to="ready", reason="x")
    assert await plant.cells(first) == {"scrap": 2, "waiting": 8}
    await plant.check()


async def test_reports_of_a_route_are_corrected_and_reversed(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 10, "rework")])
    strip, paint = await route(leader, first)
    stripped = await leader.report(strip, 8, [("D2", 2, "scrap")])
    painted = await leader.report(paint, 6)
    await leader.refused(
        f"/reports/{stripped['report_id']}/correct", 409, "pieces_moved_on", reason="x", **said(5, [("D2", 2, "scrap")])
    )
    fewer = await leader.post(f"/reports/{painted['report_id']}/correct", reason="x", **said(4, [("D2", 1, "scrap")]))
    assert await plant.cells(first) == {"rework": 3, "scrap": 3, "waiting": 4}
    await plant.check()
    await leader.post(f"/reports/{stripped['report_id']}/correct", reason="x", **said(9, [("D2", 1, "scrap")]))
    assert await plant.cells(first) == {"rework": 4, "scrap": 2, "waiting": 4}
    await plant.check()
    await leader.post(f"/reports/{fewer['report_id']}/reverse", reason="x")
    assert await plant.cells(first) == {"rework": 9, "scrap": 1}
    assert await plant.cells(paint) == {}
    await plant.check()


async def test_judged_pieces_do_not_go_back_into_the_route(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 10, "rework")])
    (paint,) = await route(leader, first, STEPS[1:])
    painted = await leader.report(paint, 6)
    await leader.post("/wip/judge", operation_id=first, quantity=4, verdict="accept")
    params = await leader.refused(f"/reports/{painted['report_id']}/reverse", 409, "pieces_moved_on", reason="x")
    assert (params["operation"], params["wanted"], params["there"]) == ("10", 6, 2)
    await leader.post(f"/reports/{painted['report_id']}/correct", reason="x", **said(4))
    assert await plant.cells(first) == {"ready": 4, "rework": 6}
    await plant.check()


async def test_a_block_holds_at_the_end_of_the_route(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 10, "rework")])
    (paint,) = await route(leader, first, STEPS[1:])
    body = {"target_kind": "operation", "target_id": paint, "reason_code": "x", "owner": "QA"}
    await leader.post("/blocks", **body)
    held = await leader.report(paint, 6, mode="book")
    assert await plant.cells(first) == {"rework": 10}
    await leader.post(f"/reports/{held['report_id']}/correct", reason="x", **said(5))
    (case,) = (await leader.get("/wip/cases", operation_id=paint))["cases"]
    await leader.post("/wip/release", case_id=case["id"], quantity=3, reason="x")
    assert await plant.cells(first) == {"rework": 7, "waiting": 3}
    await plant.check()


async def test_lots_keep_their_pieces_through_rework(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 4, "rework")], lot="A")
    await leader.report(first, 0, [("D1", 4, "rework")], lot="B")
    (paint,) = await route(leader, first, STEPS[1:])
    await leader.report(paint, 3, lot="B")
    await leader.post("/wip/judge", operation_id=first, quantity=3, verdict="accept", lot="B")
    assert await plant.cells(first) == {"ready": 3, "rework": 5}
    await plant.check()


async def test_each_round_has_its_number(plant: BuiltPlant, leader: User) -> None:
    first, second = await plant.order()
    await leader.report(first, 20, [("D1", 10, "rework")])
    one = await leader.post(f"/operations/{first}/rework-route", operations=STEPS)
    two = await leader.post(f"/operations/{first}/rework-route", operations=STEPS[:1])
    assert (one["cycle"], two["cycle"]) == (1, 2)
    assert "create_rework_route" in (await leader.report(second, 5, [("D1", 1, "rework")]))["can"]
    strip = next(iter(two["operations"].values()))
    await leader.report(strip, 10)
    await leader.refused(f"/operations/{first}/rework-route", 409, "nothing_to_rework", operations=STEPS)
    await leader.refused("/wip/rework-result", 409, "pieces_moved_on", operation_id=first, good=1)
    assert await plant.cells(first) == {"ready": 14, "gone": 6, "waiting": 10}
    await plant.check()


async def test_a_manual_result_does_not_take_what_a_route_has_started(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 0, [("D1", 10, "rework")])
    strip, _ = await route(leader, first)
    await leader.report(strip, 8)
    params = await leader.refused("/wip/rework-result", 409, "in_rework_route", operation_id=first, good=3)
    assert (params["wanted"], params["there"]) == (3, 2)
    await leader.post("/wip/rework-result", operation_id=first, good=2)
    await plant.check()


async def test_what_a_route_must_say(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    path = f"/operations/{first}/rework-route"
    await leader.refused(path, 409, "nothing_to_rework", operations=STEPS)
    await leader.report(first, 0, [("D1", 10, "rework")])
    await leader.refused(path, 422, "wrong_shape", operations=[])
    assert await leader.breaks("operation_twice", path, operations=[STEPS[0], STEPS[0]]) == {"operation": "RW1"}
    await leader.refused(path, 404, "not_found", operations=[{**STEPS[0], "station_code": "NONE"}])
    (strip,) = await route(leader, first, STEPS[:1])
    await leader.refused(f"/operations/{strip}/rework-route", 409, "nothing_to_rework", operations=STEPS)
    operator = await plant.user("operator")
    await operator.refused(path, 403, "forbidden", operations=STEPS)


async def test_the_route_is_in_the_queue_and_not_on_the_board(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 20, [("D1", 10, "rework")])
    strip, _ = await route(leader, first)
    assert strip in [job["operation_id"] for job in (await leader.get("/queue", station="ST-1"))["next"]]
    row = (await leader.get("/board"))["rows"][0]
    assert [cell["code"] for cell in row["cells"]] == ["10", "20"]

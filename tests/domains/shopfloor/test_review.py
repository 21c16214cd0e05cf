# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from sqlalchemy import select, update

from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.shopfloor.models import ProductionReport, ReportPerson
from lockstep.platform.audit.models import AuditEntry
from tests.support.plant import LEADER, BuiltPlant, User, step
from tests.support.scopes import add_second_site, seat

pytestmark = pytest.mark.anyio


async def park(user: User, operation_id: int, good: float = 5, **more: object) -> str:
    answer = await user.report(operation_id, good, mode="book", **more)
    assert answer["outcome"] == "parked", answer
    parked: str = answer["id"]
    return parked


async def open_ones(user: User) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (await user.get("/parked"))["parked"]
    return found


async def test_a_parked_report_stands_in_sight(plant: BuiltPlant) -> None:
    _, second = await plant.order()
    anna, leader = await plant.user("anna"), await plant.user("leader", LEADER)
    key = await park(anna, second, 5, occurred_at="2026-11-20T05:00:00Z")
    (one,) = await open_ones(leader)
    assert (one["id"], one["order_number"], one["operation_code"]) == (key, "WO-1", "20")
    assert (one["good"], one["ng"], one["person"]) == (5, 0, "anna")
    assert one["reason"] == {
        "code": "over_available",
        "params": {"available": 0, "wanted": 5, "operation": "20"},
    }
    assert one["can"] == ["book", "book_to", "withdraw"]
    await anna.get("/parked", 403)


async def test_booking_it_as_it_is(plant: BuiltPlant) -> None:
    _, second = await plant.order()
    anna = await plant.user("anna", person="P-1")
    leader = await plant.user("leader", LEADER, person="P-2")
    key = await park(anna, second, 5, occurred_at="2026-11-20T01:00:00Z")
    answer = await leader.post(f"/parked/{key}/book")
    assert (answer["outcome"], answer["bar"]["good"], answer["bar"]["not_booked"]) == ("booked", 5, 0)
    assert [one["code"] for one in answer["warnings"]] == ["over_available"]
    async with plant.sessions() as session:
        row = (await session.execute(select(ProductionReport))).scalar_one()
        people = (await session.execute(select(ReportPerson.person_id))).scalars().all()
    assert (row.account_id, people) == (anna.account_id, [plant.people["P-1"]])
    assert row.occurred_at.isoformat() == "2026-11-20T01:00:00+00:00"
    assert await open_ones(leader) == []
    await plant.check(ran_short=[second])


async def test_it_is_booked_once(plant: BuiltPlant) -> None:
    _, second = await plant.order()
    anna, leader = await plant.user("anna"), await plant.user("leader", LEADER)
    key = await park(anna, second)
    await leader.post(f"/parked/{key}/book")
    params = await leader.refused(f"/parked/{key}/book", 409, "already_resolved")
    assert params == {"status": "booked", "by": "leader"}
    await leader.refused(f"/parked/{key}/withdraw", 409, "already_resolved", reason="x")
    assert (await plant.cells(second)) == {"ready": 5}


async def test_booking_it_to_another_operation(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna, leader = await plant.user("anna"), await plant.user("leader", LEADER)
    key = await park(anna, second)
    board = (await leader.get("/board"))["rows"][0]["cells"]
    assert [cell["bar"]["not_booked"] for cell in board] == [0, 5]
    answer = await leader.post(f"/parked/{key}/book-to", operation_id=first)
    assert (answer["operation_id"], answer["bar"]["good"]) == (first, 5)
    board = (await leader.get("/board"))["rows"][0]["cells"]
    assert [cell["bar"]["not_booked"] for cell in board] == [0, 0]
    assert await plant.cells(second) == {}
    await plant.check()


async def test_an_operation_nobody_knows_is_booked_elsewhere_only(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna, leader = await plant.user("anna"), await plant.user("leader", LEADER)
    key = await park(anna, 987654)
    (one,) = await open_ones(leader)
    assert (one["order_number"], one["can"]) == (None, ["book_to", "withdraw"])
    await leader.refused(f"/parked/{key}/book", 404, "unknown_operation")
    await leader.refused(f"/parked/{key}/book-to", 404, "unknown_operation", operation_id=987654)
    await leader.post(f"/parked/{key}/book-to", operation_id=first)
    assert await plant.cells(first) == {"ready": 5}
    await plant.check()


async def test_withdrawing_it(plant: BuiltPlant) -> None:
    _, second = await plant.order()
    anna, leader = await plant.user("anna"), await plant.user("leader", LEADER)
    key = await park(anna, second, defects=[("D1", 1, "rework"), ("D9", 1, "pending")])
    lines: Any = (await open_ones(leader))[0]["defects"]
    assert [(line["defect_code"], line["name"]) for line in lines] == [("D1", "Defect D1"), ("D9", None)]
    await leader.refused(f"/parked/{key}/withdraw", 422, "wrong_shape")
    answer = await leader.post(f"/parked/{key}/withdraw", reason="typed twice")
    assert answer["status"] == "withdrawn"
    board = (await leader.get("/board"))["rows"][0]["cells"]
    assert [cell["bar"]["not_booked"] for cell in board] == [0, 0]
    async with plant.sessions() as session:
        entries = (
            await session.execute(select(AuditEntry).where(AuditEntry.operation == "shopfloor.withdraw_parked"))
        ).scalars()
        (entry,) = entries
    assert (entry.reason, entry.actor_name) == ("typed twice", "leader")
    assert entry.before == {"status": "open", "reason": "unknown_defect_code"}
    assert entry.after == {"status": "withdrawn", "report_id": None}
    await leader.refused(f"/parked/{key}/book", 409, "already_resolved")
    await plant.check()


async def test_an_ended_order_takes_nothing(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna, leader = await plant.user("anna"), await plant.user("leader", LEADER)
    async with plant.sessions() as session, session.begin():
        await session.execute(update(WorkOrder).values(status="short_closed"))
    key = await park(anna, first)
    (one,) = await open_ones(leader)
    assert one["reason"] == {"code": "order_ended", "params": {"order": "WO-1", "status": "short_closed"}}
    assert one["can"] == ["book_to", "withdraw"]
    await leader.refused(f"/parked/{key}/book", 409, "order_ended")


async def test_a_reviewer_of_another_line_does_not_see_it(plant: BuiltPlant) -> None:
    _, second = await plant.order()
    anna = await plant.user("anna")
    other = await plant.user("other", LEADER, lines=[plant.lines["L2"]])
    key = await park(anna, second)
    assert await open_ones(other) == []
    await other.refused(f"/parked/{key}/book", 404, "not_found")
    await anna.refused(f"/parked/{key}/book", 403, "forbidden")


async def test_a_reviewer_books_only_where_they_may_see(plant: BuiltPlant) -> None:
    _, second = await plant.order()
    elsewhere, _ = await plant.order(number="WO-2", line_code="L2")
    anna = await plant.user("anna")
    leader = await plant.user("leader", LEADER, lines=[plant.lines["L1"]])
    key = await park(anna, second)
    await leader.refused(f"/parked/{key}/book-to", 404, "unknown_operation", operation_id=elsewhere)
    assert len(await open_ones(leader)) == 1


async def test_an_act_at_no_known_operation_is_for_the_reviewers_of_where_it_came_from(plant: BuiltPlant) -> None:
    south = await add_second_site(plant)
    (hidden,) = await plant.order(step("10"))
    senders = [
        await plant.user("a", person="P-1"),
        await plant.user("b", person="X-1"),
        await plant.user("c", sites=[south]),
        await plant.user("d", sites=[plant.site_id, south]),
    ]
    await seat(plant, senders[0], "XT-1", south)
    keys = [await park(sender, 987654) for sender in senders]
    keys.append(await park(senders[2], hidden))
    everywhere = await plant.user("everywhere", LEADER)
    here = await plant.user("here", LEADER, sites=[plant.site_id])
    there = await plant.user("there", LEADER, sites=[south])

    seen = {user.account_id: {one["id"] for one in await open_ones(user)} for user in (everywhere, here, there)}

    assert seen == {everywhere.account_id: set(keys), here.account_id: set(), there.account_id: {*keys[:3], keys[4]}}
    await here.refused(f"/parked/{keys[0]}/withdraw", 404, "not_found", reason="x")
    await there.post(f"/parked/{keys[0]}/withdraw", reason="typed wrong")

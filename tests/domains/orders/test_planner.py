# SPDX-License-Identifier: Apache-2.0
"""What a planner does with orders: from a routing to the shop floor, faster, smaller, to an end, and for whom."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from lockstep.domains.orders.models import Operation
from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio


@pytest.fixture
async def planner(plant: BuiltPlant) -> User:
    """P1 is made in two steps, the first by a group of stations."""
    user = await plant.user("planner", LEADER)
    for code in ("ST-1", "ST-2"):
        body = {"site_code": "S1", "line_code": "L1", "code": code, "name": {"en": code}}
        group = {"station_group": "GRIND", "expected_version": "any", "reason": "grouped"}
        await user.post("/entities/station/save", **body, **group)
    steps = [
        {"code": "10", "name": {"en": "Grind"}, "station_group": "GRIND", "piece_seconds": 60},
        {"code": "20", "name": {"en": "Pack"}, "station_codes": ["ST-3"], "piece_seconds": 30},
    ]
    routing = {"site_code": "S1", "product_code": "P1", "edition": "A", "operations": steps}
    await user.post("/entities/routing/save", **routing)
    return user


async def order(user: User, number: str = "WO-1", status: int = 200, **more: Any) -> dict[str, Any]:
    body = {"site_code": "S1", "number": number, "product_code": "P1", "quantity": 100, "line_code": "L1", **more}
    return await user.post("/entities/work_order/save", status, **body)


async def act(user: User, action: str, known: dict[str, Any], status: int = 200, **more: Any) -> dict[str, Any]:
    body = {"record_id": known["id"], "expected_version": known["version"], "reason": "plan", **more}
    return await user.post(f"/entities/work_order/{action}", status, **body)


async def shown(user: User, known: dict[str, Any]) -> dict[str, Any]:
    return await user.get(f"/entities/work_order/records/{known['id']}")


async def jobs(user: User, station: str) -> list[dict[str, Any]]:
    queue = await user.get("/queue", station=station)
    return [*queue["running"], *queue["next"]]


async def numbers(user: User, station: str) -> list[str]:
    return [job["order_number"] for job in await jobs(user, station)]


async def test_an_order_follows_the_routing_and_the_station_group(planner: User) -> None:
    known = await order(planner)
    assert (await numbers(planner, "ST-1"), await numbers(planner, "ST-2")) == (["WO-1"], ["WO-1"])
    assert await numbers(planner, "ST-3") == ["WO-1"]
    assert (await shown(planner, known))["can"] == ["edit", "rush", "split", "hold", "resume", "cancel", "short_close"]


async def test_a_product_without_a_routing_is_not_ordered_that_way(planner: User) -> None:
    await planner.post("/entities/product/save", code="P2", name={"en": "Other"})
    assert (await order(planner, status=409, product_code="P2"))["error"]["code"] == "no_routing"


async def test_a_planned_order_changes_its_quantity_and_is_released(planner: User) -> None:
    known = await order(planner, draft=True)
    assert await numbers(planner, "ST-1") == []
    assert (await shown(planner, known))["can"] == ["edit", "release", "cancel"]
    changed = await order(planner, quantity=40, expected_version=known["version"])
    await act(planner, "release", changed)
    (job,) = await jobs(planner, "ST-3")
    assert (job["left"], job["planned_start"] is not None) == (40, True)
    late = await order(planner, status=409, quantity=50, expected_version=3, reason="more")
    assert late["error"]["code"] == "order_is_released"


async def test_a_released_order_takes_another_due_date_with_a_reason(planner: User) -> None:
    known = await order(planner)
    due = {"due_at": "2026-12-24T08:00:00Z", "expected_version": 1}
    assert (await order(planner, status=422, **due))["error"]["code"] == "reason_needed"
    await order(planner, **due, reason="customer asked")
    assert (await shown(planner, known))["values"]["due_at"] == "2026-12-24T08:00:00Z"
    (last, *_) = await planner.get(f"/entities/work_order/records/{known['id']}/history")
    assert (last["reason"], last["changes"][0]["field"]) == ("customer asked", "due_at")


async def test_a_report_does_not_make_the_planners_edit_stale(planner: User) -> None:
    known = await order(planner)
    (job,) = await jobs(planner, "ST-1")
    await planner.report(job["operation_id"], 10)
    await order(planner, due_at="2026-12-24T08:00:00Z", expected_version=known["version"], reason="moved")


async def test_a_rush_order_stands_first(planner: User) -> None:
    await order(planner, "WO-1")
    later = await order(planner, "WO-2")
    assert await numbers(planner, "ST-3") == ["WO-1", "WO-2"]
    await act(planner, "rush", later)
    assert await numbers(planner, "ST-3") == ["WO-2", "WO-1"]


async def test_an_order_is_cancelled_before_and_short_closed_after_its_first_report(planner: User) -> None:
    first, second = await order(planner, "WO-1"), await order(planner, "WO-2")
    (job, _) = await jobs(planner, "ST-1")
    await planner.report(job["operation_id"], 10)
    refused = await act(planner, "cancel", first, 409)
    assert refused["error"]["code"] == "wrong_order_status"
    assert (await act(planner, "short_close", first))["status"] == "short_closed"
    assert (await act(planner, "cancel", second))["status"] == "cancelled"
    assert await numbers(planner, "ST-1") == []
    assert (await shown(planner, first))["can"] == []
    assert (await act(planner, "cancel", second, 409))["error"]["code"] == "stale"


async def test_an_order_is_held_and_resumed_by_the_planner(plant: BuiltPlant, planner: User) -> None:
    rights = tuple(right for right in LEADER if right not in ("wip.hold", "wip.release"))
    office = await plant.user("office", rights)
    known = await order(planner)
    (job,) = await jobs(planner, "ST-1")
    assert (await act(office, "resume", known, 409))["error"]["code"] == "order_not_held"
    held = await act(office, "hold", known, reason="customer changes the drawing")
    (blocked,) = (await planner.get("/queue", station="ST-1"))["blocked"]
    assert blocked["bar"]["blocked"]["reason_code"] == "order_held"
    assert blocked["bar"]["blocked"]["reason_params"] == {"reason": "customer changes the drawing"}
    refused = await planner.refused("/reports", 409, "blocked", operation_id=job["operation_id"], good=1, ng=0)
    assert refused["owner"] == "office"
    again = {**known, "version": held["version"]}
    assert (await act(office, "hold", again, 409))["error"]["code"] == "order_already_held"
    await act(office, "resume", again)
    await planner.report(job["operation_id"], 1)


async def test_a_part_that_nobody_has_begun_is_split_off(plant: BuiltPlant, planner: User) -> None:
    known = await order(planner)
    (job,) = await jobs(planner, "ST-1")
    await planner.report(job["operation_id"], 30)
    refused = await act(planner, "split", known, 409, quantity=71, new_number="WO-1-B")
    assert refused["error"]["params"] == {"operation": "10", "made": 30, "most": 70}
    await act(planner, "split", known, quantity=60, new_number="WO-1-B")
    left = {job["order_number"]: job["left"] for job in await jobs(planner, "ST-3")}
    assert left == {"WO-1": 40, "WO-1-B": 60}
    assert (await shown(planner, known))["values"]["quantity"] == 40
    taken = await act(planner, "split", {**known, "version": 2}, 409, quantity=10, new_number="WO-1-B")
    assert taken["error"]["code"] == "order_number_taken"
    await plant.check()


async def sales_order(user: User, number: str = "SO-1", status: int = 200, **more: Any) -> dict[str, Any]:
    lines = more.pop("lines", [{"line": "1", "product_code": "P1", "quantity": 80}])
    body = {"site_code": "S1", "number": number, "customer_code": "C-1", "lines": lines, **more}
    return await user.post("/entities/sales_order/save", status, **body)


async def test_an_order_is_made_for_lines_of_customers(planner: User) -> None:
    await planner.post("/entities/customer/save", code="C-1", name="Nordbruecke")
    known = await sales_order(planner)
    peg = {"sales_order_code": "SO-1", "sales_line": "1", "quantity": 80}
    made = await order(planner, pegs=[peg])
    assert (await shown(planner, made))["values"]["pegs"] == [{**peg, "parent_order_code": None}]
    gone = [{"line": "2", "product_code": "P1", "quantity": 80}]
    refused = await sales_order(planner, status=409, lines=gone, expected_version=1, reason="changed")
    assert refused["error"]["code"] == "line_is_pegged"
    assert (await planner.get("/entities/sales_order/records", search="so-1"))["rows"][0]["id"] == known["id"]


async def test_pegs_that_make_no_sense(planner: User) -> None:
    await planner.post("/entities/customer/save", code="C-1", name="Nordbruecke")
    await planner.post("/entities/product/save", code="P2", name={"en": "Other"})
    await sales_order(planner, lines=[{"line": "1", "product_code": "P2", "quantity": 80}])
    peg = {"sales_order_code": "SO-1", "sales_line": "1", "quantity": 80}
    cases = {
        "wrong_shape": [{**peg, "quantity": 101}],
        "peg_mismatch": [peg],
        "not_found": [{**peg, "sales_line": "9"}],
    }
    for code, pegs in cases.items():
        status = {"wrong_shape": 422, "not_found": 404}.get(code, 409)
        assert (await order(planner, status=status, pegs=pegs))["error"]["code"] == code
    await order(planner, "WO-1")
    await order(planner, "WO-2", pegs=[{"parent_order_code": "WO-1", "quantity": 100}])
    itself = {"pegs": [{"parent_order_code": "WO-2", "quantity": 100}], "expected_version": 1, "reason": "x"}
    assert (await order(planner, "WO-1", 409, **itself))["error"]["code"] == "made_for_itself"


async def test_customers_are_hidden_from_who_may_not_see_them(plant: BuiltPlant, planner: User) -> None:
    await planner.post("/entities/customer/save", code="C-1", name="Nordbruecke")
    await sales_order(planner)
    await order(planner, customer_code="C-1")
    rights = tuple(right for right in LEADER if right != "field.customer")
    clerk = await plant.user("clerk", rights)
    for entity in ("work_order", "sales_order"):
        (row,) = (await clerk.get(f"/entities/{entity}/records"))["rows"]
        assert row["values"]["customer_code"] is None
        assert "customer_code" not in row["names"]
        filters = json.dumps({"customer_code": "C-1"})
        await clerk.get(f"/entities/{entity}/records", 422, filters=filters)


async def test_planning_takes_its_rights_and_stays_at_its_site(plant: BuiltPlant, planner: User) -> None:
    known = await order(planner, draft=True)
    reader = await plant.user("reader", ("masterdata.read",))
    for action in ("release", "rush", "cancel", "short_close"):
        await act(reader, action, known, 403)
    site = await planner.post("/entities/site/save", code="S2", name={"en": "Far"})
    elsewhere = await plant.user("elsewhere", LEADER, sites=[site["id"]])
    assert (await elsewhere.get("/entities/work_order/records"))["total"] == 0
    for action in ("release", "rush", "cancel"):
        await act(elsewhere, action, known, 404)


async def test_a_plan_follows_the_calendar_of_the_site(plant: BuiltPlant, planner: User) -> None:
    """Now is Friday 14:32. Saturday is closed, on Sunday only the day shift works: 25 hours end on Sunday at 15:32."""
    for day, shifts in (("2026-11-21", []), ("2026-11-22", ["day"])):
        body = {"site_code": "S1", "day": day, "name": {"en": "Exception"}, "shift_codes": shifts}
        await planner.post("/entities/calendar_day/save", **body)
    known = await order(planner, quantity=3000)
    async with plant.sessions() as session:
        ends = await session.scalar(
            select(Operation.planned_end).where(Operation.order_id == known["id"], Operation.code == "10")
        )
    assert ends == datetime(2026, 11, 22, 7, 32, tzinfo=UTC)

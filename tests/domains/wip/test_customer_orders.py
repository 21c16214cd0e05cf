# SPDX-License-Identifier: Apache-2.0
"""Customers' orders: how far each line is, what is expected against what was promised, and who may promise."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from lockstep.domains.orders.models import WorkOrder
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.change.models import Change
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio


@pytest.fixture
async def planner(plant: BuiltPlant) -> User:
    """P1 is made in two steps, a minute each; a customer is known."""
    user = await plant.user("planner", LEADER)
    await user.post("/entities/customer/save", code="C-1", name="Customer one", grade="A")
    steps = [
        {"code": code, "name": {"en": f"Step {code}"}, "station_codes": ["ST-1"], "piece_seconds": 60}
        for code in ("10", "20")
    ]
    await user.post("/entities/routing/save", site_code="S1", product_code="P1", edition="A", operations=steps)
    return user


async def ordered(user: User, *quantities: float, number: str = "SO-1", **more: Any) -> int:
    lines = [
        {"line": str(10 * place), "product_code": "P1", "quantity": quantity, "due_at": "2026-12-01T08:00:00Z", **more}
        for place, quantity in enumerate(quantities, start=1)
    ]
    body = {"site_code": "S1", "number": number, "customer_code": "C-1", "customer_reference": "PO-9"}
    found: int = (await user.post("/entities/sales_order/save", **body, lines=lines))["id"]
    return found


def for_line(quantity: float, line: str = "10", number: str = "SO-1") -> dict[str, Any]:
    return {"sales_order_code": number, "sales_line": line, "quantity": quantity}


async def make(user: User, number: str, quantity: float, *pegs: dict[str, Any], **more: Any) -> None:
    body = {"site_code": "S1", "number": number, "product_code": "P1", "quantity": quantity, **more}
    await user.post("/entities/work_order/save", **body, pegs=list(pegs))


async def expect_at(plant: BuiltPlant, number: str, at: datetime | None) -> None:
    async with plant.sessions() as session, session.begin():
        await session.execute(update(WorkOrder).where(WorkOrder.number == number).values(forecast_at=at))


async def rows(user: User, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await user.get("/customer-orders", **more))["rows"]
    return found


async def operations(user: User, number: str) -> list[int]:
    order_id = (await user.get("/scan", code=number))["order_id"]
    return [one["operation_id"] for one in (await user.get(f"/orders/{order_id}/plan"))["operations"]]


async def test_a_line_says_what_is_delivered_what_comes_and_what_nobody_makes(plant: BuiltPlant, planner: User) -> None:
    await ordered(planner, 100, 30)
    await make(planner, "WO-1", 90, for_line(60), for_line(20, "20"))
    first, second = await operations(planner, "WO-1")
    await planner.report(first, 80)
    await planner.report(second, 65, [("D1", 5, "scrap")])
    shown = {row["line"]: row for row in await rows(planner)}
    assert [(row["delivered"], row["coming"], row["missing"], row["pegged"]) for row in shown.values()] == [
        (60, 0, 40, 60),
        (5, 15, 10, 20),
    ]
    assert (shown["10"]["customer_name"], shown["10"]["reference"], shown["10"]["unit"]) == (
        *("Customer one", "PO-9"),
        "pcs",
    )
    assert shown["10"]["bar"]["good"] == 60
    assert 16 < shown["20"]["bar"]["good"] < 40
    assert shown["20"]["bar"]["scrap"] > 0
    assert [(one["number"], one["pegged"]) for one in shown["20"]["orders"]] == [("WO-1", 20)]


async def test_the_latest_of_its_work_orders_decides_even_a_part_that_one_of_them_waits_for(
    plant: BuiltPlant, planner: User, clock: TestClock
) -> None:
    due = clock() + timedelta(days=5)
    await ordered(planner, 50, due_at=due.isoformat())
    await make(planner, "WO-1", 50, for_line(50))
    await make(planner, "WO-2", 50, {"parent_order_code": "WO-1", "quantity": 50})
    first, _ = await operations(planner, "WO-2")
    stop = {"target_kind": "operation", "target_id": first, "reason_code": "machine_down", "owner": "P-1"}
    await planner.post("/blocks", **stop)
    await expect_at(plant, "WO-1", due - timedelta(days=2))
    await expect_at(plant, "WO-2", due + timedelta(days=1.5))
    [row] = await rows(planner)
    assert (row["due"], row["missing"]) == ({"state": "late", "days": -1.5}, 0)
    decides = row["decides"]
    assert (decides["number"], decides["kind"], decides["operation"]) == ("WO-2", "blocked", "Step 10")
    assert decides["blocked"]["reason_code"] == "machine_down"
    assert [(one["number"], one["pegged"]) for one in row["orders"]] == [("WO-1", 50), ("WO-2", None)]

    await expect_at(plant, "WO-2", None)
    [row] = await rows(planner)
    assert row["due"] == {"state": "none", "days": None}


async def test_the_promise_counts_before_the_due_date_and_late_lines_stand_first(
    plant: BuiltPlant, planner: User, clock: TestClock
) -> None:
    for number, days in (("SO-1", 9), ("SO-2", 2.2), ("SO-3", 1)):
        promised = (clock() + timedelta(days=days)).isoformat()
        await ordered(planner, 10, number=number, promised_at=promised)
        await make(planner, f"WO-{number}", 10, for_line(10, number=number))
        await expect_at(plant, f"WO-{number}", clock() + timedelta(days=2))
    await ordered(planner, 10, number="SO-4", due_at=(clock() - timedelta(days=3)).isoformat())
    await ordered(planner, 10, number="SO-5")
    assert [(row["number"], row["due"]["state"], row["due"]["days"]) for row in await rows(planner)] == [
        ("SO-4", "late", -3.0),
        ("SO-3", "late", -1.0),
        ("SO-2", "at_risk", 0.2),
        ("SO-1", "on_time", 7.0),
        ("SO-5", "none", None),
    ]


async def test_a_delivered_line_goes_to_those_that_are_delivered(plant: BuiltPlant, planner: User) -> None:
    await ordered(planner, 10, 10)
    await make(planner, "WO-1", 20, for_line(10), for_line(10, "20"))
    first, second = await operations(planner, "WO-1")
    await planner.report(first, 20)
    await planner.report(second, 12)
    assert [(row["line"], row["delivered"]) for row in await rows(planner)] == [("20", 2)]
    [done] = await rows(planner, completed=True)
    assert (done["line"], done["delivered"], done["missing"], done["due"]["state"]) == ("10", 10, 0, "none")

    order = await planner.get("/scan", code="WO-1")
    act = {"record_id": order["order_id"], "expected_version": 1, "reason": "less"}
    await planner.post("/entities/work_order/short_close", **act)
    [row] = await rows(planner)
    assert (row["delivered"], row["coming"], row["missing"]) == (2, 0, 8)


async def test_work_orders_out_of_sight_count_without_their_number(plant: BuiltPlant, planner: User) -> None:
    await ordered(planner, 20)
    await make(planner, "WO-1", 10, for_line(10), line_code="L1")
    await make(planner, "WO-2", 10, for_line(10), line_code="L2")
    limited = await plant.user("limited", LEADER, lines=[plant.lines["L1"]])
    [row] = await rows(limited)
    assert sorted((one["number"] or "", one["pegged"]) for one in row["orders"]) == [("", 10), ("WO-1", 10)]
    assert (row["coming"], row["due"]["state"]) == (20, "none")


async def test_who_may_not_know_customers_reads_nothing(plant: BuiltPlant, planner: User) -> None:
    await ordered(planner, 10)
    masked = await plant.user("masked", ("board.read", "order.manage"))
    assert (await masked.get("/customer-orders", 403))["error"]["params"]["permission"] == "field.customer"
    elsewhere = await plant.user("elsewhere", LEADER, sites=[plant.site_id + 999])
    assert await rows(elsewhere) == []


async def test_a_promise_is_given_with_a_reason_once_as_it_was_on_the_screen(plant: BuiltPlant, planner: User) -> None:
    sales_order = await ordered(planner, 10, 10, promised_at="2026-12-02T08:00:00Z")
    [_, row] = sorted(await rows(planner), key=lambda row: row["line"])
    said = {"sales_order_id": sales_order, "line": "20", "promised_at": "2026-12-05T08:00:00Z"}
    answer = await planner.post("/orders/promise-line", **said, expected_version=row["version"], reason="steel is late")
    assert (answer["version"], answer["promised_at"]) == (row["version"] + 1, "2026-12-05T08:00:00Z")
    assert {row["line"]: row["promised_at"] for row in await rows(planner)} == {
        "10": "2026-12-02T08:00:00Z",
        "20": "2026-12-05T08:00:00Z",
    }
    async with plant.sessions() as session:
        entry = (await session.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).scalar_one()
        change = (await session.execute(select(Change).order_by(Change.id.desc()).limit(1))).scalar_one()
    assert (entry.before, entry.after, entry.reason) == (
        {"line": "20", "promised_at": "2026-12-02T08:00:00+00:00"},
        {"line": "20", "promised_at": "2026-12-05T08:00:00+00:00"},
        "steel is late",
    )
    assert (change.event, change.entity, change.entity_id) == ("line_promised", "sales_order", str(sales_order))

    again = {**said, "expected_version": row["version"], "reason": "again"}
    await planner.refused("/orders/promise-line", 409, "stale", **again)
    await planner.refused("/orders/promise-line", 404, "not_found", **{**again, "line": "99", "expected_version": 2})
    reader = await plant.user("reader", ("board.read", "field.customer"))
    await reader.refused("/orders/promise-line", 403, "forbidden", **again)
    elsewhere = await plant.user("elsewhere", LEADER, sites=[plant.site_id + 999])
    await elsewhere.refused("/orders/promise-line", 404, "not_found", **again)


async def test_nobody_promises_a_day_that_is_over_at_the_plant(
    plant: BuiltPlant, planner: User, clock: TestClock
) -> None:
    clock.now = datetime(2026, 11, 25, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    over = "2026-11-24T23:59:00+08:00"
    sales_order = await ordered(planner, 10, promised_at=over)
    said = {"sales_order_id": sales_order, "line": "10", "reason": "by phone"}
    told = await planner.refused(
        "/orders/promise-line", 409, "promise_in_the_past", **said, promised_at=over, expected_version=1
    )
    assert told == {"promised": "2026-11-24", "today": "2026-11-25"}
    await planner.post("/orders/promise-line", **said, promised_at="2026-11-25T00:00:00+08:00", expected_version=1)
    await planner.post("/orders/promise-line", **said, promised_at=None, expected_version=2)


async def test_an_order_without_a_release_says_that_it_waits_for_one(
    plant: BuiltPlant, planner: User, clock: TestClock
) -> None:
    await ordered(planner, 10, due_at=(clock() - timedelta(days=1)).isoformat())
    await make(planner, "WO-1", 10, for_line(10), draft=True)
    [row] = await rows(planner)
    assert (row["decides"]["kind"], row["decides"]["number"]) == ("planned", "WO-1")
    assert row["due"] == {"state": "late", "days": -1.0}

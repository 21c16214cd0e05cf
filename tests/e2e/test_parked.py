# SPDX-License-Identifier: Apache-2.0
"""Reports that could not be booked wait in sight until somebody decides."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Desk, Room, has
from tools.product import Api

COLUMN = "轴磨削"


@pytest.fixture(scope="module")
def machine(admin: Api) -> Api:
    """A counter at the grinder with a key of its own."""
    made = admin.command("/api-keys/create", name="grinder counter", permissions=["report.create"])
    return admin.product.with_key(made["secret"])


@pytest.fixture
def too_many(machine: Api, admin: Api) -> dict[str, Any]:
    """Four more than came from the step before, reported as done: it waits, under its id."""
    operation = admin.operation("WO-2611-0195", "20")
    good = admin.get(f"/operations/{operation}/sheet")["available"] + 4
    answer = machine.command(
        "/reports", operation_id=operation, good=good, ng=0, defects=[], source="machine", mode="book"
    )
    assert answer["outcome"] == "parked"
    return {"id": answer["id"], "good": good}


def test_it_shows_on_the_board_and_is_withdrawn_with_a_reason(desk: Desk, admin: Api, too_many: dict[str, Any]) -> None:
    good = too_many["good"]
    desk.open_board("zhao")
    expect(desk.bar("WO-2611-0195", COLUMN)).to_have_attribute("aria-label", has(f"没入账 {good:g}"))
    desk.the("to-parked").click()
    item = desk.shows(f"parked-{too_many['id']}")
    expect(item).to_contain_text(f"最多再报 {good - 4:g}")

    item.get_by_test_id("withdraw").click()
    expect(desk.shows("withdraw-now")).to_be_disabled()
    desk.the("withdraw-reason").fill("计数器重复了")
    desk.the("withdraw-now").click()

    expect(item).to_have_count(0)
    assert admin.bar("WO-2611-0195", "20")["not_booked"] == 0
    entries = admin.get("/audit", operation="shopfloor.withdraw_parked")["entries"]
    assert (entries[0]["reason"], entries[0]["actor"]) == ("计数器重复了", "赵明")


def test_it_is_booked_to_another_operation(desk: Desk, admin: Api, too_many: dict[str, Any]) -> None:
    before = admin.bar("WO-2611-0189", "20")
    target = admin.operation("WO-2611-0189", "20")
    available = admin.get(f"/operations/{target}/sheet")["available"]
    assert too_many["good"] > available, "the other operation must not have room either"
    desk.open_board("zhao")
    desk.to("parked")
    item = desk.shows(f"parked-{too_many['id']}")

    item.get_by_test_id("book-to").click()
    desk.shows("book-to-search").fill("0189")
    desk.the(f"target-{target}").click()
    desk.the("book-to-now").click()

    expect(item).to_have_count(0)
    after = admin.bar("WO-2611-0189", "20")
    assert after["waiting"] == before["waiting"] + too_many["good"]
    assert admin.bar("WO-2611-0195", "20")["not_booked"] == 0


def test_it_is_booked_as_it_is(desk: Desk, room: Room, admin: Api, too_many: dict[str, Any]) -> None:
    before = admin.bar("WO-2611-0195", "20")
    # Who does not decide on it sees how many wait, and no way that leads nowhere.
    planner = room.desk("")
    planner.open_board("shen")
    expect(planner.shows("parked-count")).to_contain_text("没入账")
    expect(planner.the("to-parked")).to_have_count(0)
    desk.open_board("zhao")
    desk.to("parked")
    item = desk.shows(f"parked-{too_many['id']}")

    item.get_by_test_id("book").click()

    expect(item).to_have_count(0)
    after = admin.bar("WO-2611-0195", "20")
    assert after["waiting"] == before["waiting"] + too_many["good"]
    assert after["not_booked"] == 0

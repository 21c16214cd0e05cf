# SPDX-License-Identifier: Apache-2.0
"""One order as a whole: from the board, by its number, live, by keyboard, on a narrow screen."""

from playwright.sync_api import expect

from tests.e2e.people import Desk, Phone, Room, has
from tools.shots.checks import faults_for_readers

ORDER = "WO-2611-0189"


def test_an_order_is_opened_from_the_board_and_follows_the_station(desk: Desk, phone: Phone) -> None:
    desk.open_board()
    desk.the(f"open-{ORDER}").first.click()
    desk.shows("open-order").click()
    expect(desk.shows("order-number")).to_have_text(ORDER)
    desk.shows("cases")
    assert faults_for_readers(desk.page) == []
    grinding = desk.shows("operation-open-20")
    expect(grinding).not_to_have_accessible_name(has("待检 50"))

    phone.sign_in()
    phone.open_sheet(ORDER)
    phone.submit()
    phone.is_told("已报 50 件")
    expect(grinding).to_have_accessible_name(has("待检 50"))
    expect(desk.the("event").first).to_contain_text("50")
    expect(desk.the("event").first).to_contain_text("周建国")

    desk.press("operation-open-20")
    expect(desk.shows("reports-drawer").get_by_test_id("report-line").first).to_contain_text("50")
    assert faults_for_readers(desk.page) == []
    desk.page.keyboard.press("Escape")
    expect(desk.the("reports-drawer")).to_have_count(0)
    expect(grinding).to_be_focused()


def test_an_order_is_found_by_its_number(room: Room) -> None:
    desk = room.desk(f"/#/orders/{ORDER}")
    desk.sign_in()
    expect(desk.shows("order-number")).to_have_text(ORDER)
    desk.the("find").fill("WO-2611-0187")
    desk.the("find").press("Enter")
    expect(desk.the("order-number")).to_have_text("WO-2611-0187")
    expect(desk.shows("stuck")).to_contain_text("卡在")
    expect(desk.shows("sets")).to_contain_text("现在齐套")

    desk.page.goto(desk.page.url.split("#")[0] + "#/orders/WO-NOBODY")
    expect(desk.shows("state-note")).to_contain_text("WO-NOBODY")


def test_operations_stand_below_each_other_on_a_narrow_screen(room: Room) -> None:
    desk = room.desk(f"/#/orders/{ORDER}")
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.sign_in()
    first, second = desk.shows("operation-10").bounding_box(), desk.shows("operation-20").bounding_box()
    assert first is not None
    assert second is not None
    assert (first["x"], first["width"]) == (second["x"], second["width"])
    assert first["y"] + first["height"] <= second["y"]
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults_for_readers(desk.page) == []

# SPDX-License-Identifier: Apache-2.0
"""One order as a whole, the customers' orders behind it, and the field that finds everything."""

from playwright.sync_api import expect

from tests.e2e.people import Desk, Phone, has
from tools.browser import scan
from tools.product import Api
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


def test_an_order_is_found_by_its_number(desk: Desk) -> None:
    desk.open(f"/#/orders/{ORDER}")
    expect(desk.shows("order-number")).to_have_text(ORDER)
    desk.the("find").fill("WO-2611-0187")
    desk.the("find").press("Enter")
    expect(desk.the("order-number")).to_have_text("WO-2611-0187")
    expect(desk.shows("stuck")).to_contain_text("卡在")
    expect(desk.shows("sets")).to_contain_text("现在齐套")

    desk.page.goto(desk.page.url.split("#")[0] + "#/orders/WO-NOBODY")
    expect(desk.shows("state-note")).to_contain_text("WO-NOBODY")


def test_operations_stand_below_each_other_on_a_narrow_screen(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.open(f"/#/orders/{ORDER}")
    first, second = desk.shows("operation-10").bounding_box(), desk.shows("operation-20").bounding_box()
    assert first is not None
    assert second is not None
    assert (first["x"], first["width"]) == (second["x"], second["width"])
    assert first["y"] + first["height"] <= second["y"]
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults_for_readers(desk.page) == []


def test_a_customers_line_names_its_work_orders_and_takes_another_promise(desk: Desk, admin: Api) -> None:
    desk.open_board("shen")
    desk.to("customers")
    expect(desk.shows("lead")).to_contain_text("行会晚")
    row = desk.the("customer-row").filter(has_text="WO-2611-0187").first
    expect(row.get_by_test_id("due")).to_contain_text("晚")
    expect(row).to_contain_text("轴磨削")
    line = str(row.get_attribute("data-line"))
    assert faults_for_readers(desk.page) == []

    desk.the(f"promise-{line}").click()
    day, reason = desk.page.locator("#promised-at"), desk.shows("promise-reason")
    expect(desk.the("promise-early")).to_contain_text("交不了")
    desk.the("promise-save").click()
    expect(desk.the("promise-problem")).to_have_text("改一下日期或时间再保存")
    day.fill("2037-03-09")
    day.press("Enter")
    expect(desk.the("promise-early")).to_have_count(0)
    reason.fill("客户同意晚交")
    assert faults_for_readers(desk.page) == []
    desk.the("promise-save").click()
    expect(desk.the("promise-form")).to_have_count(0)
    moved = desk.page.locator(f'[data-line="{line}"]')
    expect(moved).to_contain_text("2037-03-09")
    expect(moved.get_by_test_id("due")).to_contain_text("余")

    other = admin.get("/customer-orders")["rows"][0]
    told = {name: other[name] for name in ("sales_order_id", "line")} | {"expected_version": other["version"]}
    admin.command("/orders/promise-line", **told, promised_at="2037-04-05T08:00:00Z", reason="by phone")
    elsewhere = desk.page.locator(f'[data-line="{other["number"]}/{other["line"]}"]')
    expect(elsewhere).to_contain_text("2037-04-05")

    desk.the(f"open-{line}").click()
    desk.the("to-WO-2611-0187").click()
    expect(desk.shows("order-number")).to_have_text("WO-2611-0187")


def test_the_field_finds_things_of_every_kind_and_says_what_it_does_not_know(desk: Desk) -> None:
    desk.open_board()
    field = desk.the("find")
    field.fill("德麦")
    hit = desk.shows("find-list").get_by_test_id("hit-C-DMK")
    expect(hit).to_contain_text("德麦克转向")
    expect(desk.the("board-row")).to_have_count(2)
    assert faults_for_readers(desk.page) == []
    field.press("ArrowDown")
    expect(hit).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(desk.the("find-list")).to_have_count(0)
    expect(field).to_have_value("德麦")

    field.fill("XX-404")
    field.press("Enter")
    expect(desk.shows("find-none")).to_contain_text("不认识这个码：XX-404")
    expect(desk.the("find-none")).to_contain_text("批次")
    desk.page.keyboard.type("GR-01")
    expect(field).to_have_value("GR-01")

    field.blur()
    scan(desk.page, f"{desk.address}/c/WO-2611-0187%2F20")
    expect(desk.shows("order-number")).to_have_text("WO-2611-0187")

    field.fill("zjg")
    desk.shows("hit-E1001").click()
    expect(desk.shows("record-panel")).to_contain_text("周建国")
    expect(field).to_have_value("")
    field.fill("SO-2611-0051")
    field.press("Enter")
    expect(desk.shows("narrowed-to")).to_contain_text("SO-2611-0051")
    expect(desk.the("customer-row")).to_have_count(3)

# SPDX-License-Identifier: Apache-2.0
"""A card from the order to the printer, and the same card at the station after the order has changed."""

from playwright.sync_api import expect

from tests.e2e.people import Desk, Phone, Screen
from tools.product import Api
from tools.shots.checks import faults_for_readers

ORDER = "WO-2611-0189"
COUNT_PRINTS = (
    "window.print = () => { const told = document.body.dataset; told.prints = Number(told.prints ?? 0) + 1 }; null"
)


def prints(screen: Screen, times: int) -> None:
    expect(screen.page.locator("body")).to_have_attribute("data-prints", str(times))


def test_a_card_is_printed_twice_and_outgrown(desk: Desk, phone: Phone, admin: Api) -> None:
    desk.open_board()
    desk.page.evaluate(COUNT_PRINTS)
    desk.the(f"open-{ORDER}").first.click()
    desk.the("print-traveller").click()
    paper = desk.shows("preview-paper")
    expect(paper).to_contain_text(ORDER)
    width = paper.evaluate("(found) => found.getBoundingClientRect().width")
    assert abs(width - 210 * 96 / 25.4) < 1
    code = paper.get_by_test_id("code").first.get_attribute("data-code") or ""
    assert code.endswith(f"/c/{ORDER}?r=1")
    desk.the("print-now").click()
    expect(desk.shows("printed-before")).to_contain_text("1")
    prints(desk, 1)

    expect(desk.the("print-now")).to_be_disabled()
    desk.the("reprint-reason").fill("卡撕了")
    assert faults_for_readers(desk.page) == []
    desk.page.emulate_media(media="print")
    expect(desk.the("print-now")).to_be_hidden()
    expect(desk.page.locator(".dp-printer")).to_contain_text("第 2 次打印")
    desk.page.emulate_media(media="screen")
    desk.the("print-now").click()
    expect(desk.the("printed-before")).to_contain_text("2")
    prints(desk, 2)

    [row] = admin.get("/entities/work_order/records", search=ORDER)["rows"]
    values = {**row["values"], "due_at": "2026-12-24T08:00:00Z"}
    admin.command("/entities/work_order/save", **values, expected_version=row["version"], reason="客户要求")
    phone.sign_in()
    phone.scan(code)
    expect(phone.shows("scan-answer")).to_contain_text("第 1 版")
    expect(phone.the("scan-answer")).to_contain_text("第 2 版")
    phone.the("scan-go-on").tap()
    phone.shows("report-sheet")


def test_a_tray_is_labelled_at_the_station_right_after_the_report(phone: Phone, admin: Api) -> None:
    phone.sign_in()
    phone.page.evaluate(COUNT_PRINTS)
    phone.open_sheet("WO-2611-0195")
    phone.submit()
    phone.is_told("已报 50 件")
    phone.the("toast-next").tap()
    paper = phone.shows("preview-paper")
    expect(paper).to_contain_text("WO-2611-0195/20")
    expect(paper).to_contain_text("进行中")
    expect(phone.the("tray-quantity")).to_have_value("50")
    code = paper.get_by_test_id("code").get_attribute("data-code") or ""
    assert code.endswith("/c/WO-2611-0195/20?r=1")
    assert faults_for_readers(phone.page) == []
    phone.the("tray-quantity").fill("48")
    expect(paper).to_contain_text("48")
    phone.the("print-now").tap()
    phone.shows("queue")
    prints(phone, 1)
    label = admin.get(f"/documents/tray/{admin.operation('WO-2611-0195', '20')}", tray=1)
    assert (label["tray"]["quantity"], label["printed"]["by"], label["size"]["width_mm"]) == (48, "周建国", 80)

    phone.the("tab-records").tap()
    phone.the("tray-label-of").first.tap()
    expect(phone.shows("preview-paper")).to_contain_text("盘号 2")

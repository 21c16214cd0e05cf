# SPDX-License-Identifier: Apache-2.0
"""The whole path: from an unknown phone to a board that moves."""

from playwright.sync_api import Route, expect

from lockstep.app.demo.access import BADGES
from tests.e2e.people import Desk, Phone, Room, has
from tools.product import Api

ORDER, STEP, COLUMN = "WO-2611-0189", "20", "轴磨削"
MOST_TAPS_WITH_NG = 12
MOST_TAPS = 4
SIGN_IN = "**/auth/station-sign-in"


def test_two_defects_in_twelve_taps_and_the_board_follows(room: Room, admin: Api, desk: Desk) -> None:
    before = admin.bar(ORDER, STEP)
    desk.open_board("zhao")
    phone = room.phone()
    phone.shows("device-code").fill(admin.device_code("GR-01"))
    phone.the("device-register").tap()
    phone.sign_in()
    phone.open_sheet(ORDER)
    start = phone.taps()

    phone.the("has-ng").tap()
    phone.the("chip-D-CH").tap()
    phone.the("chip-D-BN").tap()
    expect(phone.the("submit")).to_have_text("提交：良 48，不良 2")
    phone.submit()

    phone.is_told("已报 50 件，2 不良")
    assert phone.taps() - start <= MOST_TAPS_WITH_NG
    now = has(
        f"良品 {before['good']:g}",
        f"待检 {before['waiting'] + 48:g}",
        f"返工 {before['rework'] + 1:g}",
        f"报废 {before['scrap'] + 1:g}",
        "计划 500",
    )
    expect(desk.bar(ORDER, COLUMN)).to_have_attribute("aria-label", now)
    assert admin.bar(ORDER, STEP)["waiting"] == before["waiting"] + 48


def test_without_ng_four_taps_are_enough(phone: Phone, admin: Api) -> None:
    before = admin.bar("WO-2611-0195", STEP)
    phone.sign_in()
    operation = admin.operation("WO-2611-0195", STEP)
    start = phone.taps()

    phone.shows(f"report-{operation}").tap()
    expect(phone.the("submit")).to_have_text("0 不良，提交 50 件")
    phone.submit()

    phone.is_told("已报 50 件，0 不良")
    assert phone.taps() - start <= MOST_TAPS
    assert admin.bar("WO-2611-0195", STEP)["waiting"] == before["waiting"] + 50


def test_what_is_scanned_with_a_sheet_open_decides_where_it_goes(room: Room, phone: Phone, admin: Api) -> None:
    """No Enter of a scanner sends a report, and nothing that was filled in gets lost by a scan."""
    for lot in ("L-9001", "L-9002"):
        made = {"good": 1, "ng": 0, "defects": [], "input_lots": [{"code": lot}]}
        admin.command("/reports", operation_id=admin.operation(ORDER, STEP), **made)
    phone.shows("station-sign-in")
    phone.scan("no-badge-0815")
    expect(phone.shows("sign-in-problem")).to_contain_text("不是工牌")
    phone.sign_in()
    phone.open_sheet(ORDER)
    phone.the("plus-1").tap()
    expect(phone.the("lot")).to_contain_text("L-9002")
    phone.the("submit").focus()

    phone.scan("no-such-code-4711")
    expect(phone.shows("scan-answer")).to_contain_text("no-such-code-4711")
    phone.scan("L-9001")
    expect(phone.the("lot")).to_contain_text("L-9001")
    expect(phone.the("scan-answer")).to_have_text("用料批次 L-9001")
    phone.scan(ORDER)
    expect(phone.the("scan-answer")).to_have_text("就是这张，填的都在")
    phone.scan(BADGES["E1001"])
    phone.is_told("周建国在用这台")
    expect(phone.the("submit")).to_have_text("0 不良，提交 51 件")
    assert "POST /api/reports" not in room.sent

    phone.the("has-ng").tap()
    expect(phone.the("ng-lot")).to_contain_text("L-9001")
    phone.the("all-defects").tap()
    phone.the("defect-search").focus()
    phone.scan("no-such-code-4712")
    phone.is_told("no-such-code-4712")
    expect(phone.the("defect-search")).to_have_value("")
    phone.the("back").tap()

    phone.scan("WO-2611-0195")
    expect(phone.shows("report-sheet")).to_contain_text("WO-2611-0195")


def test_what_is_scanned_before_the_badge_is_answered_opens_for_who_signs_in(phone: Phone) -> None:
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    phone.shows("pin-1")
    phone.page.route(SIGN_IN, hold)
    for badge, order, name in (("E1001", ORDER, "周建国"), ("E1002", "WO-2611-0195", "李秀兰")):
        with phone.page.expect_request(SIGN_IN):
            phone.scan(BADGES[badge])
        phone.scan(order)
        asked.pop().continue_()
        expect(phone.shows("report-sheet")).to_contain_text(order)
        expect(phone.shows("report-sheet")).to_contain_text(name)


def test_a_badge_scanned_into_the_field_for_codes_signs_in(phone: Phone) -> None:
    phone.sign_in()
    phone.the("tab-scan").tap()
    phone.shows("scan-input").focus()
    phone.scan(BADGES["E1002"])
    expect(phone.shows("queue")).to_contain_text("李秀兰")


def test_by_keyboard_alone(room: Room, admin: Api, desk: Desk) -> None:
    before = admin.bar(ORDER, STEP)
    desk.open_board("zhao")
    person = next(one for one in admin.get("/accounts")["accounts"] if one["name"] == "zhou")["person_id"]
    phone = room.phone(admin.product.register_terminal(admin.device_code("GR-02")))
    keys = phone.page.keyboard

    phone.press(f"person-{person}")
    for digit in "1001":
        phone.press(f"pin-{digit}")
    phone.press("pin-ok")
    phone.shows("queue")
    phone.press("tab-scan")
    phone.focus_by_tab("scan-input")
    keys.type(ORDER)
    keys.press("Enter")
    phone.shows("report-sheet")
    phone.press("quantity-less")
    phone.press("has-ng")
    phone.press("chip-D-CH")
    phone.press("chip-D-BN")
    phone.focus_by_tab("submit")
    keys.press("Enter")
    expect(phone.the("submit")).to_have_text("提交：良 47，不良 2")
    keys.press("Space")

    phone.is_told("已报 49 件，2 不良")
    now = has(f"待检 {before['waiting'] + 47:g}", f"返工 {before['rework'] + 1:g}", f"报废 {before['scrap'] + 1:g}")
    expect(desk.bar(ORDER, COLUMN)).to_have_attribute("aria-label", now)
    assert phone.taps() == 0

# SPDX-License-Identifier: Apache-2.0
"""What goes wrong at the station: too many, twice, an answer that is lost, NG that nobody explained."""

import re

from playwright.sync_api import Route, expect

from tests.e2e.people import Phone, Room, has
from tools.product import Api

ORDER, STEP = "WO-2611-0189", "20"
REPORT = re.compile(r"/api/reports$")
SHEET = re.compile(r"/api/operations/\d+/sheet")


def waiting(admin: Api, order: str = ORDER) -> float:
    return float(admin.bar(order, STEP)["waiting"])


def type_quantity(phone: Phone, number: int) -> None:
    phone.the("quantity-edit").tap()
    phone.shows("keypad")
    for digit in str(number):
        phone.the(f"key-{digit}").tap()


def test_too_many_says_why_and_offers_the_fix(phone: Phone, admin: Api, room: Room) -> None:
    available = admin.get(f"/operations/{admin.operation(ORDER, STEP)}/sheet")["available"]
    phone.sign_in()
    phone.open_sheet(ORDER)

    type_quantity(phone, available + 4)
    note = phone.shows("over-note")
    expect(note).to_contain_text("多了 4 件")
    expect(note).to_contain_text(f"最多再报 {available}")
    phone.the("over-fix").tap()
    expect(phone.the("typed")).to_have_text(str(available))
    phone.the("key-ok").tap()

    expect(phone.the("over-note")).to_have_count(0)
    expect(phone.the("submit")).to_have_text(f"0 不良，提交 {available} 件")
    phone.the("plus-1").tap()
    phone.submit(inert=True)
    assert "POST /api/reports" not in room.sent
    phone.the("over-fix").tap()
    expect(phone.the("submit")).to_have_text(f"0 不良，提交 {available} 件")


def test_where_nothing_is_left_a_warning_offers_no_change_to_nothing(phone: Phone) -> None:
    def nothing_left(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "input_rule": "warn", "available": 0})

    phone.page.route(SHEET, nothing_left)
    phone.sign_in()
    phone.open_sheet(ORDER)

    note = phone.shows("over-note")
    expect(note).to_contain_text("多了 50 件")
    expect(note).to_contain_text("上工序给的好料都报完了")
    expect(phone.the("over-fix")).to_have_count(0)
    expect(phone.the("submit")).to_have_attribute("aria-disabled", "false")


def test_too_many_can_wait_for_the_leader(phone: Phone, admin: Api) -> None:
    before = waiting(admin)
    phone.sign_in()
    phone.open_sheet(ORDER)
    available = int(admin.get(f"/operations/{admin.operation(ORDER, STEP)}/sheet")["available"])

    type_quantity(phone, available + 4)
    phone.the("over-leader").tap()

    phone.is_told(f"{available + 4} 件交给班长看，还没入账")
    assert waiting(admin) == before
    [parked] = [one for one in admin.get("/parked")["parked"] if one["order_number"] == ORDER]
    assert (parked["good"], parked["reason"]["code"]) == (available + 4, "over_available")


def test_a_double_click_books_once(phone: Phone, admin: Api, room: Room) -> None:
    before = waiting(admin)
    phone.sign_in()
    phone.open_sheet(ORDER)
    type_quantity(phone, 3)
    phone.the("key-ok").tap()

    phone.the("submit").dblclick()

    phone.is_told("已报 3 件")
    assert room.sent.count("POST /api/reports") == 1
    assert waiting(admin) == before + 3


def test_a_lost_answer_is_asked_for_again_and_booked_once(phone: Phone, admin: Api) -> None:
    before = waiting(admin)
    booked: list[int] = []

    def book_and_lose(route: Route) -> None:
        """The server has it; the answer never arrives. The page tries twice by itself."""
        booked.append(route.fetch().status)
        route.abort("connectionreset")

    phone.page.route(REPORT, book_and_lose)
    phone.sign_in()
    phone.open_sheet(ORDER)
    type_quantity(phone, 5)
    phone.the("key-ok").tap()
    phone.submit()
    expect(phone.shows("trouble")).to_contain_text("不会记两遍")
    assert booked == [200, 200]

    phone.page.unroute(REPORT)
    phone.the("retry").tap()

    phone.is_told("已报 5 件")
    assert waiting(admin) == before + 5


def test_a_server_that_is_away_loses_nothing(phone: Phone, admin: Api) -> None:
    before = waiting(admin)
    phone.sign_in()
    phone.open_sheet(ORDER)
    type_quantity(phone, 4)
    phone.the("key-ok").tap()

    phone.page.context.set_offline(True)
    phone.submit()
    phone.shows("trouble")
    phone.page.context.set_offline(False)
    phone.the("retry").tap()

    phone.is_told("已报 4 件")
    assert waiting(admin) == before + 4


def test_ng_that_is_not_explained_keeps_the_button_inert(phone: Phone, room: Room) -> None:
    phone.sign_in()
    phone.open_sheet(ORDER)
    phone.the("has-ng").tap()
    phone.the("ng-more").tap()
    phone.the("ng-more").tap()
    phone.the("chip-D-CH").tap()

    submit = phone.the("submit")
    expect(submit).to_have_text("还差 1 件没说清")
    phone.submit(inert=True)
    assert "POST /api/reports" not in room.sent

    phone.the("defect-D-CH").get_by_test_id("line-more").tap()
    expect(submit).to_have_text("提交：良 48，不良 2")
    expect(submit).to_have_attribute("aria-disabled", "false")


def test_undo_within_ten_seconds_reverses(phone: Phone, admin: Api) -> None:
    before = admin.bar(ORDER, STEP)
    phone.sign_in()
    phone.open_sheet(ORDER)
    phone.the("has-ng").tap()
    phone.the("chip-D-BN").tap()
    phone.submit()
    phone.is_told("已报 50 件，1 不良")
    assert admin.bar(ORDER, STEP)["scrap"] == before["scrap"] + 1

    phone.the("toast-undo").tap()

    phone.is_told("撤回了，没记")
    after = admin.bar(ORDER, STEP)
    assert [after[cell] for cell in ("good", "waiting", "scrap")] == [
        before[cell] for cell in ("good", "waiting", "scrap")
    ]


def test_a_record_can_be_reversed_with_a_reason(phone: Phone, admin: Api) -> None:
    phone.sign_in("E1002")
    phone.open_sheet(ORDER)
    type_quantity(phone, 2)
    phone.the("key-ok").tap()
    phone.submit()
    phone.is_told("已报 2 件")
    before = waiting(admin)
    phone.the("tab-records").tap()
    phone.shows("records")

    phone.the("reverse").first.tap()
    phone.shows("reason-text").fill("数错了")
    phone.the("reverse-now").tap()

    phone.is_told("冲销了 2 件")
    expect(phone.the("records")).to_contain_text("冲销：数错了")
    assert waiting(admin) == before - 2


def test_the_sheet_shows_what_the_report_will_do(phone: Phone, admin: Api) -> None:
    before = admin.bar(ORDER, STEP)
    phone.sign_in()
    phone.open_sheet(ORDER)
    preview = phone.the("preview").get_by_test_id("lockstep-bar")
    expect(preview).to_have_attribute("aria-label", has(f"待检 {before['waiting'] + 50:g}"))

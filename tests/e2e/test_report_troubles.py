# SPDX-License-Identifier: Apache-2.0
"""What goes wrong at the station: too many, twice, an answer that is lost, NG that nobody explained."""

import re

from playwright.sync_api import Route, expect

from lockstep.app.demo.access import BADGES
from tests.e2e.people import Phone, Room, has
from tools.product import Api
from tools.shots.checks import faults_for_readers

ORDER, STEP = "WO-2611-0189", "20"
REPORT = re.compile(r"/api/reports$")
SHEET = re.compile(r"/api/operations/\d+/sheet")
WRITING = re.compile(r"/api/(reports|operations/\d+/(start|pause|complete))$")
KEPT, ALL_SENT = "记下了，有网就交", "存着的都送出了"


def waiting(admin: Api, order: str = ORDER) -> float:
    return float(admin.bar(order, STEP)["waiting"])


def type_quantity(phone: Phone, number: int) -> None:
    phone.the("quantity-edit").tap()
    phone.shows("keypad")
    for digit in str(number):
        phone.the(f"key-{digit}").tap()


def report(phone: Phone, number: int) -> None:
    phone.open_sheet(ORDER)
    type_quantity(phone, number)
    phone.the("key-ok").tap()
    phone.submit()


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


def test_an_order_that_was_closed_under_the_sheet_leaves_a_way_for_what_is_made(phone: Phone) -> None:
    ended = {"error": {"code": "order_ended", "params": {"order": ORDER}, "message": "The order has ended."}}
    phone.page.route(REPORT, lambda route: route.fulfill(status=409, json=ended))
    phone.sign_in()
    phone.open_sheet(ORDER)
    phone.submit()
    expect(phone.shows("trouble")).to_contain_text(f"{ORDER} 已经关了")

    with phone.page.expect_request(REPORT) as asked:
        phone.the("trouble-leader").tap()
    assert asked.value.post_data_json["mode"] == "book"


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
        """The server has it; the answer never arrives."""
        booked.append(route.fetch().status)
        route.abort("connectionreset")

    phone.page.route(REPORT, book_and_lose)
    phone.sign_in()
    report(phone, 5)
    phone.is_told(KEPT)
    expect(phone.shows("sync")).to_have_text("还有 1 条没交")

    phone.page.unroute(REPORT)

    phone.is_told(ALL_SENT)
    assert booked[0] == 200
    expect(phone.the("sync")).to_have_text("已同步")
    assert waiting(admin) == before + 5


def test_a_server_that_is_away_loses_nothing(phone: Phone, admin: Api) -> None:
    """What was done goes out in its order, from a page that was loaded anew, in nobody else's name."""
    before = waiting(admin)
    operation = admin.operation(ORDER, STEP)
    phone.sign_in()
    phone.page.route(WRITING, lambda route: route.abort("internetdisconnected"))
    report(phone, 4)
    phone.is_told(KEPT)
    tile = phone.shows(f"job-{operation}")
    expect(tile.get_by_test_id("job-unsent")).to_have_text("1 条还没送出")
    phone.page.context.set_offline(True)
    phone.shows("offline")
    tile.get_by_test_id(f"report-{operation}").tap()
    phone.shows("report-sheet")
    type_quantity(phone, 3)
    phone.the("key-ok").tap()
    phone.submit()
    expect(tile.get_by_test_id("job-unsent")).to_have_text("2 条还没送出")
    phone.page.context.set_offline(False)
    expect(phone.shows("sync")).to_have_text("还有 2 条没交")
    phone.the("sync").tap()
    phone.shows("outbox")
    expect(phone.the("unsent")).to_have_text([re.compile("报工 4 件"), re.compile("报工 3 件")])
    expect(phone.the("outbox-kept")).to_contain_text("2 条存在这台设备里，不会丢")
    assert faults_for_readers(phone.page) == []

    phone.page.reload()
    expect(phone.the("unsent")).to_have_count(2)
    phone.scan(BADGES["E1002"])
    phone.shows("queue")
    phone.the("sync").tap()
    expect(phone.shows("others-unsent")).to_have_text("周建国还有 2 条没送出，周建国登录就送")
    expect(phone.the("unsent")).to_have_count(0)
    phone.page.unroute(WRITING)
    assert waiting(admin) == before

    phone.scan(BADGES["E1001"])

    phone.is_told(ALL_SENT)
    assert waiting(admin) == before + 7
    [later, first] = [one["good"] for one in admin.get("/reports", limit=2)["reports"]]
    assert (first, later) == (4, 3)


def test_what_is_refused_later_stays_open_with_its_reason_and_a_way_on(phone: Phone, admin: Api) -> None:
    before = admin.bar(ORDER, STEP)
    operation = admin.operation(ORDER, STEP)
    phone.sign_in()
    phone.page.route(REPORT, lambda route: route.abort("internetdisconnected"))
    report(phone, 6)
    phone.is_told(KEPT)
    stop = {"target_kind": "operation", "target_id": operation, "reason_code": "said"}
    block = admin.command("/blocks", **stop, reason_params={"reason": "换砂轮"}, owner="赵明")
    phone.page.unroute(REPORT)

    phone.is_told("没收下：报工 6 件")
    expect(phone.the("sync")).to_have_text("1 条没收下")
    phone.the("toast-next").tap()
    phone.shows("outbox")
    refused = phone.page.locator("[data-testid^=refused-]")
    expect(refused).to_contain_text("换砂轮 · 赵明")
    assert faults_for_readers(phone.page) == []
    phone.the("to-leader").tap()

    expect(refused).to_have_count(0)
    phone.is_told(ALL_SENT)
    assert admin.bar(ORDER, STEP)["hold"] == before["hold"] + 6
    admin.command(f"/blocks/{block['block_id']}/release", reason="好了")


def test_a_refusal_that_comes_after_its_page_was_left_stays_open(phone: Phone, admin: Api) -> None:
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    phone.sign_in()
    phone.page.route(REPORT, hold)
    with phone.page.expect_request(REPORT):
        report(phone, 6)
    phone.page.goto(phone.page.url.split("#")[0] + "#/")
    expect(phone.shows("sync")).to_have_text("还有 1 条没交")
    stop = {"target_kind": "operation", "target_id": admin.operation(ORDER, STEP), "reason_code": "said"}
    block = admin.command("/blocks", **stop, reason_params={"reason": "换砂轮"}, owner="赵明")
    asked[0].continue_()

    phone.is_told("没收下：报工 6 件")
    expect(phone.the("sync")).to_have_text("1 条没收下")
    admin.command(f"/blocks/{block['block_id']}/release", reason="好了")


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

    phone.the("ng-value").tap()
    phone.the("key-6").tap()
    phone.the("key-0").tap()
    expect(phone.the("beyond")).to_have_text("多了 10 件，这次一共 50 件")
    expect(phone.the("key-ok")).to_have_attribute("aria-disabled", "true")
    phone.the("beyond-fix").tap()
    expect(phone.the("typed")).to_have_text("50")
    phone.the("key-ok").tap()
    expect(submit).to_have_text("还差 48 件没说清")


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
    expect(phone.the("toast-undo")).to_have_count(0)
    expect(phone.the("records")).to_contain_text("冲销：数错了")
    assert waiting(admin) == before - 2


def test_the_sheet_shows_what_the_report_will_do(phone: Phone, admin: Api) -> None:
    before = admin.bar(ORDER, STEP)
    phone.sign_in()
    phone.open_sheet(ORDER)
    preview = phone.the("preview").get_by_test_id("lockstep-bar")
    expect(preview).to_have_attribute("aria-label", has(f"待检 {before['waiting'] + 50:g}"))


def test_a_page_whose_styles_did_not_come_is_dressed_as_soon_as_they_do(phone: Phone) -> None:
    styles = "**/ReportDoor*.css"
    phone.page.route(styles, lambda route: route.abort("internetdisconnected"))
    with phone.page.expect_event("requestfailed", lambda request: "ReportDoor" in request.url):
        phone.page.reload()
    phone.page.unroute(styles)
    phone.sign_in()
    phone.open_sheet(ORDER)
    expect(phone.the("record-time")).to_have_css("display", "flex")

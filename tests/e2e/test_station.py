# SPDX-License-Identifier: Apache-2.0
"""The station's screens around a report: where one signs in, and how a tablet uses its width."""

import re
from typing import Any

import httpx
from playwright.sync_api import Locator, Route, expect

from lockstep.app.demo.access import BADGES
from lockstep.platform.accounts.web import CSRF_COOKIE, CSRF_HEADER
from tests.e2e.people import Phone, Room
from tools.product import Api
from tools.shots.checks import faults_for_readers

TABLET = {"width": 768, "height": 1024}


def box(found: Locator) -> dict[str, Any]:
    placed = found.bounding_box()
    assert placed is not None
    return dict(placed)


def test_sign_in_names_its_station_in_the_language_of_the_screen(phone: Phone) -> None:
    name = phone.shows("station-name")
    expect(name).to_contain_text("磨床 01")
    expect(name).to_contain_text("GR-01")

    phone.the("lang-en").tap()
    expect(name).to_contain_text("Grinder 01")


def test_a_tablet_shows_two_cards_side_by_side_and_the_sheet_beside_the_queue(phone: Phone, admin: Api) -> None:
    phone.page.set_viewport_size({"width": TABLET["width"], "height": TABLET["height"]})
    phone.sign_in()
    queue = phone.shows("queue")
    assert box(queue)["width"] == TABLET["width"]
    first, second = (box(queue.locator("article").nth(index)) for index in (0, 1))
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] < second["x"]

    phone.the(f"report-{admin.operation('WO-2611-0189', '20')}").tap()
    sheet = box(phone.shows("report-sheet"))
    beside = box(queue)
    assert beside["x"] + beside["width"] <= sheet["x"]
    first, second = (box(queue.locator("article").nth(index)) for index in (0, 1))
    assert first["x"] == second["x"]


def test_opened_again_it_shows_what_was_read_last_until_it_is_read_anew(phone: Phone, admin: Api) -> None:
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    def open_again() -> None:
        """Nothing is answered yet."""
        asked.clear()
        with phone.page.expect_request("**/api/me"), phone.page.expect_request("**/api/queue"):
            phone.page.reload(wait_until="commit")
        expect(stays).to_be_visible()
        expect(phone.the("sync")).to_have_text(re.compile(r"^\d\d:\d\d 的数据$"))

    goes, stays = (phone.the(f"job-{admin.operation(order, '20')}") for order in ("WO-2611-0189", "WO-2611-0195"))
    phone.sign_in()
    expect(goes).to_be_visible()
    phone.page.route(re.compile("/api/(me|queue)$"), hold)
    open_again()
    expect(goes).to_be_visible()
    for one in asked:
        answer = one.fetch()
        told = answer.json()
        for group in {"running", "blocked", "next"} & told.keys():
            told[group] = [job for job in told[group] if job["order_number"] != "WO-2611-0189"]
        one.fulfill(response=answer, json=told)
    expect(phone.the("sync")).to_have_text("已同步")
    expect(goes).to_have_count(0)

    open_again()
    for one in asked:
        one.abort("internetdisconnected")
    expect(phone.the("sync")).to_have_text(re.compile(r"^断网 \d\d:\d\d$"))
    expect(stays).to_be_visible()

    open_again()
    cookies = {one["name"]: one["value"] for one in phone.page.context.cookies()}
    csrf = {CSRF_HEADER: cookies[CSRF_COOKIE]}
    httpx.post(f"{admin.product.address}/api/auth/sign-out", cookies=cookies, headers=csrf).raise_for_status()
    for one in asked:
        one.continue_()
    phone.shows("station-sign-in")
    expect(stays).to_have_count(0)
    assert phone.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lockstep.kept.'))") == []


def test_a_job_says_whom_to_call_and_which_skill_is_missing(phone: Phone, admin: Api) -> None:
    rule = {"scope_type": "operation", "scope": "20", "strength": "block", "expected_version": 0}
    admin.command("/settings/skill-rules", **rule)
    stopped, free = (admin.operation(order, "20") for order in ("WO-2611-0187", "WO-2611-0189"))
    phone.sign_in("E1002")
    tile = phone.shows(f"job-{stopped}")
    expect(tile.get_by_test_id("call")).to_have_text("找：进度 赵明 · 质量 孙颖")
    expect(phone.the(f"job-{free}").get_by_test_id("missing-skill")).to_contain_text("机加工")
    expect(phone.the(f"report-{free}")).to_have_count(0)
    assert faults_for_readers(phone.page) == []
    phone.scan("WO-2611-0189")
    expect(phone.shows("state-note")).to_contain_text("没有登记“机加工”技能")


def test_who_may_not_report_is_told_so_and_of_no_other_reason(phone: Phone, admin: Api) -> None:
    operation = admin.operation("WO-2611-0195", "20")
    phone.sign_in("E3001")
    expect(phone.shows("no-right")).to_contain_text("你没有报工的权限")
    expect(phone.the(f"report-{operation}")).to_have_count(0)
    phone.the(f"more-{operation}").tap()
    expect(phone.shows("no-complete")).to_have_text("你没有报工的权限")
    phone.scan("WO-2611-0195/20")
    expect(phone.shows("state-note")).to_contain_text("你没有报工的权限")


def test_a_pause_says_why_on_its_tile_and_in_the_timeline(phone: Phone, admin: Api, room: Room) -> None:
    operation = admin.operation("WO-2611-0195", "20")
    phone.sign_in()
    tile = phone.shows(f"job-{operation}")
    start = phone.taps()
    tile.get_by_test_id(f"pause-{operation}").tap()
    tile.get_by_test_id("why").filter(has_text="换刀").tap()

    expect(tile.get_by_test_id("paused")).to_have_text("停了 0 分 · 换刀")
    assert phone.taps() - start == 2
    order_id = admin.get("/scan", code="WO-2611-0195")["order_id"]
    [event] = [one for one in admin.get(f"/orders/{order_id}/page")["events"] if one["kind"] == "pause"]
    assert (event["reason"], event["who"]) == ("换刀", "周建国")

    tile.get_by_test_id(f"start-{operation}").tap()
    expect(tile.get_by_test_id("paused")).to_have_count(0)
    phone.page.route("**/pause", lambda route: route.abort("internetdisconnected"))
    tile.get_by_test_id(f"pause-{operation}").tap()
    tile.get_by_test_id("why-own").fill("找夹具")
    tile.get_by_test_id("why-own-say").tap()
    phone.is_told("记下了，有网就交")
    expect(tile.get_by_test_id("job-unsent")).to_have_text("1 条还没送出")
    phone.page.unroute("**/pause")
    expect(tile.get_by_test_id("paused")).to_have_text("停了 0 分 · 找夹具")

    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    started = room.sent.count(f"POST /api/operations/{operation}/start")
    phone.page.route("**/start", hold)
    with phone.page.expect_request("**/start"):
        # Both taps before anything is drawn anew: the second hits the same button.
        tile.get_by_test_id(f"start-{operation}").evaluate("(button) => (button.click(), button.click())")
    expect(tile.get_by_test_id("job-unsent")).to_have_text("1 条还没送出")
    asked[0].continue_()
    expect(tile.get_by_test_id(f"pause-{operation}")).to_be_visible()
    expect(phone.the("sync")).to_have_text("已同步")
    assert room.sent.count(f"POST /api/operations/{operation}/start") == started + 1


def test_completing_short_says_so_and_can_be_taken_back(phone: Phone, admin: Api) -> None:
    operation = admin.operation("WO-2611-0195", "20")
    phone.sign_in()
    left = admin.get(f"/operations/{operation}/sheet")["job"]["left"]
    phone.the(f"more-{operation}").tap()
    expect(phone.shows("complete")).to_have_text(f"完工，还差 {left:g} 件")
    phone.the("complete").tap()

    phone.is_told("WO-2611-0195 完工了")
    expect(phone.the(f"job-{operation}")).to_have_count(0)
    phone.the("toast-undo").tap()
    phone.is_told("又开工了")
    expect(phone.the(f"job-{operation}")).to_be_visible()


def test_who_may_hold_releases_and_stops_at_the_station(phone: Phone, admin: Api) -> None:
    """Who may not sees who can; what others did meanwhile is said, with the figures as they are now."""
    operation = admin.operation("WO-2611-0189", "20")
    phone.sign_in("E1001")
    phone.the(f"more-{operation}").tap()
    holding, stopping = phone.shows("holding"), phone.the("stopping")
    expect(holding.get_by_test_id("lack")).to_contain_text("检验员、班组长")
    expect(holding.get_by_test_id("hold")).to_have_count(0)
    expect(stopping.get_by_test_id("stop")).to_have_count(0)

    phone.scan(BADGES["E2002"])
    phone.the(f"more-{operation}").tap()
    phone.shows("hold").tap()
    phone.the("decide-value").tap()
    expect(phone.the("key-tray")).to_have_text(re.compile(r"^全部 \d"))
    phone.the("key-5").tap()
    phone.the("key-ok").tap()
    expect(phone.the("decide")).to_have_attribute("aria-disabled", "true")
    phone.the("why").filter(has_text="可疑品隔离").tap()
    expect(phone.the("decide")).to_have_text("隔离 5 件")
    assert faults_for_readers(phone.page) == []
    phone.the("decide").tap()
    phone.is_told("隔离了 5 件")
    [case] = [one for one in admin.get(f"/operations/{operation}/hands")["cases"] if one["reason"] == "可疑品隔离"]

    held = phone.shows(f"case-{case['id']}")
    held.get_by_test_id("release").tap()
    held.get_by_test_id("why").filter(has_text="复检合格").tap()
    admin.command("/wip/release", case_id=case["id"], quantity=3, reason="复检合格")
    expect(held).to_contain_text("隔离着 2 件")
    expect(held.get_by_test_id("decide")).to_have_text("放行 2 件")
    held.get_by_test_id("decide").tap()
    phone.is_told("放行了 2 件")
    expect(held).to_have_count(0)

    phone.the("stop").tap()
    phone.the("why").filter(has_text="设备故障").tap()
    phone.the("until-30").tap()
    phone.the("decide").tap()
    phone.is_told("停下了")
    expect(phone.the("stopping")).to_contain_text("设备故障")
    phone.the("back").tap()
    tile = phone.shows(f"job-{operation}")
    expect(tile).to_contain_text("设备故障")
    expect(tile.get_by_test_id(f"start-{operation}")).to_have_count(0)
    phone.the(f"more-{operation}").tap()
    phone.the("resume").tap()
    phone.the("why").filter(has_text="问题已解决").tap()
    phone.the("decide").tap()
    phone.is_told("解除了")
    expect(phone.the("resume")).to_have_count(0)


def test_one_shift_tells_the_next_which_reads_it_without_reloading(room: Room, phone: Phone, terminal: str) -> None:
    phone.sign_in()
    other = room.phone(terminal)
    other.sign_in("E1002")
    phone.the("open-handovers").tap()
    phone.shows("handover-form")
    phone.the("phrase").filter(has_text="料快用完").tap()
    phone.the("about-none").tap()
    phone.the("hand-over").tap()
    phone.is_told("下一班会看到")

    told = other.shows("handover")
    expect(told).to_contain_text("料快用完")
    expect(told).to_contain_text("周建国")
    told.get_by_test_id("handover-facts").tap()
    expect(told.locator("li").first).to_contain_text("WO-2611-")
    expect(phone.the("handover").get_by_test_id("take-over")).to_have_count(0)
    told.get_by_test_id("take-over").tap()
    expect(other.the("handover")).to_have_count(0)


def test_a_report_of_two_people_and_the_time_before_it(phone: Phone, admin: Api) -> None:
    phone.sign_in()
    phone.the(f"report-{admin.operation('WO-2611-0189', '20')}").tap()
    phone.shows("report-sheet")
    phone.the("record-time").tap()
    phone.the("kind-setup").tap()
    phone.the("lasting-15").tap()
    expect(phone.the("record-time-now")).to_have_text("记 15 分，调机准备")
    phone.the("record-time-now").tap()
    phone.is_told("记了 15 分，调机准备")

    phone.the("crew").tap()
    phone.shows("crew-sheet")
    phone.page.locator('[data-testid^="mate-"][aria-pressed="false"][aria-disabled="false"]').first.tap()
    expect(phone.the("shares").locator(".percent")).to_have_text(["50%", "50%"])
    phone.the("shares").get_by_role("button", name="多 5%").first.tap()
    expect(phone.the("shares").locator(".percent")).to_have_text(["55%", "45%"])
    phone.the("crew-done").tap()
    expect(phone.the("submit")).to_have_text("0 不良，提交 50 件2 人一起")
    phone.submit()
    phone.is_told("已报 50 件，0 不良")

    phone.the("tab-records").tap()
    expect(phone.shows("record-crew").first).to_have_text(re.compile("2 人：.*周建国"))
    time = phone.the("time-row").first
    expect(time).to_contain_text("调机准备 15 分")
    time.get_by_test_id("reverse").tap()
    time.get_by_test_id("reason-wrong_time").tap()
    expect(phone.the("time-row").first).to_contain_text("冲销：时间记错")
    phone.the("tab-queue").tap()
    phone.the(f"report-{admin.operation('WO-2611-0189', '20')}").tap()
    expect(phone.shows("crew")).to_contain_text("、")

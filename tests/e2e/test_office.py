# SPDX-License-Identifier: Apache-2.0
"""The office door: signing in, three languages, the dark theme, the audit trail, the board by keyboard, the rules,
the morning meeting and what it leaves at home."""

from playwright.sync_api import expect

from tests.e2e.people import Desk, Phone, Room
from tools.product import Api
from tools.shots.checks import faults_for_readers


def test_a_wrong_password_then_the_right_one(desk: Desk) -> None:
    desk.sign_in("zhao", "not-the-password")
    expect(desk.shows("sign-in-problem")).not_to_be_empty()
    expect(desk.the("sign-in-password")).to_have_value("")

    desk.sign_in("zhao")
    desk.shows("board-table")


def test_signing_out_closes_the_door(desk: Desk) -> None:
    desk.open_board()
    desk.the("sign-out").click()
    desk.shows("office-sign-in")
    desk.page.reload()
    desk.shows("office-sign-in")


def test_three_languages_and_the_account_keeps_its_own(room: Room, desk: Desk) -> None:
    desk.open_board("wu")
    page = desk.page
    desk.the("filter-late").click()
    for language, title, product in (
        ("en", "Production board", "steering motor"),
        ("zh-TW", "生產看板", "轉向馬達"),
        ("zh-CN", "生产看板", "转向电机"),
        ("en", "Production board", "steering motor"),
    ):
        desk.the(f"lang-{language}").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("h1")).to_have_text(title)
        expect(desk.the("board-table")).to_contain_text(product)
        expect(desk.the("filter-late")).to_have_attribute("aria-pressed", "true")

    elsewhere = room.desk("")
    elsewhere.open_board("wu")
    expect(elsewhere.page.locator("html")).to_have_attribute("lang", "en")
    expect(elsewhere.the("board-table")).to_contain_text("steering motor")


def test_the_dark_theme_is_kept(desk: Desk) -> None:
    desk.open_board()
    page = desk.page
    colour = "getComputedStyle(document.querySelector('main')).backgroundColor"
    light = page.evaluate(colour)

    desk.the("theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(colour) != light

    page.reload()
    desk.shows("board-table")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_board_is_walked_by_keyboard(desk: Desk) -> None:
    desk.open_board()
    keys = desk.page.keyboard
    first = desk.the("board-row").first
    number = first.locator("b").first.inner_text()

    keys.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(desk.shows("order-drawer")).to_contain_text(number)
    expect(desk.the("delivery")).to_contain_text("能交")
    keys.press("Escape")
    expect(desk.the("order-drawer")).to_have_count(0)

    keys.press("/")
    keys.type("0176")
    expect(desk.the("board-row")).to_have_count(1)
    expect(desk.the("board-row")).to_contain_text("WO-2611-0176")


def test_the_audit_list_shows_the_sign_in_and_the_report(desk: Desk, phone: Phone, admin: Api) -> None:
    operation = admin.operation("WO-2611-0189", "20")
    phone.sign_in()
    phone.open_sheet("WO-2611-0189")
    phone.submit()
    phone.is_told("已报 50 件")

    desk.open_board()
    desk.to("audit")
    rows = desk.the("audit-row")
    report = rows.filter(has_text="报工").first
    expect(report).to_contain_text("周建国")
    expect(rows.filter(has_text="周建国").filter(has_text="登录")).not_to_have_count(0)

    expect(report).to_contain_text("WO-2611-0189/20")
    expect(report).not_to_contain_text("production_report")

    report.get_by_role("button").click()
    expect(report.get_by_role("row").filter(has_text="良品").last).to_contain_text("50")
    expect(report).not_to_contain_text("operation_id")
    entries = admin.get("/audit", operation="shopfloor.report_production")["entries"]
    assert entries[0]["actor"] == "周建国"
    assert str(operation) in str(entries[0])


def test_without_the_right_there_is_no_way_to_the_audit_trail_and_the_rules(desk: Desk) -> None:
    desk.open_board("zhao")
    desk.shows("nav-parked")
    for page in ("audit", "rules"):
        expect(desk.the(f"nav-{page}")).to_have_count(0)
    desk.page.evaluate("location.hash = '#/rules'")
    expect(desk.shows("state-note")).to_contain_text("没取到规则")
    expect(desk.the("state-note")).to_contain_text("“改规则”")


def test_a_rule_is_set_at_an_operation_and_the_second_of_two_keeps_what_was_typed(desk: Desk, admin: Api) -> None:
    desk.open_board()
    desk.to("rules")
    expect(desk.the("rule-row")).to_contain_text("提醒全厂")
    desk.the("new-rule").click()
    expect(desk.shows("rule-there")).to_contain_text("提醒")
    desk.the("scope-operation").click()
    desk.the("strength-block").click()
    desk.the("rule-save").click()
    expect(desk.the("rule-form").get_by_role("alert")).to_have_text("选一个")
    desk.the("rule-scope").click()
    desk.page.get_by_role("option", name="60 ").click()
    assert faults_for_readers(desk.page) == []
    desk.the("rule-save").click()
    row = desk.the("rule-row").filter(has_text="工序 60")
    expect(row).to_contain_text("不能交")
    assert faults_for_readers(desk.page) == []

    row.get_by_test_id("edit-rule").click()
    desk.shows("rule-reason").fill("先试一周")
    rule = {"scope_type": "operation", "scope": "60", "strength": "off", "expected_version": 1}
    admin.command("/settings/skill-rules", **rule)
    desk.the("strength-warn").click()
    desk.the("rule-save").click()
    expect(desk.shows("rule-stale")).to_contain_text("允许")
    expect(desk.the("rule-reason")).to_have_value("先试一周")
    expect(desk.the("strength-warn")).to_have_attribute("aria-pressed", "true")
    desk.the("rule-save").click()
    expect(desk.the("rule-form")).to_have_count(0)
    expect(row).to_contain_text("提醒")


def test_a_page_without_a_connection_says_how_old_it_is(desk: Desk) -> None:
    desk.open_board()
    desk.page.context.set_offline(True)
    desk.shows("offline-line")
    desk.to("customers")
    desk.is_told("这一页没取到")
    desk.page.context.set_offline(False)
    expect(desk.the("offline-line")).to_have_count(0)


def test_a_planner_names_another_owner_of_an_operation(desk: Desk) -> None:
    desk.open_board("shen")
    desk.the("open-WO-2611-0194").first.click()
    owners = desk.shows("owners-20")
    expect(owners).to_have_text("GR-01 GR-02 · 进度 赵明 · 质量 孙颖")
    desk.the("owners-edit-20").click()
    desk.the("progress_owner-20").click()
    desk.page.get_by_role("option", name="E1001").click()
    expect(desk.the("owners-save")).to_be_disabled()
    desk.the("owners-reason").fill("赵明休假")
    assert faults_for_readers(desk.page) == []
    desk.the("owners-save").click()
    expect(owners).to_have_text("GR-01 GR-02 · 进度 周建国 · 质量 孙颖")


def test_what_is_agreed_at_the_meeting_is_on_the_other_screen_and_on_the_home_of_its_owner(
    room: Room, admin: Api
) -> None:
    meeting, wall = room.desk(""), room.desk("")
    meeting.open("/#/morning", "zhao")
    wall.open("/#/morning", "shen")
    expect(meeting.the("lead")).to_contain_text("没做到计划")
    expect(wall.the("morning-actions")).to_contain_text("WD-02 的张力器")

    meeting.the("new-task").first.click()
    meeting.shows("task-form")
    meeting.the("task-save").click()
    expect(meeting.the("task-form").get_by_role("alert")).to_have_text("写要做什么")
    meeting.the("task-text").fill("中午起多开一台")
    meeting.lose_session_at("**/api/tasks/agree")
    meeting.the("task-save").click()
    meeting.is_told("登录过期了")
    meeting.sign_in("zhao")
    meeting.the("new-task").first.click()
    expect(meeting.the("task-text")).to_have_value("中午起多开一台")
    owner = meeting.the("task-form").get_by_role("combobox").first
    owner.click()
    owner.press_sequentially("沈")
    meeting.page.get_by_role("option", name="沈嘉").click()
    meeting.the("task-save").click()
    expect(meeting.the("task-form")).to_have_count(0)
    expect(wall.the("morning-actions")).to_contain_text("中午起多开一台")

    row = wall.the("morning-actions").locator("li", has_text="中午起多开一台")
    row.get_by_test_id("task-edit").click()
    [task] = [one for one in admin.get("/morning")["tasks"] if one["text"] == "中午起多开一台"]
    ids = {"task_id": task["id"], "expected_version": task["version"]}
    admin.command("/tasks/change", **ids, text="中午起多开两台")
    wall.shows("task-text").fill("中午起多开三台")
    wall.the("task-save").click()
    expect(wall.the("problem")).to_contain_text("现在是：中午起多开两台，沈嘉")
    wall.the("task-save").click()
    expect(meeting.the("morning-actions")).to_contain_text("中午起多开三台")

    meeting.the("open-made").first.click()
    expect(meeting.the("day-reports").get_by_test_id("report-line").first).to_be_visible()

    wall.to("home")
    mine = wall.the("home-tasks").locator("li", has_text="中午起多开三台")
    mine.get_by_test_id("task-tick").click()
    mine.get_by_test_id("task-said").fill("12 点开了 WD-01")
    mine.get_by_test_id("task-end").click()
    expect(mine).to_have_count(0)
    expect(meeting.the("morning-actions").locator("li", has_text="12 点开了 WD-01")).to_contain_text("做完了")


def test_home_leads_to_what_waits_and_shows_nothing_that_is_not_theirs(room: Room) -> None:
    leader, operator = room.desk(""), room.desk("")
    leader.open("/", "zhao")
    expect(leader.the("home-late").get_by_test_id("late-order").first).to_contain_text("WO-2611-0187")
    leader.the("waits-case").first.get_by_role("link").click()
    expect(leader.the("cases")).to_be_visible()

    operator.open("/", "chen")
    expect(operator.the("home-tasks")).to_contain_text("没有派给你的行动")
    expect(operator.the("home-waiting")).to_contain_text("没有等着你的事")

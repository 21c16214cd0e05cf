# SPDX-License-Identifier: Apache-2.0
"""People and rights in the office: from opening an account to taking a role away again."""

from playwright.sync_api import expect

from tests.e2e.people import Desk, Phone, Room
from tools.product import Api


def open_people(desk: Desk, tab: str = "accounts", name: str = "admin") -> None:
    desk.open_board(name)
    desk.to("people")
    desk.the(f"tab-{tab}").click()
    desk.shows(tab)


def give_reason(desk: Desk, reason: str) -> None:
    desk.shows("reason").fill(reason)
    desk.the("reason-go").click()
    expect(desk.the("reason")).to_have_count(0)


def test_a_new_account_with_a_badge_that_is_revoked(desk: Desk, room: Room, phone: Phone) -> None:
    open_people(desk)
    desk.the("new-account").click()
    desk.shows("account-login").fill("ma")
    desk.the("account-person").click()
    taken = desk.page.get_by_role("option", name="E1001")
    expect(taken).to_have_attribute("aria-disabled", "true")
    assert room.sent.count("GET /api/places/people") == 1, "a list that blinks asks twice, and Escape is lost on it"
    desk.page.keyboard.press("Escape")
    expect(taken).to_be_hidden()
    desk.the("account-name").fill("马小军")
    desk.the("role-operator").click()
    desk.the("account-save").click()
    expect(desk.shows("panel-roles")).to_have_text("操作工")

    with desk.page.expect_response("**/accounts/issue-badge") as issued:
        desk.the("issue-badge").click()
    code = issued.value.json()["secret"]
    expect(desk.shows("badge").get_by_test_id("code")).to_be_visible()
    desk.page.emulate_media(media="print")
    expect(desk.page.locator(".pp-paper")).to_be_visible()
    expect(desk.page.locator("#app")).to_be_hidden()
    desk.page.emulate_media(media="screen")
    desk.the("badge-close").click()

    expect(phone.shows("pin-1")).to_be_visible()
    phone.scan(code)
    phone.shows("queue")
    expect(desk.the("session").first).to_contain_text("GR-01")

    desk.the("revoke-badge").click()
    give_reason(desk, "丢了")
    phone.page.reload()
    phone.shows("station-sign-in")
    expect(phone.page.get_by_test_id("pin-1")).to_be_visible()
    phone.scan(code)
    phone.shows("sign-in-problem")
    expect(phone.the("queue")).to_have_count(0)


def test_a_right_is_ticked_and_explained(desk: Desk, room: Room, admin: Api) -> None:
    li = admin.product.signed_in("li")
    assert "audit.read" not in li.get("/me")["permissions"]
    open_people(desk, "roles")
    desk.the("tick-operator-audit.read").check()
    expect(desk.the("save-role-operator")).to_be_disabled()
    desk.shows("role-reason").fill("审计周")
    desk.the("save-role-operator").click()
    expect(desk.the("role-changes")).to_have_count(0)
    assert "audit.read" in li.get("/me")["permissions"]

    desk.the("tab-accounts").click()
    desk.shows("account-li").click()
    desk.shows("account-panel")
    desk.the("why-right").locator("input").fill("审计追踪")
    desk.page.get_by_role("option", name="看审计追踪").click()
    answer = desk.shows("why-answer")
    expect(answer).to_contain_text("李秀兰 能“看审计追踪”")
    expect(answer).to_contain_text("操作工")
    expect(answer).to_contain_text("审计周")
    desk.the("why-right").locator("input").fill("改角色")
    desk.page.get_by_role("option", name="改角色").click()
    expect(answer).to_contain_text("不能")


def test_an_account_is_limited_to_a_team(desk: Desk, room: Room, admin: Api) -> None:
    zhao = admin.product.signed_in("zhao")
    everybody = len(zhao.get("/entities/person/records")["rows"])
    open_people(desk)
    desk.the("account-zhao").click()
    desk.shows("change-account").click()
    desk.shows("scope-teams").click()
    team = desk.page.get_by_role("option", name="甲班")
    team.click()
    desk.the("account-reason").click()
    expect(team).to_be_hidden()
    desk.the("account-save").click()
    desk.shows("panel-roles")
    expect(desk.the("account-panel")).to_contain_text("人员限甲班")
    desk.the("why-right").locator("input").fill("看基础数据")
    desk.page.get_by_role("option", name="看基础数据").click()
    expect(desk.shows("why-teams")).to_contain_text("甲班")
    assert 0 < len(zhao.get("/entities/person/records")["rows"]) < everybody
    desk.the("tab-review").click()
    expect(desk.the("review-row").filter(has_text="赵")).to_contain_text("人员限甲班")


def test_a_change_of_post_is_planned_and_withdrawn(desk: Desk, room: Room) -> None:
    open_people(desk)
    desk.the("account-wang").click()
    desk.shows("plan-post").click()
    form = desk.shows("post-form")
    form.get_by_test_id("role-operator").click()
    form.get_by_test_id("role-inspector").click()
    desk.the("post-reason").fill("去检验")
    desk.the("post-save").click()
    expect(desk.shows("post")).to_contain_text("检验员")
    expect(desk.the("account-row").filter(has_text="wang")).to_contain_text("换岗")

    desk.the("end-post").click()
    give_reason(desk, "不去了")
    expect(desk.the("post")).to_contain_text("撤了")
    expect(desk.the("panel-roles")).to_have_text("操作工")


def test_a_terminal_and_a_key(desk: Desk, room: Room, admin: Api) -> None:
    open_people(desk, "devices")
    desk.the("new-code").click()
    desk.the("code-station").click()
    desk.page.get_by_role("option", name="GR-02").click()
    desk.the("make-code").click()
    admin.product.register_terminal(desk.shows("secret").inner_text())
    desk.the("secret-done").click()
    desk.the("tab-keys").click()
    desk.shows("new-key").click()
    desk.shows("key-name").fill("ERP")
    desk.the("key-right-board.read").click()
    desk.the("key-make").click()
    key = desk.shows("secret").input_value()
    desk.the("secret-done").click()
    assert admin.product.with_key(key).get("/board")["rows"]

    desk.the("revoke-key").click()
    give_reason(desk, "换系统了")
    expect(desk.the("key-row")).to_contain_text("收回")
    expect(desk.the("key-row")).not_to_contain_text("从没")
    desk.the("tab-devices").click()
    # Beside the one that stands there already.
    expect(desk.the("device-row").filter(has_text="GR-02")).to_have_count(2)


def test_the_review_takes_a_role_away(desk: Desk, room: Room) -> None:
    open_people(desk, "review")
    desk.the("review-wu").click()
    desk.the("take-manager").click()
    give_reason(desk, "不管车间了")
    expect(desk.the("review-row").filter(has_text="吴向东")).not_to_contain_text("车间主任")

    with desk.page.expect_download() as saved:
        desk.the("review-csv").click()
    assert "吴向东" in saved.value.path().read_text(encoding="utf-8-sig")


def test_the_page_shows_what_one_may_do(room: Room) -> None:
    """A leader lets people in again and sees customers; an operator sees neither."""
    leader = room.desk("")
    leader.open_board("zhao")
    expect(leader.the("board-table")).to_contain_text("德麦克转向")
    leader.to("people")
    leader.shows("locked")
    expect(leader.the("tab-accounts")).to_have_count(0)

    operator = room.desk("")
    operator.open_board("chen")
    expect(operator.the("board-table")).to_contain_text("–")
    expect(operator.the("board-table")).not_to_contain_text("德麦克转向")
    expect(operator.the("nav-people")).to_have_count(0)

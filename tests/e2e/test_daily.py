# SPDX-License-Identifier: Apache-2.0
"""The morning meeting on two screens, and the home page of who got something to do there."""

from playwright.sync_api import expect

from tests.e2e.people import Room


def test_what_is_agreed_at_the_meeting_is_on_the_other_screen_and_on_the_home_of_its_owner(room: Room) -> None:
    meeting, wall = room.desk("/#/morning"), room.desk("/#/morning")
    meeting.sign_in("zhao")
    wall.sign_in("shen")
    expect(meeting.the("lead")).to_contain_text("没做到计划")
    expect(wall.the("morning-actions")).to_contain_text("WD-02 的张力器")

    meeting.the("new-task").first.click()
    meeting.shows("task-form")
    meeting.the("task-save").click()
    expect(meeting.the("task-form").get_by_role("alert")).to_have_text("写要做什么")
    meeting.the("task-text").fill("中午起多开一台")
    owner = meeting.the("task-form").get_by_role("combobox").first
    owner.click()
    owner.press_sequentially("沈")
    meeting.page.get_by_role("option", name="沈嘉").click()
    meeting.the("task-save").click()
    expect(meeting.the("task-form")).to_have_count(0)
    expect(wall.the("morning-actions")).to_contain_text("中午起多开一台")

    meeting.the("open-made").first.click()
    expect(meeting.the("day-reports").get_by_test_id("report-line").first).to_be_visible()

    wall.to("home")
    mine = wall.the("home-tasks").locator("li", has_text="中午起多开一台")
    mine.get_by_test_id("task-tick").click()
    mine.get_by_test_id("task-said").fill("12 点开了 WD-01")
    mine.get_by_test_id("task-end").click()
    expect(mine).to_have_count(0)
    expect(meeting.the("morning-actions").locator("li", has_text="12 点开了 WD-01")).to_contain_text("做完了")


def test_home_leads_to_what_waits_and_shows_nothing_that_is_not_theirs(room: Room) -> None:
    leader, operator = room.desk("/"), room.desk("/")
    leader.sign_in("zhao")
    expect(leader.the("home-late").get_by_test_id("late-order").first).to_contain_text("WO-2611-0187")
    leader.the("waits-case").first.get_by_role("link").click()
    expect(leader.the("cases")).to_be_visible()

    operator.sign_in("chen")
    expect(operator.the("home-tasks")).to_contain_text("没有派给你的行动")
    expect(operator.the("home-waiting")).to_contain_text("没有等着你的事")

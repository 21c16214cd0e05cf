# SPDX-License-Identifier: Apache-2.0
"""The ways of every day and the rarer ones, at each size of screen: at the machine, and in the office."""

import pytest
from playwright.sync_api import Locator, expect

from lockstep.app.demo.access import BADGES
from tests.e2e.people import Desk, Phone, Room
from tests.e2e.sizes import GLOVE, SIZES, Size, click, fits, place_order, press
from tools.product import Api


@pytest.fixture
def job(admin: Api, size: Size) -> int:
    return place_order(admin, f"WO-{size.width}", size.station)


@pytest.fixture
def parked(admin: Api) -> str:
    """What a counter says was made, four more than came from the step before."""
    made = admin.command("/api-keys/create", name="grinder counter", permissions=["report.create"])
    operation = admin.operation("WO-2611-0195", "20")
    good = admin.get(f"/operations/{operation}/sheet")["available"] + 4
    counted = {"operation_id": operation, "good": good, "ng": 0, "defects": [], "source": "machine", "mode": "book"}
    return str(admin.product.with_key(made["secret"]).command("/reports", **counted)["id"])


def test_at_the_machine(room: Room, admin: Api, size: Size, job: int) -> None:
    phone = room.phone(admin.product.register_terminal(admin.device_code(size.station)), viewport=size.viewport)
    phone.sign_in("E2002")
    report_with_ng(phone, f"WO-{size.width}")
    reverse_the_report(phone)
    pause_and_go_on(phone, job)
    report_as_two(phone, job)
    record_time(phone, job)
    hold_and_release(phone)
    stop_the_station(phone)
    keep_while_offline(phone, job)
    complete_short(phone, job)
    look_for_the_camera(phone)
    hand_over(phone)


def test_in_the_office(room: Room, admin: Api, size: Size, parked: str) -> None:
    desk = room.desk("/", as_=admin, viewport=size.viewport)
    fits(desk, desk.shows("home").get_by_test_id("lead"))
    promise(desk, f"2037-03-{list(SIZES).index((size.width, size.height)) + 10}")
    agree_and_tick_off(desk, f"多开一台 {size.width}")
    withdraw_parked(desk, parked)
    look_behind_a_bar(desk)
    look_behind_an_operation(desk)
    look_for_nothing(desk)


def report_with_ng(phone: Phone, order: str) -> None:
    fits(phone, phone.the("tab-scan"))
    phone.open_sheet(order)
    fits(phone, phone.the("submit"), phone.the("has-ng"))
    press(phone, phone.the("has-ng"), GLOVE)
    press(phone, phone.the("chip-D-CH"))
    fits(phone, phone.the("submit"))
    press(phone, phone.the("submit"), GLOVE)
    phone.is_told("1 不良")


def reverse_the_report(phone: Phone) -> None:
    press(phone, phone.the("tab-records"))
    record = phone.shows("records").locator('article[data-testid^="record-"]').first
    fits(phone, record.get_by_test_id("reverse"))
    press(phone, record.get_by_test_id("reverse"))
    press(phone, record.get_by_test_id("reason-not_made"))
    phone.is_told("冲销了 50 件")
    press(phone, phone.the("tab-queue"))


def say_why(phone: Phone, within: Locator, reason: str) -> None:
    why = within.get_by_test_id("why").filter(has_text=reason)
    press(phone, why, GLOVE)


def pause_and_go_on(phone: Phone, job: int) -> None:
    tile = phone.shows(f"job-{job}")
    press(phone, tile.get_by_test_id(f"start-{job}"))
    press(phone, tile.get_by_test_id(f"pause-{job}"), GLOVE)
    fits(phone, tile.get_by_test_id("why").first)
    say_why(phone, tile, "换刀")
    expect(tile.get_by_test_id("paused")).to_contain_text("换刀")
    press(phone, tile.get_by_test_id(f"start-{job}"))
    expect(tile.get_by_test_id("paused")).to_have_count(0)


def keep_while_offline(phone: Phone, job: int) -> None:
    tile = phone.shows(f"job-{job}")
    expect(tile.get_by_test_id(f"pause-{job}")).to_be_visible()
    phone.page.context.set_offline(True)
    press(phone, tile.get_by_test_id(f"pause-{job}"), GLOVE)
    say_why(phone, tile, "换刀")
    phone.is_told("记下了，有网就交")
    press(phone, phone.the("sync"))
    expect(phone.the("unsent")).to_have_count(1)
    fits(phone, phone.the("unsent"), phone.the("try-now"))
    phone.page.context.set_offline(False)
    phone.is_told("存着的都送出了")
    press(phone, phone.the("back"))
    expect(tile.get_by_test_id("paused")).to_contain_text("换刀")
    press(phone, tile.get_by_test_id(f"start-{job}"))
    expect(tile.get_by_test_id("paused")).to_have_count(0)


def report_as_two(phone: Phone, job: int) -> None:
    press(phone, phone.the(f"report-{job}"), GLOVE)
    press(phone, phone.shows("instruction"))
    expect(phone.the("viewer-page").first).not_to_have_js_property("naturalWidth", 0)
    fits(phone, phone.the("viewer-close"))
    press(phone, phone.the("viewer-close"))

    press(phone, phone.the("crew"))
    press(phone, phone.page.locator('[data-testid^="mate-"][aria-pressed="false"][aria-disabled="false"]').first)
    press(phone, phone.the("shares").get_by_role("button", name="多 5%").first)
    expect(phone.the("shares").locator(".percent")).to_have_text(["55%", "45%"])
    fits(phone, phone.the("crew-done"))
    press(phone, phone.the("crew-done"), GLOVE)
    fits(phone, phone.the("submit"))
    press(phone, phone.the("submit"), GLOVE)
    phone.is_told("已报 50 件，0 不良")


def record_time(phone: Phone, job: int) -> None:
    press(phone, phone.the(f"more-{job}"))
    press(phone, phone.shows("record-time"), GLOVE)
    fits(phone, phone.the("record-time-now"))
    press(phone, phone.the("kind-setup"), GLOVE)
    press(phone, phone.the("lasting-15"))
    press(phone, phone.the("record-time-now"), GLOVE)
    phone.is_told("记了 15 分，调机准备")
    press(phone, phone.the("toast-undo").last)
    phone.is_told("撤回了")


def decide(phone: Phone, card: Locator, reason: str, told: str) -> None:
    say_why(phone, card, reason)
    press(phone, card.get_by_test_id("decide"), GLOVE)
    phone.is_told(told)


def hold_and_release(phone: Phone) -> None:
    holding = phone.shows("holding")
    press(phone, holding.get_by_test_id("hold"), GLOVE)
    press(phone, phone.the("decide-value"), GLOVE)
    press(phone, phone.the("key-1"), GLOVE)
    press(phone, phone.the("key-ok"), GLOVE)
    decide(phone, holding, "可疑品隔离", "隔离了 1 件")
    press(phone, holding.get_by_test_id("release"), GLOVE)
    decide(phone, holding, "复检合格", "放行了 1 件")


def stop_the_station(phone: Phone) -> None:
    stopping = phone.the("stopping")
    press(phone, stopping.get_by_test_id("stop"), GLOVE)
    press(phone, stopping.get_by_test_id("stop-station"))
    press(phone, stopping.get_by_test_id("until-30"))
    decide(phone, stopping, "设备故障", "停下了")
    press(phone, stopping.get_by_test_id("resume"), GLOVE)
    decide(phone, stopping, "问题已解决", "解除了")
    press(phone, phone.the("back"))


def complete_short(phone: Phone, job: int) -> None:
    press(phone, phone.the(f"more-{job}"))
    complete = phone.the("complete")
    expect(complete).to_have_text("完工，还差 50 件")
    press(phone, complete, GLOVE)
    phone.is_told("完工了")
    expect(phone.the(f"job-{job}")).to_have_count(0)


def look_for_the_camera(phone: Phone) -> None:
    press(phone, phone.the("tab-scan"))
    fits(phone, phone.shows("camera-open"), phone.the("scan-input"), phone.the("scan-go"))
    press(phone, phone.the("camera-open"), GLOVE)
    phone.shows("camera-problem")
    fits(phone, phone.the("camera-close"))
    press(phone, phone.the("camera-close"))


def hand_over(phone: Phone) -> None:
    press(phone, phone.the("tab-queue"))
    press(phone, phone.shows("open-handovers"))
    press(phone, phone.the("phrase").filter(has_text="料快用完"))
    press(phone, phone.the("about-none"))
    press(phone, phone.the("hand-over"), GLOVE)
    phone.is_told("下一班会看到")
    phone.scan(BADGES["E1002"])
    told = phone.shows("queue").get_by_test_id("handover")
    expect(told).to_contain_text("料快用完")
    press(phone, told.get_by_test_id("take-over"), GLOVE)
    expect(told).to_have_count(0)


def promise(desk: Desk, day: str) -> None:
    desk.to("customers")
    fits(desk, desk.shows("customers").get_by_test_id("lead"))
    opening = desk.page.locator('[data-testid^="promise-SO-"]').first
    expect(opening).to_be_visible()
    line = str(opening.get_attribute("data-testid")).removeprefix("promise-")
    click(desk, opening)
    desk.shows("promise-form")
    fits(desk, desk.the("promise-reason"), desk.the("promise-save"))
    field = desk.page.locator("#promised-at")
    field.fill(day)
    field.press("Enter")
    desk.the("promise-reason").fill("客户同意")
    click(desk, desk.the("promise-save"))
    expect(desk.the("promise-form")).to_have_count(0)
    expect(desk.page.locator(f'[data-line="{line}"]')).to_contain_text(day)


def agree_and_tick_off(desk: Desk, text: str) -> None:
    desk.to("morning")
    fits(desk, desk.shows("morning").get_by_test_id("lead"))
    click(desk, desk.the("new-task-here"))
    desk.shows("task-form")
    fits(desk, desk.the("task-text"), desk.the("task-save"))
    desk.the("task-text").fill(text)
    owner = desk.the("task-form").get_by_role("combobox").first
    owner.click()
    owner.press_sequentially("沈")
    click(desk, desk.page.get_by_role("option", name="沈嘉"))
    click(desk, desk.the("task-save"))
    expect(desk.the("task-form")).to_have_count(0)
    task = desk.the("morning-actions").locator("li", has_text=text)
    click(desk, task.get_by_test_id("task-tick"))
    fits(desk, task.get_by_test_id("task-end"))
    task.get_by_test_id("task-said").fill("开了")
    click(desk, task.get_by_test_id("task-end"))
    expect(task).to_contain_text("做完了")


def withdraw_parked(desk: Desk, parked: str) -> None:
    desk.to("parked")
    item = desk.shows(f"parked-{parked}")
    click(desk, item.get_by_test_id("book-to"))
    fits(desk, desk.shows("book-to-search"), desk.the("book-to-now"))
    desk.page.keyboard.press("Escape")
    expect(desk.the("book-to-search")).to_have_count(0)
    click(desk, item.get_by_test_id("withdraw"))
    desk.shows("withdraw-reason").fill("数重了")
    fits(desk, desk.the("withdraw-reason"), desk.the("withdraw-now"))
    click(desk, desk.the("withdraw-now"))
    expect(item).to_have_count(0)


def look_behind_an_operation(desk: Desk) -> None:
    desk.the("find").fill("WO-2611-0189")
    desk.shows("find-list")
    fits(desk, desk.the("hit-WO-2611-0189"))
    click(desk, desk.the("hit-WO-2611-0189"))
    # The bar within takes the click at its middle as well, on its own.
    desk.shows("operation-open-20").click(position={"x": 10, "y": 10})
    expect(desk.shows("reports-drawer").get_by_test_id("report-line").first).to_be_visible()
    fits(desk, desk.the("reports-close"))
    click(desk, desk.the("reports-close"))
    expect(desk.the("reports-drawer")).to_have_count(0)


def look_behind_a_bar(desk: Desk) -> None:
    desk.to("board")
    fits(desk, desk.shows("board").get_by_test_id("lead"))
    bar = desk.the("board-row").first.get_by_test_id("lockstep-bar").first
    bar.hover()
    # What the first one has scrolled puts the table away again.
    desk.page.mouse.move(1, 1)
    bar.hover()
    fits(desk, desk.shows("bar-table"))


def look_for_nothing(desk: Desk) -> None:
    desk.the("find").fill("XX-404")
    desk.the("find").press("Enter")
    expect(desk.shows("find-none")).to_contain_text("不认识这个码：XX-404")
    fits(desk, desk.the("find-none"))

# SPDX-License-Identifier: Apache-2.0
"""The station's screens around a report: where one signs in, and how a tablet uses its width."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.people import Phone
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

# SPDX-License-Identifier: Apache-2.0
"""The way of a new plant to its first report, as its administrator sees it: here only the terminals are left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Desk
from tools.product import Api, Plants, Product
from tools.shots.checks import faults_for_readers


@pytest.fixture(scope="module")
def product(plants: Plants) -> Iterator[Product]:
    with plants.running("UPDATE device SET revoked_at = now()") as running:
        yield running


def test_what_is_left_leads_to_where_it_is_done(desk: Desk, admin: Api) -> None:
    desk.open("/#/setup")
    expect(desk.shows("setup-lead")).to_contain_text("还差 1 步")
    assert faults_for_readers(desk.page) == []
    desk.the("setup-import-people").click()
    expect(desk.shows("import-page")).to_contain_text("人员")
    desk.to("setup")
    desk.the("setup-devices").click()
    expect(desk.shows("people")).to_contain_text("设备")
    admin.product.register_terminal(admin.device_code("GR-01"))
    desk.to("setup")
    expect(desk.the("setup-lead")).to_contain_text("都齐了")
    expect(desk.the("nav-setup")).to_have_count(0)

    empty = {**admin.get("/board"), "rows": []}
    desk.page.route("**/api/board", lambda route: route.fulfill(json=empty))
    desk.to("board")
    desk.shows("first-import").click()
    expect(desk.shows("import-page")).to_contain_text("工单")


def test_who_cannot_set_up_is_not_led_there(desk: Desk) -> None:
    desk.open_board("zhao")
    expect(desk.the("nav-data")).to_be_visible()
    expect(desk.the("nav-setup")).to_have_count(0)

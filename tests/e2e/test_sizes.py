# SPDX-License-Identifier: Apache-2.0
"""The ways that are gone every day, at each size of screen: at the machine, and in the office."""

from playwright.sync_api import expect

from tests.e2e.people import Room
from tests.e2e.sizes import GLOVE, MAIN, Size, click, fits, place_order, press
from tools.product import Api


def test_at_the_machine(room: Room, admin: Api, size: Size) -> None:
    place_order(admin, f"WO-{size.width}", size.station)
    phone = room.phone(admin.product.register_terminal(admin.device_code(size.station)), viewport=size.viewport)
    phone.sign_in()
    fits(phone, phone.the("tab-scan"))
    phone.open_sheet(f"WO-{size.width}")
    fits(phone, phone.the("submit"), phone.the("has-ng"))
    press(phone, phone.the("has-ng"), GLOVE)
    press(phone, phone.the("chip-D-CH"))
    fits(phone, phone.the("submit"))
    press(phone, phone.the("submit"), MAIN)
    phone.is_told("1 不良")
    press(phone, phone.the("tab-records"))
    fits(phone, phone.shows("records").locator("article").first)


def test_in_the_office(room: Room, admin: Api, size: Size) -> None:
    desk = room.desk("/", as_=admin, viewport=size.viewport)
    for page in ("home", "board", "customers", "morning"):
        desk.to(page)
        fits(desk, desk.shows(page).get_by_test_id("lead"))
    desk.shows("find").fill("WO-2611-0187")
    desk.shows("find-list")
    fits(desk, desk.the("hit-WO-2611-0187"))
    click(desk, desk.the("hit-WO-2611-0187"))
    expect(desk.shows("order-number")).to_have_text("WO-2611-0187")
    fits(desk, desk.the("nav-board"))

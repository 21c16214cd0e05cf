# SPDX-License-Identifier: Apache-2.0
"""The ways that are gone every day, at each size of screen: at the machine, and in the office."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import Desk, Phone, Room, Screen
from tools.product import Api

SIZES = [(360, 640), (390, 844), (768, 1024), (1366, 768), (1440, 900), (1920, 1080)]
ORDER = "WO-2611-0189"
GLOVE = 64
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def fits(screen: Screen, *reachable: Locator) -> None:
    """Nothing lies beyond the edge, and what is to be pressed next is in sight."""
    assert screen.page.evaluate(OVERFLOW) <= 0
    for one in reachable:
        expect(one).to_be_in_viewport()


def height(button: Locator) -> float:
    box = button.bounding_box()
    assert box is not None
    return box["height"]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    return {"width": request.param[0], "height": request.param[1]}


def test_at_the_machine(room: Room, terminal: str, size: dict[str, int]) -> None:
    phone: Phone = room.phone(terminal, viewport=size)
    phone.sign_in()
    fits(phone, phone.the("tab-scan"))
    phone.open_sheet(ORDER)
    fits(phone, phone.the("submit"), phone.the("has-ng"))
    assert height(phone.the("submit")) >= GLOVE

    phone.the("has-ng").tap()
    phone.the("chip-D-CH").tap()
    fits(phone, phone.the("submit"))
    phone.submit()
    phone.is_told("1 不良")
    phone.the("tab-records").tap()
    fits(phone, phone.shows("records").locator("article").first)


def test_in_the_office(room: Room, admin: Api, size: dict[str, int]) -> None:
    desk: Desk = room.desk("/", viewport=size, as_=admin)
    for page in ("home", "board", "customers", "morning"):
        desk.to(page)
        fits(desk, desk.shows(page).get_by_test_id("lead"))
    desk.shows("find").fill("WO-2611-0187")
    desk.shows("find-list")
    fits(desk, desk.the("hit-WO-2611-0187"))
    desk.the("hit-WO-2611-0187").click()
    desk.shows("events")
    fits(desk, desk.the("nav-board"))

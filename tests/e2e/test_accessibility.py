# SPDX-License-Identifier: Apache-2.0
"""axe-core finds nothing serious on the screens that are used most."""

from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.people import Desk, Phone

BAD = ("serious", "critical")


def violations(page: Page) -> list[str]:
    result: dict[str, Any] = Axe().run(page)
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:160]}"
        for found in result["violations"]
        if found["impact"] in BAD
        for node in found["nodes"]
    ]


def test_office_sign_in(desk: Desk) -> None:
    desk.shows("office-sign-in")
    assert violations(desk.page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_board(desk: Desk, theme: str) -> None:
    desk.page.evaluate(f"localStorage.setItem('lockstep.theme', '{theme}')")
    desk.page.reload()
    desk.open_board()
    assert violations(desk.page) == []


@pytest.mark.parametrize("page", ["parked", "audit"])
def test_lists(desk: Desk, page: str) -> None:
    desk.open_board()
    desk.to(page)
    desk.shows(page)
    assert violations(desk.page) == []


def test_people_and_rights(desk: Desk) -> None:
    desk.open_board()
    desk.to("people")
    found = {}
    for tab in ("devices", "keys", "review", "roles", "accounts"):
        desk.the(f"tab-{tab}").click()
        desk.shows(tab)
        found[tab] = violations(desk.page)
    desk.the("account-li").click()
    desk.shows("ways-in")
    found["account"] = violations(desk.page)
    desk.the("change-account").click()
    desk.shows("account-form")
    found["form"] = violations(desk.page)
    assert {screen: bad for screen, bad in found.items() if bad} == {}


def test_station(phone: Phone) -> None:
    phone.shows("pin-1")
    found = {"sign-in": violations(phone.page)}
    phone.sign_in()
    found["queue"] = violations(phone.page)
    phone.open_sheet("WO-2611-0189")
    found["sheet"] = violations(phone.page)
    phone.the("has-ng").tap()
    phone.the("chip-D-CH").tap()
    found["NG sheet"] = violations(phone.page)
    phone.the("ng-value").tap()
    phone.shows("keypad")
    found["keypad"] = violations(phone.page)
    assert {screen: bad for screen, bad in found.items() if bad} == {}

# SPDX-License-Identifier: Apache-2.0
"""Every screen of the product: who opens it, where, and how one gets there."""

from playwright.sync_api import Page

from tools.shots.checks import LOADED
from tools.shots.daily_screens import DAILY
from tools.shots.data_screens import DATA
from tools.shots.plants import LONG_ORDER
from tools.shots.screen import (
    BIG,
    DESKS,
    EMPTY,
    LONG,
    NORMAL,
    OFFICE,
    OFFLINE,
    PHONE,
    SEE_AGE,
    TABLET,
    THREE,
    Screen,
    Step,
    tap,
    tap_if_there,
)
from tools.shots.station_screens import STATION


def sign_in_wrongly(page: Page) -> None:
    page.get_by_test_id("sign-in-name").fill("zhao")
    page.get_by_test_id("sign-in-password").fill("wrong")
    page.get_by_test_id("sign-in").click()
    page.get_by_test_id("sign-in-problem").wait_for()


def book_to(page: Page) -> None:
    tap("book-to")(page)
    page.get_by_test_id("book-to-search").fill("0189")
    page.get_by_role("option").first.wait_for()


def open_first_order(page: Page) -> None:
    page.locator('[data-testid^="open-WO-"], button[data-testid="board-row"]').first.click()


def open_entry(page: Page) -> None:
    page.get_by_test_id("audit-row").locator("button:enabled").first.click()


def open_person(page: Page) -> None:
    tap_if_there("team-row")(page)
    page.wait_for_function(LOADED)


def open_first_line(page: Page) -> None:
    page.locator('[data-testid^="open-SO-"], [data-testid="customers-cards"], [data-testid="state-note"]').first.click()


def promise_first(page: Page) -> None:
    page.locator('[data-testid^="promise-SO-"]').first.click()
    page.get_by_test_id("promise-reason").wait_for()


def find(text: str) -> Step:
    def act(page: Page) -> None:
        page.get_by_test_id("find").fill(text)
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")

    return act


def find_unknown(page: Page) -> None:
    page.get_by_test_id("find").fill("XX-404")
    page.keyboard.press("Enter")
    page.get_by_test_id("find-none").wait_for()


DESK = (
    Screen("00-office-sign-in", "nobody", "/", "office-sign-in", (OFFICE,), states=frozenset({NORMAL})),
    Screen("00-refused", "nobody", "/", "office-sign-in", (OFFICE,), sign_in_wrongly, frozenset({NORMAL})),
    Screen("07-board", "admin", "/#/board", "board", DESKS, locales=THREE, offline=SEE_AGE),
    Screen("07-board-cards", "admin", "/#/board", "board", (TABLET, PHONE), offline=SEE_AGE),
    Screen("07-board-dark", "admin", "/#/board", "board", (OFFICE,), dark=True, offline=SEE_AGE),
    Screen(
        "07-board-order", "admin", "/#/board", "board", DESKS, open_first_order,
        frozenset({NORMAL, LONG}),
    ),
    Screen(
        "08-order", "admin", "/#/orders/WO-2611-0187", "events", (*DESKS, TABLET, PHONE),
        states=frozenset({NORMAL, OFFLINE}), locales=THREE, offline=SEE_AGE,
    ),
    Screen("08-order", "admin", f"/#/orders/{LONG_ORDER}", "events", (OFFICE, PHONE), states=frozenset({LONG})),
    Screen("08-order", "admin", "/#/orders/WO-2611-0187", "state-note", (OFFICE,), states=frozenset({EMPTY})),
    Screen(
        "08-order-reports", "admin", "/#/orders/WO-2611-0187", "events", (OFFICE,), tap("operation-20"),
        frozenset({NORMAL}), dark=True,
    ),
    Screen(
        "09-customers", "admin", "/#/customers", "customers", (*DESKS, TABLET, PHONE), open_first_line, locales=THREE,
        offline=SEE_AGE,
    ),
    Screen("09-customers-dark", "admin", "/#/customers", "customers", (OFFICE,), states=frozenset({NORMAL}), dark=True),
    Screen(
        "09-customers-promise", "admin", "/#/customers", "customers", DESKS, promise_first,
        frozenset({NORMAL}), THREE,
    ),
    Screen("09-find", "admin", "/#/board", "board", (OFFICE, TABLET, PHONE), find("01"), frozenset({NORMAL}), THREE),
    Screen("09-find-unknown", "admin", "/#/board", "board", (OFFICE,), find_unknown, frozenset({NORMAL}), THREE),
    Screen("15-wall", "admin", "/wall", "wall", (BIG,), locales=THREE),
    Screen("16-parked", "admin", "/#/parked", "parked", DESKS, offline=SEE_AGE),
    Screen("16-parked-book-to", "admin", "/#/parked", "parked", (OFFICE,), book_to, frozenset({NORMAL, LONG})),
    Screen("16-parked-withdraw", "admin", "/#/parked", "parked", (OFFICE,), tap("withdraw"), frozenset({NORMAL})),
    Screen("16-parked-dark", "admin", "/#/parked", "parked", (OFFICE,), states=frozenset({NORMAL}), dark=True),
    Screen("17-figures", "admin", "/#/figures", "team", (*DESKS, PHONE), locales=THREE),
    Screen(
        "17-figures-person", "admin", "/#/figures", "team", DESKS, open_person,
        frozenset({NORMAL, LONG}),
    ),
    Screen("17-figures-dark", "admin", "/#/figures", "team", (OFFICE,), states=frozenset({NORMAL}), dark=True),
    Screen("20-audit", "admin", "/#/audit", "audit", DESKS),
    Screen("20-audit-open", "admin", "/#/audit", "audit", (OFFICE,), open_entry, frozenset({NORMAL})),
)  # fmt: skip
NOW = frozenset({NORMAL})
ACCOUNTS = "/#/people/accounts"


def why_li(page: Page) -> None:
    tap("account-li")(page)
    page.get_by_test_id("why-right").click()
    page.get_by_role("option").first.click()
    page.get_by_test_id("why-answer").wait_for()


def tick(page: Page) -> None:
    page.get_by_test_id("tick-inspector-field.customer").check()
    page.get_by_test_id("tick-operator-photo.write").uncheck()
    page.get_by_test_id("role-changes").wait_for()


PEOPLE = (
    Screen("30-people-accounts", "admin", ACCOUNTS, "account-row", DESKS, locales=THREE, offline=SEE_AGE),
    Screen("30-people-accounts-narrow", "admin", ACCOUNTS, "account-row", (TABLET, PHONE), states=NOW),
    Screen("30-people-account", "admin", ACCOUNTS, "account-row", (OFFICE, PHONE), why_li, NOW, THREE),
    Screen("30-people-account-new", "admin", "/#/people/accounts/new", "account-form", (OFFICE,), states=NOW),
    Screen("30-people-account-post", "admin", ACCOUNTS, "account-row", (OFFICE,), tap("account-li", "plan-post"), NOW),
    Screen(
        "30-people-account-badge", "admin", ACCOUNTS, "account-row", (OFFICE,), tap("account-chen", "issue-badge"), NOW
    ),
    Screen("31-people-roles", "admin", "/#/people/roles", "right-row", DESKS, tick, NOW, THREE),
    Screen("31-people-roles-dark", "admin", "/#/people/roles", "right-row", (OFFICE,), tick, NOW, dark=True),
    Screen("31-people-role", "admin", "/#/people/roles", "right-row", (OFFICE,), tap("edit-role-leader"), NOW),
    Screen("32-people-devices", "admin", "/#/people/devices", "device-row", (OFFICE,), states=NOW),
    Screen("32-people-keys", "admin", "/#/people/keys", "state-note", (OFFICE,), states=NOW),
    Screen("32-people-key-new", "admin", "/#/people/keys", "state-note", (OFFICE,), tap("new-key"), NOW),
    Screen(
        "33-people-review", "admin", "/#/people/review", "review-row", DESKS, tap("review-wu"), NOW, THREE
    ),
)  # fmt: skip
PRINT = (
    Screen(
        "40-print-card", "admin", "/#/print/traveller/{order}", "preview-paper", (*DESKS, PHONE),
        states=frozenset({NORMAL, LONG}), locales=THREE,
    ),
    Screen("40-print-dark", "admin", "/#/print/traveller/{order}", "preview-paper", (OFFICE,), states=NOW, dark=True),
    Screen(
        "41-print-tray", "admin", "/#/print/tray/{operation}", "preview-paper", (OFFICE, PHONE),
        states=frozenset({NORMAL, LONG}), locales=THREE,
    ),
    Screen(
        "41-station-tray", "worker", "/station#/tray/{operation}/50", "preview-paper", (PHONE,), states=NOW,
        locales=THREE,
    ),
    Screen("41-print-station", "admin", "/#/print/station/{station}", "preview-paper", (OFFICE,), states=NOW),
    Screen(
        "42-scan-outdated", "worker", "/station#/scan/WO-2611-0189%3Fr%3D1", "scan-go-on", (PHONE,), states=NOW,
        locales=THREE,
    ),
)  # fmt: skip
SCREENS = (*STATION, *DAILY, *DESK, *DATA, *PEOPLE, *PRINT)

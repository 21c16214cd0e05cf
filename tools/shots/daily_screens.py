# SPDX-License-Identifier: Apache-2.0
"""What the office opens first: the home page, and the page of the morning meeting."""

from playwright.sync_api import Page

from tools.shots.screen import (
    DESKS,
    EMPTY,
    LONG,
    NORMAL,
    OFFICE,
    PHONE,
    SEE_AGE,
    THREE,
    WITH_ORDERS,
    Screen,
    tap,
)

NOW = frozenset({NORMAL})
MEETING = "/#/morning"


def to_the_end(page: Page) -> None:
    page.get_by_test_id("morning-actions").scroll_into_view_if_needed()
    page.get_by_test_id("task-tick").first.click()
    page.get_by_test_id("task-said").wait_for()


def read_reports(page: Page) -> None:
    tap("open-made")(page)
    page.get_by_test_id("report-line").first.wait_for()


def write_action(page: Page) -> None:
    tap("new-task", "task-save")(page)
    page.get_by_role("alert").first.wait_for()


DAILY = (
    Screen("05-home", "leader", "/", "home-tasks", (*DESKS, PHONE), states=WITH_ORDERS, locales=THREE, offline=SEE_AGE),
    Screen("05-home-empty", "admin", "/", "home-tasks", (OFFICE, PHONE), states=frozenset({EMPTY}), locales=THREE),
    Screen("05-home-dark", "leader", "/", "home-tasks", (OFFICE,), states=NOW, dark=True),
    Screen(
        "06-morning", "leader", MEETING, "morning-actions", (*DESKS, PHONE), states=WITH_ORDERS, locales=THREE,
        offline=SEE_AGE,
    ),
    Screen("06-morning-empty", "admin", MEETING, "morning-actions", (OFFICE,), states=frozenset({EMPTY})),
    Screen("06-morning-actions", "leader", MEETING, "morning-table", (OFFICE, PHONE), to_the_end, NOW, THREE),
    Screen(
        "06-morning-new", "leader", MEETING, "morning-table", (OFFICE, PHONE), write_action, frozenset({NORMAL, LONG}),
        THREE,
    ),
    Screen("06-morning-reports", "leader", MEETING, "morning-table", (OFFICE,), read_reports, NOW, dark=True),
)  # fmt: skip

# SPDX-License-Identifier: Apache-2.0
"""What a screen is, and the steps by which one gets there."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

SMALL, PHONE, TABLET = (360, 640), (390, 844), (768, 1024)
LAPTOP, OFFICE, BIG = (1366, 768), (1440, 900), (1920, 1080)
ZOOMED = (720, 450)
"""What is left of the office's size at 200 %."""
HAND = (PHONE, SMALL, TABLET)
DESKS = (OFFICE, LAPTOP, BIG, ZOOMED)
NORMAL, EMPTY, LONG, OFFLINE = "normal", "empty", "long", "offline"
TWO = ("zh-CN", "en")
THREE = ("zh-CN", "zh-TW", "en")
ALL = frozenset({NORMAL, EMPTY, LONG, OFFLINE})
WITH_ORDERS = ALL - {EMPTY}

Step = Callable[[Page], None]


def nothing(page: Page) -> None:
    """The screen is there as soon as it is opened."""


def tap(*testids: str) -> Step:
    def act(page: Page) -> None:
        for testid in testids:
            page.get_by_test_id(testid).first.click()

    return act


def tap_if_there(testid: str) -> Step:
    """A shift or a day that has only just begun has not everything yet."""

    def act(page: Page) -> None:
        found = page.get_by_test_id(testid)
        if found.count():
            found.first.click()

    return act


def see(testid: str) -> Step:
    return lambda page: page.get_by_test_id(testid).first.wait_for()


@dataclass(frozen=True)
class Screen:
    """`who`: nobody, a visitor of an unknown terminal, a terminal's visitor, worker or leader, the administrator."""

    name: str
    who: str
    path: str
    ready: str
    sizes: tuple[tuple[int, int], ...]
    act: Step = nothing
    states: frozenset[str] = ALL
    locales: tuple[str, ...] = TWO
    offline: Step = nothing
    """What shows that the line is cut."""
    dark: bool = False


SEE_AGE = see("offline-line")

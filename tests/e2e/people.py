# SPDX-License-Identifier: Apache-2.0
"""Those who use the screens: at a phone on the shop floor, at a desk in the office."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Route, expect

from lockstep.app.demo.access import BADGES, PASSWORD
from lockstep.platform.accounts.web import CSRF_COOKIE, DEVICE_COOKIE, SESSION_COOKIE
from tools.browser import scan
from tools.product import Api

COUNT_TAPS = "addEventListener('pointerup', (event) => { window.taps = (window.taps ?? 0) + event.isTrusted }, true)"
SIGNED_IN = (SESSION_COOKIE, CSRF_COOKIE)
NOTHING = "about:blank"
NETWORK = "Failed to load resource"
"""What the browser itself says of an answer that is no 2xx; the pages handle those, and the tests ask how."""


@dataclass
class Room:
    browser: Browser
    address: str
    contexts: list[BrowserContext]
    faults: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    """Method and path of every request of the pages."""

    def phone(self, terminal: str | None = None, as_: Api | None = None, **more: Any) -> "Phone":
        """`as_`: signed in already, where signing in is not what is tried."""
        context = self._context(
            **{"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, **more}
        )
        if terminal is not None:
            context.add_cookies([{"name": DEVICE_COOKIE, "value": terminal, "url": self.address}])
        self._let_in(context, as_)
        page = self._page(context)
        page.goto(f"{self.address}/station")
        return Phone(page)

    def desk(self, path: str = "/#/board", as_: Api | None = None, **more: Any) -> "Desk":
        """`as_`: signed in already, as for a phone. Without a path nothing is opened yet."""
        context = self._context(**{"viewport": {"width": 1440, "height": 900}, **more})
        self._let_in(context, as_)
        desk = Desk(self._page(context), self.address)
        if path:
            desk.page.goto(self.address + path)
        return desk

    def _context(self, **more: Any) -> BrowserContext:
        context = self.browser.new_context(**{"locale": "zh-CN", "reduced_motion": "reduce", **more})
        context.add_init_script(COUNT_TAPS)
        self.contexts.append(context)
        return context

    def _let_in(self, context: BrowserContext, as_: Api | None) -> None:
        if as_ is not None:
            context.add_cookies([{"name": n, "value": as_.client.cookies[n], "url": self.address} for n in SIGNED_IN])

    def _page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)
        page.on("request", lambda request: self.sent.append(f"{request.method} {urlsplit(request.url).path}"))
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NETWORK):
            self.faults.append(message.text)


class Screen:
    def __init__(self, page: Page) -> None:
        self.page = page

    def the(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def shows(self, testid: str) -> Locator:
        found = self.the(testid)
        expect(found).to_be_visible()
        return found

    def is_told(self, words: str) -> None:
        expect(self.the("toast").filter(has_text=words)).to_be_visible()

    def lose_session(self) -> None:
        """As when it has come to its end, or was ended elsewhere."""
        self.page.context.clear_cookies(name=SESSION_COOKIE)

    def lose_session_at(self, path: str) -> None:
        """Not before this is asked for: else what the page reads by itself may find out first."""

        def lose(route: Route) -> None:
            self.lose_session()
            route.continue_()

        self.page.route(path, lose, times=1)

    def taps(self) -> int:
        """By finger or mouse since the page was loaded; keys are none."""
        return int(self.page.evaluate("window.taps ?? 0"))

    def focus_by_tab(self, testid: str, *, back: bool = False, most: int = 120) -> None:
        """Goes there with the Tab key, as somebody without a pointer does."""
        self.shows(testid)
        for _ in range(most):
            if self.page.evaluate("document.activeElement?.dataset.testid") == testid:
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the Tab key does not reach {testid}")

    def press(self, testid: str, key: str = "Enter") -> None:
        self.focus_by_tab(testid)
        self.page.keyboard.press(key)


class Phone(Screen):
    def scan(self, code: str) -> None:
        scan(self.page, code)

    def sign_in(self, person: str = "E1001") -> None:
        self.shows("station-sign-in")
        # The badge is heard once the terminal knows itself: the roster is there.
        expect(self.page.get_by_test_id("pin-1")).to_be_visible()
        self.scan(BADGES[person])
        self.shows("queue")

    def open_sheet(self, order: str) -> None:
        self.scan(order)
        self.shows("report-sheet")

    def submit(self, *, inert: bool = False) -> None:
        """An inert button takes the finger all the same; it must do nothing."""
        expect(self.the("submit")).to_have_attribute("aria-disabled", "true" if inert else "false")
        self.the("submit").tap(force=inert)


class Desk(Screen):
    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page)
        self.address = address

    def sign_in(self, name: str = "admin", password: str = PASSWORD) -> None:
        """By the form."""
        if self.page.url == NOTHING:
            self.page.goto(f"{self.address}/#/board")
        self.shows("sign-in-name").fill(name)
        self.the("sign-in-password").fill(password)
        self.the("sign-in").click()

    def open(self, path: str, name: str = "admin") -> None:
        """The first page of a desk that shows nothing yet; signed in before, which takes less time than the form."""
        assert self.page.url == NOTHING
        answer = self.page.context.request.post(
            f"{self.address}/api/auth/sign-in", data={"name": name, "password": PASSWORD}
        )
        assert answer.ok
        self.page.goto(self.address + path)

    def open_board(self, name: str = "admin") -> None:
        self.open("/#/board", name)
        self.shows("board-table")

    def bar(self, order: str, column: str) -> Locator:
        """The bar of the order in the column with that title."""
        heads = self.the("board-table").locator("thead th").all_inner_texts()
        [index] = [index for index, head in enumerate(heads) if column in head]
        row = self.the("board-row").filter(has=self.the(f"open-{order}"))
        return row.locator("th, td").nth(index).get_by_test_id("lockstep-bar")

    def to(self, page: str) -> None:
        self.the(f"nav-{page}").click()


def has(*words: str) -> re.Pattern[str]:
    """All of the words, in this order, each ended by a comma or the end."""
    return re.compile(".*".join(rf"{re.escape(word)}(?![\d.])" for word in words))

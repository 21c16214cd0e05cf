# SPDX-License-Identifier: Apache-2.0
"""Opens screens one after another, looks at each and draws it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tools.shots.checks import LOADED, SETTLED, Ear, faults_for_readers, look
from tools.shots.screen import LONG, NORMAL, OFFLINE, Screen
from tools.shots.stage import Stage

READ_IN = "zh-CN"
"""One language is enough for barriers to readers: they are the same in each."""


@dataclass(frozen=True)
class Shot:
    screen: Screen
    state: str
    locale: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        return f"{self.state}/{self.screen.name}-{self.size[0]}-{self.locale}"


@dataclass
class Painter:
    """Screens that the same person opens share a window: opening one costs more than drawing a page in it."""

    browser: Browser
    stage: Stage
    folder: Path
    draws: bool
    """Else only what has a problem is drawn."""
    windows: dict[tuple[str, str, bool], Page] = field(default_factory=dict)

    def paint(self, shots: Iterable[Shot]) -> list[str]:
        """The problems."""
        problems: list[str] = []
        spoken = ""
        for shot in sorted(shots, key=lambda shot: (shot.locale, shot.state == OFFLINE)):
            if shot.locale != spoken:
                self._close()
                self.stage.speak(shot.locale)
                spoken = shot.locale
            problems += [f"{shot.name}: {problem}" for problem in self._paint(shot)]
        self._close()
        return problems

    def _paint(self, shot: Shot) -> list[str]:
        page = self._window(shot)
        ear = Ear(page)
        try:
            self._open(page, shot)
            found = look(page, long_names=shot.state == LONG)
            if shot.state == NORMAL and shot.locale == READ_IN:
                found += faults_for_readers(page)
        except Error as failed:
            found = [f"not reached: {failed.message.splitlines()[0]}"]
        found += ear.faults
        ear.stop()
        if self.draws or found:
            page.screenshot(path=self.folder / f"{shot.name}.png")
        if found:
            self._close()
        return found

    def _open(self, page: Page, shot: Shot) -> None:
        screen = shot.screen
        page.context.set_offline(False)
        page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
        page.goto(self.stage.product.address + screen.path.format(**self.stage.places))
        page.get_by_test_id(screen.ready).first.wait_for()
        page.wait_for_function(LOADED)
        screen.act(page)
        if shot.state == OFFLINE:
            page.context.set_offline(True)
            screen.offline(page)
        page.evaluate(SETTLED)

    def _window(self, shot: Shot) -> Page:
        """A page as if nothing had been opened in it before; what a visitor keeps is forgotten."""
        screen = shot.screen
        key = (screen.who, shot.locale, screen.dark)
        if key not in self.windows:
            self.windows[key] = self._context(screen, shot.locale).new_page()
            self.windows[key].set_default_timeout(10_000)
        page = self.windows[key]
        page.goto("about:blank")
        return page

    def _context(self, screen: Screen, locale: str) -> BrowserContext:
        context = self.browser.new_context(
            locale=locale,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if screen.dark else "light",
            reduced_motion="reduce",
        )
        context.add_init_script("try { localStorage.clear(); sessionStorage.clear() } catch {}")
        context.add_cookies(self.stage.cookies(screen.who))  # type: ignore[arg-type]
        return context

    def _close(self) -> None:
        for page in self.windows.values():
            page.context.close()
        self.windows.clear()

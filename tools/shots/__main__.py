# SPDX-License-Identifier: Apache-2.0
"""Pictures of every screen in every state into shots/: `python -m tools.shots [--only TEXT]`.

Ends with 1 and a list when something is cut off, not translated, or a page has a fault.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product as combinations
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error

from lockstep.app.demo.access import BADGES
from lockstep.platform.accounts.web import CSRF_COOKIE, DEVICE_COOKIE, SESSION_COOKIE
from tools.browser import running_browser
from tools.build_web import WebBuild
from tools.product import Api, Plants, Product, seeded_plants
from tools.shots import plants as states
from tools.shots.checks import LOADED, SETTLED, Ear, look
from tools.shots.screen import EMPTY, LONG, NORMAL, OFFLINE, Screen
from tools.shots.screens import SCREENS

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "shots"
ORDER = "WO-2611-0189"


@dataclass
class Stage:
    """One plant with somebody at the terminal and somebody in the office."""

    product: Product
    terminal: str
    worker: Api
    admin: Api
    places: dict[str, int]

    def cookies(self, who: str) -> list[dict[str, Any]]:
        jar: dict[str, str] = {}
        if who in ("terminal", "worker"):
            jar[DEVICE_COOKIE] = self.terminal
        if who in ("worker", "admin"):
            api = self.worker if who == "worker" else self.admin
            jar |= {name: api.client.cookies[name] for name in (SESSION_COOKIE, CSRF_COOKIE)}
        return [{"name": name, "value": value, "url": self.product.address} for name, value in jar.items()]

    def speak(self, locale: str) -> None:
        for api in (self.worker, self.admin):
            api.command("/me/locale", locale=locale)


@dataclass
class Painter:
    browser: Browser
    only: str
    problems: list[str]
    painted: int = 0

    def paint(self, stage: Stage, state: str) -> None:
        for locale in ("zh-CN", "zh-TW", "en"):
            stage.speak(locale)
            for screen, size in self._wanted(state, locale):
                self._paint(stage, state, locale, screen, size)

    def _wanted(self, state: str, locale: str) -> Iterator[tuple[Screen, tuple[int, int]]]:
        for screen in SCREENS:
            if state in screen.states and locale in screen.locales and self.only in screen.name:
                yield from combinations([screen], screen.sizes)

    def _paint(self, stage: Stage, state: str, locale: str, screen: Screen, size: tuple[int, int]) -> None:
        name = f"{state}/{screen.name}-{size[0]}-{locale}"
        context = self._context(stage, screen, locale, size)
        page = context.new_page()
        page.set_default_timeout(10_000)
        ear = Ear(page)
        found: list[str] = []
        try:
            page.goto(stage.product.address + screen.path.format(**stage.places))
            page.get_by_test_id(screen.ready).first.wait_for()
            page.wait_for_function(LOADED)
            screen.act(page)
            if state == OFFLINE:
                context.set_offline(True)
                screen.offline(page)
            page.evaluate(SETTLED)
            found = look(page, long_names=state == LONG)
        except Error as failed:
            found = [f"not reached: {failed.message.splitlines()[0]}"]
        page.screenshot(path=SHOTS / f"{name}.png")
        context.close()
        self.painted += 1
        self.problems += [f"{name}: {problem}" for problem in found + ear.faults]

    def _context(self, stage: Stage, screen: Screen, locale: str, size: tuple[int, int]) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if screen.dark else "light",
            reduced_motion="reduce",
        )
        context.add_cookies(stage.cookies(screen.who))  # type: ignore[arg-type]
        return context


def _stage(product: Product, order: str | None) -> Stage:
    admin = product.signed_in("admin")
    terminal = product.register_terminal(admin.device_code("GR-01"))
    worker = product.signed_in_at(terminal, BADGES["E1001"])
    places = {}
    if order is not None:
        places = {
            "operation": states.happened(admin, worker, order),
            "blocked": admin.operation("WO-2611-0187", "20"),
            "order": states.printed_and_outgrown(admin, order),
            "station": product.stations["GR-01"],
        }
    return Stage(product, terminal, worker, admin, places)


def _paint_all(plants: Plants, painter: Painter) -> None:
    with plants.running() as product:
        stage = _stage(product, ORDER)
        painter.paint(stage, NORMAL)
        painter.paint(stage, OFFLINE)
    with plants.running(states.EMPTY) as product:
        painter.paint(_stage(product, None), EMPTY)
    with plants.running(states.overfull) as product:
        painter.paint(_stage(product, states.LONG_ORDER), LONG)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="screens whose name holds this")
    only = parser.parse_args().only
    began = time.monotonic()
    WebBuild(ROOT).build()
    shutil.rmtree(SHOTS, ignore_errors=True)
    problems: list[str] = []
    with seeded_plants() as plants, running_browser() as browser:
        painter = Painter(browser, only, problems)
        _paint_all(plants, painter)
    print(f"{painter.painted} pictures in {SHOTS.name}/ ({time.monotonic() - began:.0f} s)")
    if problems:
        print(f"{len(problems)} problems:\n  " + "\n  ".join(problems))
        sys.exit(1)


if __name__ == "__main__":
    main()

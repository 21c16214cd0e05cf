# SPDX-License-Identifier: Apache-2.0
"""The station on a slow phone and a slow network: how soon there is something to do, and what each touch waits for."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, CDPSession, Page

from bench.load import percentile
from bench.support import judged, machine
from lockstep.app.demo.access import BADGES
from tools.browser import running_browser, scan
from tools.product import Product, seeded_plants

LATENCY_MS, DOWN_KBIT, UP_KBIT = 150, 1_638, 750
"""Lighthouse's «slow 4G», as the browser's own tools emulate it: a delay for each request, a limit each way."""

SLOWER = 6
STATION, ORDER, STEP, PERSON = "GR-01", "WO-2611-0189", "20", "E1001"
SETTLED_MS = 2_500
"""Until somebody has looked at the queue and scans."""

LATER, READ_ANEW = "later opening → queue", "later opening → queue read anew"
"""A later opening, of a closed page, shows the queue as it was read last, and says so, until the answer is there."""

RELOADED = "loaded anew at work → queue"
"""The page that is there is taken apart first."""

BUDGETS = {
    "first opening → queue": 2_000.0,
    LATER: 500.0,
    "scan → sheet": 1_000.0,
    "tap → keypad": 100.0,
    "send → confirmation": 1_000.0,
}
WATCH = """
let began = 0
const note = (event) => { began = Math.min(event.timeStamp, performance.now()) }
for (const kind of ['keydown', 'click']) addEventListener(kind, note, true)
const shown = (selector) => new Promise((resolve) => {
  const look = () => {
    if (!document.querySelector(selector)) return
    watch.disconnect()
    requestAnimationFrame((at) => resolve(performance.now()))
  }
  const watch = new MutationObserver(look)
  watch.observe(document, { subtree: true, childList: true })
  look()
})
window.opened = shown('[data-testid^="job-"]')
window.read = shown('[data-testid="sync"]:not(.old)')
window.expecting = (selector) => { window.expected = shown(selector).then((at) => at - began) }
"""
LOADED = """() => {
  const loaded = performance.getEntriesByType('resource').filter((one) => one.startTime < window.openedAt)
  const all = [performance.getEntriesByType('navigation')[0], ...loaded]
  return [all.length, all.reduce((sum, one) => sum + one.transferSize, 0)]
}"""


@dataclass
class Station:
    """Its figures in milliseconds, by what was waited for."""

    browser: Browser
    product: Product
    terminal: str
    found: dict[str, list[float]] = field(default_factory=dict)
    loaded: list[tuple[int, int]] = field(default_factory=list)

    def page(self) -> tuple[Page, CDPSession]:
        """Of a phone that was never here: its terminal and its person are known, its cache is empty."""
        context = self.browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN"
        )
        cookies = self.product.signed_in_at(self.terminal, BADGES[PERSON]).client.cookies.jar
        kept = {cookie.name: cookie.value or "" for cookie in cookies}
        context.add_cookies([{"name": one, "value": kept[one], "url": self.product.address} for one in kept])
        page = context.new_page()
        page.add_init_script(WATCH)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        speed = {"downloadThroughput": DOWN_KBIT * 1024 / 8, "uploadThroughput": UP_KBIT * 1024 / 8}
        session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **speed})
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return page, session

    def open(self, page: Page, what: str) -> None:
        page.goto(f"{self.product.address}/station", wait_until="commit")
        self._note(what, page.evaluate("opened.then((at) => window.openedAt = at)"))
        self.loaded.append(tuple(page.evaluate(LOADED)))
        page.wait_for_timeout(SETTLED_MS)

    def open_again(self, page: Page) -> None:
        page.goto("about:blank")
        self.open(page, LATER)
        self._note(READ_ANEW, page.evaluate("read"))

    def wait(self, page: Page, what: str, testid: str, act: Callable[[], None]) -> None:
        page.evaluate(f"expecting('[data-testid={testid}]')")
        act()
        self._note(what, page.evaluate("expected"))

    def work(self, page: Page) -> None:
        """One piece is reported."""
        self.wait(page, "scan → sheet", "report-sheet", lambda: scan(page, f"{ORDER}/{STEP}"))
        self.wait(page, "tap → keypad", "keypad", page.get_by_test_id("quantity-edit").tap)
        page.get_by_test_id("key-clear").tap()
        page.get_by_test_id("key-1").tap()
        page.get_by_test_id("key-ok").tap()
        self.wait(page, "send → confirmation", "toast", page.get_by_test_id("submit").tap)

    def _note(self, what: str, took: float) -> None:
        self.found.setdefault(what, []).append(took)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--phones", type=int, default=4)
    arguments.add_argument("--reports", type=int, default=5, help="of each phone")
    given = arguments.parse_args()
    network = f"{LATENCY_MS} ms, {DOWN_KBIT} kbit/s down, {UP_KBIT} kbit/s up"
    print(f"bench/station: {machine()}; slow 4G ({network}), page CPU ÷ {SLOWER}")
    with seeded_plants() as plants, plants.running() as product, running_browser() as browser:
        admin = product.signed_in()
        station = Station(browser, product, product.register_terminal(admin.device_code(STATION)))
        for _ in range(given.phones):
            page, _ = station.page()
            station.open(page, "first opening → queue")
            station.work(page)
            for _ in range(given.reports - 1):
                station.open_again(page)
                station.work(page)
                station.open(page, RELOADED)
            page.context.close()
    requests, size = station.loaded[0]
    print(f"  first opening: {requests} requests, {size / 1024:.0f} KB before there is a queue")
    for what, budget in BUDGETS.items():
        found = station.found[what]
        print(f"  {what}: p50 {percentile(found, 50):.0f} ms of {len(found)}")
        print(judged(f"{what}, p95", percentile(found, 95), budget, "ms", least=False))
    for what in (READ_ANEW, RELOADED):
        found = station.found[what]
        middle, slowest = percentile(found, 50), percentile(found, 95)
        print(f"  {what}: p50 {middle:.0f} ms, p95 {slowest:.0f} ms (no budget of its own)")


if __name__ == "__main__":
    main()

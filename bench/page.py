# SPDX-License-Identifier: Apache-2.0
"""The board of 500 × 8 open in a browser while 1,000 reports a minute come in: is the page ever held up?"""

import argparse
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Browser, CDPSession, Page

from bench.load import percentile
from bench.plant import STEPS
from bench.support import Product, judged, machine, running_product
from tools.browser import running_browser

ORDERS = 500
A_MINUTE = 1_000
IN_SIGHT = 8
"""One of so many reports is for an order in sight; the others are anywhere."""

LONGEST_TASK = 100.0
FOLLOWS = 500.0
SETTLED_MS = 3_000
PARTS = ("Task", "Script", "Layout", "RecalcStyle")
"""Of the page's main thread, as the browser counts its seconds."""

WATCH = """
window.watched = { tasks: [], gaps: [], seen: [] }
new PerformanceObserver((list) => watched.tasks.push(...list.getEntries().map((task) => task.duration)))
  .observe({ type: 'longtask', buffered: true })
let last = performance.now()
const frame = (now) => { watched.gaps.push(now - last); last = now; requestAnimationFrame(frame) }
requestAnimationFrame(frame)
"""
FOLLOW = """() => {
  watched.opening = watched.tasks
  Object.assign(watched, { tasks: [], gaps: [] })
  new MutationObserver((changes) => requestAnimationFrame((now) => {
    for (const { target } of changes) {
      const cell = target.closest('td')
      const good = Number((target.ariaLabel.match(/[\\d,]+/) ?? ['0'])[0].replaceAll(',', ''))
      const order = cell?.parentElement.dataset.order
      if (order) watched.seen.push([order, cell.cellIndex, good, performance.timeOrigin + now])
    }
  })).observe(document.querySelector('tbody'), { subtree: true, attributeFilter: ['aria-label'] })
  return [...document.querySelectorAll('[data-order]')]
    .filter((row) => row.getBoundingClientRect().bottom < innerHeight - 40).map((row) => Number(row.dataset.order))
}"""


@dataclass
class Sent:
    """When each report for a cell in sight was answered, which is after its commit."""

    answers: list[tuple[int, int, float, float]] = field(default_factory=list)
    """Order, step, pieces that are good there now, moment."""
    changes: int = 0


def send(product: Product, in_sight: list[int], seconds: float) -> Sent:
    """So many a minute by the clock, not as fast as they are answered."""
    sent = Sent()
    headers = {"Cookie": product.cookies, "X-CSRF-Token": product.csrf}
    with httpx.Client(base_url=f"http://127.0.0.1:{product.port}/api", headers=headers, timeout=30) as client:
        began = time.monotonic()
        for number in range(round(seconds * A_MINUTE / 60)):
            time.sleep(max(0.0, began + number * 60 / A_MINUTE - time.monotonic()))
            seen = number % IN_SIGHT == 0
            order = random.choice(in_sight) if seen else random.randint(1, ORDERS)
            step = random.randint(2, STEPS)
            body = {"id": str(uuid4()), "operation_id": product.plant.operation(order, step), "good": 1, "ng": 0}
            answer = client.post("/reports", json=body).raise_for_status().json()
            sent.changes += 1
            if seen:
                sent.answers.append((order, step, answer["bar"]["good"], time.time() * 1e3))
    return sent


def delays(sent: Sent, seen: list[list[float]]) -> list[float]:
    """From the answer to the frame that shows so many pieces or more."""
    found = []
    for order, step, good, at in sent.answers:
        here = [one for one in seen if (int(one[0]), one[1]) == (order, step)]
        shown = [moment for _, _, pieces, moment in here if pieces >= good]
        if not shown:
            raise RuntimeError(f"order {order}, step {step} never showed {good}")
        found.append(max(0.0, min(shown) - at))
    return found


def open_board(browser: Browser, product: Product, throttle: float) -> tuple[Page, CDPSession]:
    address = f"http://127.0.0.1:{product.port}"
    context = browser.new_context(locale="en-GB", viewport={"width": 1920, "height": 1080})
    pairs = (pair.split("=", 1) for pair in product.cookies.split("; "))
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in pairs])
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.goto(f"{address}/#/board")
    page.get_by_test_id("board-row").first.wait_for()
    page.wait_for_timeout(SETTLED_MS)
    return page, session


def busy(session: CDPSession) -> dict[str, float]:
    """Seconds of the page's main thread so far."""
    return {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}


def measure(browser: Browser, product: Product, seconds: float, throttle: float) -> None:
    page, session = open_board(browser, product, throttle)
    in_sight = page.evaluate(FOLLOW)
    before = busy(session)
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send, product, in_sight, seconds)
        while not sending.done():
            page.wait_for_timeout(500)
        page.wait_for_timeout(SETTLED_MS)
        sent = sending.result()
    spent = {name: value - before[name] for name, value in busy(session).items()}
    watched: dict[str, Any] = page.evaluate("watched")
    page.context.close()
    tasks, gaps = watched["tasks"], watched["gaps"]
    print(
        f"  {sent.changes} reports in {seconds:.0f} s, {len(sent.answers)} of them in sight of {len(in_sight)} orders"
    )
    print(f"  opening: longest task {max(watched['opening'], default=0):.0f} ms")
    parts = [f"{part} {100 * spent[part + 'Duration'] / (seconds + SETTLED_MS / 1e3):.1f} %" for part in PARTS]
    print(f"  main thread: {', '.join(parts)}")
    print(f"  tasks over 50 ms: {len(tasks)}; over 100 ms: {sum(task > LONGEST_TASK for task in tasks)}")
    print(f"  frames: {len(gaps)}, gap p95 {percentile(gaps, 95):.0f} ms, longest {max(gaps):.0f} ms")
    print(judged("longest task of the page", max(tasks, default=0.0), LONGEST_TASK, "ms", least=False))
    print(judged("answer to screen, p95", percentile(delays(sent, watched["seen"]), 95), FOLLOWS, "ms", least=False))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--slow", type=float, default=1, help="a processor so many times slower for the page")
    given = arguments.parse_args()
    print(
        f"bench/page: {machine()}; board of {ORDERS} × {STEPS}, {A_MINUTE} reports a minute, page CPU ÷ {given.slow:g}"
    )
    with running_product(ORDERS) as product, running_browser() as browser:
        measure(browser, product, given.seconds, given.slow)


if __name__ == "__main__":
    main()

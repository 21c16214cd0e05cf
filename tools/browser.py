# SPDX-License-Identifier: Apache-2.0
"""The browser with which the product is tried and drawn."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
KEY_GAP_SECONDS = 0.004


@contextmanager
def running_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright.chromium)
        try:
            yield browser
        finally:
            browser.close()


def launched(chromium: BrowserType, *arguments: str) -> Browser:
    """Debian's Chromium; Playwright brings none."""
    program = os.environ.get("LOCKSTEP_CHROMIUM", "/usr/bin/chromium")
    return chromium.launch(executable_path=program, args=[*ARGUMENTS, *arguments])


def scan(page: Page, code: str) -> None:
    """A hardware scanner: real keys, a few milliseconds apart however busy this machine is, ended by Enter."""
    session = page.context.new_cdp_session(page)
    at = time.time()
    for letter in [*code, "\r"]:
        at += KEY_GAP_SECONDS
        key = "Enter" if letter == "\r" else letter
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": key, "text": letter, "timestamp": at})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "timestamp": at})
    session.detach()

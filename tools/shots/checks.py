# SPDX-License-Identifier: Apache-2.0
"""What a screen may not have: something cut off, a word nobody translated, a fault, a barrier to some readers."""

from typing import Any
from urllib.parse import urlsplit

from axe_core_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import ConsoleMessage, Error, Page

LOOK = r"""
(longNames) => {
  const problems = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth)
    problems.push(`wider than the screen: ${root.scrollWidth} > ${root.clientWidth}`)
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0
  const name = (element) => element.dataset.testid ?? element.textContent.trim().slice(0, 40)
  const scrolls = (element) => {
    for (let at = element.parentElement; at; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true
    return false
  }
  for (const element of document.querySelectorAll('button, a, [role="button"], h1, h2')) {
    if (!seen(element)) continue
    const box = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    // A plant may give names of any length: a title may end in dots there, a button may not.
    const dots = longNames && /^H/.test(element.tagName) && style.textOverflow === 'ellipsis'
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && !dots) {
      const widths = `${element.scrollWidth} > ${element.clientWidth}`
      problems.push(`text cut off in ${element.tagName.toLowerCase()} ${name(element)}: ${widths}`)
    }
    // The line box of a big figure is higher than the figure.
    const spill = element.scrollHeight - element.clientHeight
    if (element.tagName === 'BUTTON' && spill > (style.overflowY === 'visible' ? 16 : 2)) {
      problems.push(`text too high in button ${name(element)}: ${element.scrollHeight} > ${element.clientHeight}`)
    }
    const beyond = box.right > innerWidth + 1 || box.left < -1
    if (beyond && !scrolls(element)) problems.push(`beyond the edge: ${name(element)}`)
  }
  const key = /^[a-z_]+(\.[a-z_]+)+$/
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim()
    if (key.test(text)) problems.push(`not translated: ${text}`)
  }
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const attribute of ['aria-label', 'title', 'placeholder', 'alt']) {
      const text = element.getAttribute(attribute) ?? ''
      if (key.test(text) || /undefined|NaN|\{\w+\}/.test(text)) problems.push(`not translated (${attribute}): ${text}`)
    }
  if (/\bundefined\b|\bNaN\b|\{\w+\}|\[object/.test(document.body.innerText))
    problems.push('a value is missing in the text')
  return [...new Set(problems)]
}
"""
AXE = """
async (options) => {
  const { violations } = await axe.run(document, options)
  return violations
    .filter((found) => ['serious', 'critical'].includes(found.impact))
    .flatMap((found) => found.nodes.map((node) => `${found.id} (${found.impact}): ${node.html.slice(0, 160)}`))
}
"""
OTHER_THEME = """
() => {
  const root = document.documentElement
  root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark'
}
"""
BEFORE_SIGN_IN = ("/api/me", "/api/queue", "/api/auth/roster", "/api/auth/sign-in", "/api/devices/register")
LOADED = "() => !document.querySelector('[data-testid=loading]')"
SETTLED = """
async () => {
  await document.fonts.ready
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}
"""


def look(page: Page, *, long_names: bool) -> list[str]:
    found: list[str] = page.evaluate(LOOK, long_names)
    return found


def faults_for_readers(page: Page) -> list[str]:
    """What axe-core finds serious; contrast is asked in the other theme, too."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE, {"resultTypes": ["violations"]})
    page.evaluate(OTHER_THEME)
    contrast = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
    found += [f"other theme: {fault}" for fault in page.evaluate(AXE, contrast)]
    page.evaluate(OTHER_THEME)
    return found


class Ear:
    """Hears the faults of a page until it is stopped."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        self._page = page
        page.on("pageerror", self._failed)
        page.on("console", self._heard)

    def stop(self) -> None:
        self._page.remove_listener("pageerror", self._failed)
        self._page.remove_listener("console", self._heard)

    def _failed(self, error: Error) -> None:
        self.faults.append(f"fault: {error}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type != "error" or self._expected(message):
            return
        self.faults.append(f"console: {message.text} {message.location.get('url', '')}")

    @staticmethod
    def _expected(message: ConsoleMessage) -> bool:
        """The browser's own remark that somebody is not known yet, or that the line is cut."""
        location: Any = message.location
        path, text = urlsplit(str(location.get("url", ""))).path, message.text
        refused = "status of 401" in text or "status of 403" in text
        return (refused and path in BEFORE_SIGN_IN) or "net::ERR_INTERNET_DISCONNECTED" in text

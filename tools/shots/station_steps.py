# SPDX-License-Identifier: Apache-2.0
"""Ways to the station's rarer screens."""

from playwright.sync_api import Page, expect

from tools.shots.screen import tap

KEEP_UNSENT = """
async () => {
  const { account_id } = await (await fetch('/api/me')).json()
  const about = 'WO-2611-0189 · GR-01'
  const at = new Date(Date.now() - 60 * 60 * 1000).toISOString()
  const refused = { code: 'over_available', params: { operation: '20', available: 38, wanted: 50 }, status: 409 }
  const items = [
    { kind: 'report', body: { id: 'a' }, says: { n: 50, ng: 0 }, refused, operationId: 1 },
    { kind: 'report', body: { id: 'b' }, says: { n: 50, ng: 4 } },
    { kind: 'pause', body: { id: 'c' }, says: { reason: '换刀' } },
    { kind: 'hold', body: { id: 'd' }, says: { n: 12 } },
    { kind: 'report', body: { id: 'e' }, says: { n: 6, ng: 0 }, account: account_id + 1, who: '李秀兰' },
  ]
  items.forEach((item, order) => {
    const sent = { path: '/api/reports', about, at, order, account: account_id }
    const kept = { who: '', faults: 0, refused: null, ...sent, ...item }
    localStorage.setItem('lockstep.outbox.' + item.body.id, JSON.stringify(kept))
  })
  return items.filter((item) => !item.refused && !item.who).length
}
"""
HEAR_OF_THEM = """() => {
  dispatchEvent(new StorageEvent('storage', { key: null }))
  dispatchEvent(new Event('online'))
}"""


def unsent(page: Page) -> None:
    """Some are waiting for the network, one came back, and somebody else left one behind."""
    made = page.evaluate(KEEP_UNSENT)
    page.context.set_offline(True)
    page.evaluate(HEAR_OF_THEM)
    expect(page.get_by_test_id("unsent")).to_have_count(made)


def asks_why(page: Page) -> None:
    page.locator('[data-testid^="pause-"]').first.click()
    page.get_by_test_id("why").first.wait_for()


def holds_too_many(page: Page) -> None:
    tap("hold", "decide-value", "key-9", "key-9", "key-last", "key-9", "key-ok")(page)
    page.get_by_test_id("decide-over").wait_for()


def stops(page: Page) -> None:
    tap("stop", "stop-station", "until-30", "why")(page)


def with_others(page: Page) -> None:
    """Three people, one of them with more than the others."""
    tap("crew")(page)
    for _ in range(2):
        page.locator('[data-testid^="mate-"][aria-pressed="false"]').first.click()
    page.get_by_test_id("shares").locator("button:enabled").nth(1).click()


def records_time(page: Page) -> None:
    tap("record-time", "kind-setup")(page)
    page.get_by_test_id("time-note").fill("换砂轮")

# SPDX-License-Identifier: Apache-2.0
"""A worker's own page, and the leader's view of the same figures."""

from playwright.sync_api import expect

from lockstep.app.demo.access import BADGES
from tests.e2e.people import Desk, Phone
from tools.product import Api

ORDER = "WO-PAY-1"
RATE = 0.5
MADE = 40


def yuan(amount: float) -> str:
    return f"¥{amount:,.2f}"


def place_order(admin: Api) -> None:
    step = {"code": "20", "name": {"zh-CN": "轴磨削"}, "stations": ["GR-01"], "piece_rate": RATE}
    order = {"site_code": "CZ", "line_code": "M1", "number": ORDER, "product_code": "SA-16", "quantity": MADE}
    admin.command("/orders/place", **order, operations=[step])


def test_a_report_earns_and_its_reversal_takes_it_back_and_the_leader_sees_it(
    phone: Phone, desk: Desk, admin: Api, terminal: str
) -> None:
    place_order(admin)
    worker = admin.product.signed_in_at(terminal, BADGES["E1001"])
    before = worker.get("/figures/mine")["figures"]["pay"]["total"]

    phone.sign_in()
    phone.open_sheet(ORDER)
    phone.submit()
    phone.shows("queue")
    phone.the("tab-mine").tap()
    expect(phone.shows("mine-pay")).to_have_text(yuan(before + MADE * RATE))
    phone.the("pay-lines").tap()
    expect(phone.the("earned").filter(has_text=ORDER)).to_contain_text(f"{MADE} 件 × {yuan(RATE)}")

    desk.open("/#/figures", "zhao")
    desk.shows("sort-good").click()
    expect(desk.page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    desk.the("open-E1001").click()
    expect(desk.the("person-report").filter(has_text=ORDER)).to_contain_text(str(MADE))
    expect(desk.the("team-table")).not_to_contain_text("¥")
    read = admin.get("/audit", operation="shopfloor.read_figures")["entries"]
    assert [(entry["actor"], entry["entity_type"]) for entry in read] == [("赵明", "person"), ("赵明", "site")]

    phone.the("reverse").first.tap()
    phone.the("reason-wrong_quantity").tap()
    expect(phone.the("mine-pay")).to_have_text(yuan(before))
    phone.the("period-month").tap()
    expect(phone.the("period-month")).to_have_attribute("aria-pressed", "true")
    expect(phone.the("mine-good")).not_to_be_empty()

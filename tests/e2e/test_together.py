# SPDX-License-Identifier: Apache-2.0
"""Two people in the office and one at the machine, at the same time over the same order."""

from playwright.sync_api import expect

from tests.e2e.people import Phone, Room, has
from tools.product import Api

ORDER, STEP, COLUMN = "WO-2611-0189", "20", "轴磨削"


def test_what_one_does_the_others_see(room: Room, phone: Phone, admin: Api) -> None:
    zhao, sun = admin.product.signed_in("zhao"), admin.product.signed_in("sun")
    board, order = room.desk(as_=zhao), room.desk(f"/#/orders/{ORDER}", as_=sun)
    board.shows("board-table")
    card = order.shows(f"operation-open-{STEP}")
    phone.sign_in()
    phone.open_sheet(ORDER)
    before = admin.bar(ORDER, STEP)

    phone.the("has-ng").tap()
    phone.the("chip-D-BN").tap()
    phone.submit()
    made = has(f"待检 {before['waiting'] + 49:g}", f"报废 {before['scrap'] + 1:g}")
    expect(board.bar(ORDER, COLUMN)).to_have_attribute("aria-label", made)
    expect(card).to_have_attribute("aria-label", made)

    operation = admin.operation(ORDER, STEP)
    sun.command("/wip/judge", operation_id=operation, quantity=before["waiting"] + 49, verdict="accept")
    verified = has(f"良品 {before['good'] + before['waiting'] + 49:g}", f"报废 {before['scrap'] + 1:g}")
    expect(board.bar(ORDER, COLUMN)).to_have_attribute("aria-label", verified)
    expect(card).to_have_attribute("aria-label", verified)

    zhao.command("/blocks", target_kind="operation", target_id=operation, reason_code="material_missing", owner="赵明")
    for told in (phone.the(f"job-{operation}"), order.the(f"operation-{STEP}")):
        expect(told).to_contain_text("缺料")
    expect(phone.the(f"job-{operation}")).to_contain_text("赵明")

# SPDX-License-Identifier: Apache-2.0
"""Work instructions: an engineer gives a file, the operator at the station reads it beside the job."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.people import Desk, Phone, Screen
from tests.support.papers import pdf
from tools.product import Api
from tools.shots.checks import faults_for_readers

GRINDING = 1
"""Its place in the routing."""
FIELD = f"field-operations.{GRINDING}.instructions"


@pytest.fixture
def grinding(desk: Desk, admin: Api) -> Desk:
    """The form of the routing of the water pump motor, open at its grinding."""
    rows = admin.get("/entities/routing/records", search="WP-40")["rows"]
    desk.open(f"/#/data/routing/{rows[0]['id']}")
    desk.shows("edit").click()
    desk.shows(f"operations-{GRINDING}").click()
    return desk


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def is_viewed(screen: Screen, pages: int) -> None:
    screen.shows("viewer")
    expect(screen.the("viewer-page")).to_have_count(pages)
    expect(screen.the("viewer-page").first).not_to_have_js_property("naturalWidth", 0)


def test_a_file_of_the_engineer_is_read_at_the_station(grinding: Desk, phone: Phone, admin: Api) -> None:
    grinding.the(FIELD).set_input_files(payload("notes.pdf", b"no PDF at all"))
    expect(grinding.the(f"{FIELD}-problem")).to_contain_text("notes.pdf")
    grinding.the(FIELD).set_input_files(payload("clamp.pdf", pdf(2)))
    expect(grinding.the(f"{FIELD}-1")).to_contain_text("clamp.pdf")
    expect(grinding.the(f"{FIELD}-1")).to_contain_text("2")
    expect(grinding.the(f"{FIELD}-problem")).to_have_count(0)
    grinding.the(f"{FIELD}-1-open").click()
    is_viewed(grinding, 2)
    grinding.the("viewer-close").click()
    expect(grinding.the("viewer")).to_have_count(0)
    grinding.the(f"{FIELD}-0-replace").set_input_files(payload("wheel.pdf", pdf()))
    expect(grinding.the(f"{FIELD}-0")).to_contain_text("wheel.pdf")
    grinding.the("reason").fill("新夹具")
    grinding.the("save").click()
    # Until the saved record is read, the one before stands there.
    files = grinding.the(f"open-instructions-{GRINDING}")
    expect(files).to_contain_text("2")
    files.click()
    is_viewed(grinding, 3)

    order = {"site_code": "CZ", "line_code": "M1", "number": "WO-CLAMP", "product_code": "WP-40", "quantity": 20}
    admin.command("/entities/work_order/save", **order)
    phone.sign_in()
    phone.scan("WO-CLAMP/20")
    phone.shows("instruction").tap()
    is_viewed(phone, 3)
    expect(phone.the("viewer")).to_contain_text("clamp.pdf")
    phone.the("viewer-close").tap()
    expect(phone.the("viewer")).to_have_count(0)
    phone.shows("state-note")


def test_the_sheet_is_as_it_was_when_the_instruction_goes_away(phone: Phone, admin: Api) -> None:
    phone.sign_in()
    phone.open_sheet("WO-2611-0189/20")
    total = phone.the("quantity-value")
    expect(total).to_have_text("50")
    phone.the("plus-1").tap()
    expect(total).to_have_text("51")
    phone.the("instruction").tap()
    is_viewed(phone, 2)
    page = phone.the("viewer-page").first
    narrow = page.evaluate("one => one.offsetWidth")
    page.tap()
    expect(phone.the("viewer-zoom")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("one => one.offsetWidth") > 1.9 * narrow
    assert faults_for_readers(phone.page) == []

    phone.page.go_back()
    expect(phone.the("viewer")).to_have_count(0)
    expect(total).to_have_text("51")
    phone.press("instruction")
    is_viewed(phone, 2)
    phone.page.keyboard.press("Escape")
    expect(phone.the("viewer")).to_have_count(0)
    expect(phone.the("instruction")).to_be_focused()
    expect(total).to_have_text("51")

    phone.the("back").tap()
    phone.the(f"more-{admin.operation('WO-2611-0189', '20')}").tap()
    phone.shows("instruction").tap()
    is_viewed(phone, 2)


def test_the_order_shows_the_instructions_of_its_operations(desk: Desk) -> None:
    desk.open_board()
    desk.the("open-WO-2611-0189").click()
    desk.shows("instruction-20").click()
    is_viewed(desk, 2)
    desk.page.keyboard.press("Escape")
    expect(desk.the("viewer")).to_have_count(0)
    desk.shows("order-drawer")

# SPDX-License-Identifier: Apache-2.0
"""What a product is made of, and the network of a routing: looked at, and drawn."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import Desk
from tests.e2e.records import OpenData, record
from tools.product import Api
from tools.shots.checks import faults_for_readers


def test_the_structure_of_a_product_and_of_a_routing(open_data: OpenData, admin: Api) -> None:
    for code, parts in (
        ("SHAFT", {"STEEL": 2}),
        ("ROTOR", {"SHAFT": 1, "MAGNET": 4}),
        ("MOTOR", {"ROTOR": 1, "CASE": 1}),
    ):
        for product in (code, *parts):
            admin.command(
                "/entities/product/save", code=product, name={"en": product}, expected_version="any", reason="x"
            )
        lines = [{"component_code": part, "quantity": count} for part, count in parts.items()]
        admin.command("/entities/bom/save", product_code=code, edition="A", components=lines)
    [site] = [row["values"]["code"] for row in admin.get("/entities/site/records")["rows"]]
    steps: list[dict[str, Any]] = [
        {"code": "10", "name": {"zh-CN": "车轴"}, "successor": "30", "station_codes": ["GR-01"], "piece_seconds": 45},
        {"code": "20", "name": {"zh-CN": "充磁"}, "per": 4, "setup_seconds": 600},
        {"code": "30", "name": {"zh-CN": "装转子"}},
    ]
    admin.command("/entities/routing/save", site_code=site, product_code="ROTOR", edition="A", operations=steps)

    desk = open_data(f"product/{record(admin, 'product', 'MOTOR')['id']}", ready="structure")
    rows = desk.the("structure-row")
    expect(rows).to_have_count(2)
    desk.the("fold-ROTOR").click()
    desk.the("fold-SHAFT").click()
    expect(rows).to_have_count(5)
    desk.the("structure-quantity").fill("10")
    expect(rows.filter(has_text="STEEL")).to_contain_text("20 件")
    desk.the("structure-needs").click()
    expect(rows).to_have_text(["CASE10 件", "MAGNET40 件", "STEEL20 件"])
    assert faults_for_readers(desk.page) == []

    desk.page.goto(f"{desk.page.url.split('#')[0]}#/data/product/{record(admin, 'product', 'SHAFT')['id']}")
    expect(desk.the("value-code")).to_have_text("SHAFT")
    desk.the("structure-uses").click()
    expect(rows).to_have_text(["ROTOR", "MOTOR"])

    [routing] = admin.get("/entities/routing/records", search="ROTOR")["rows"]
    desk.page.goto(f"{desk.page.url.split('#')[0]}#/data/routing/{routing['id']}")
    expect(desk.shows("network-10")).to_contain_text("GR-01")
    expect(desk.the("network-20")).to_contain_text("准备 10 分")
    expect(desk.the("network-edge")).to_have_count(2)
    expect(desk.the("network").locator("text")).to_have_text(["4:1"])
    boxes = [desk.the(f"network-{code}").bounding_box() for code in ("10", "20", "30")]
    first, second, last = (box for box in boxes if box is not None)
    assert first["x"] == second["x"] < last["x"]
    assert faults_for_readers(desk.page) == []


@pytest.fixture
def drawing(open_data: OpenData, admin: Api) -> Desk:
    """The form of a routing of four operations in a row."""
    [site] = [row["values"]["code"] for row in admin.get("/entities/site/records")["rows"]]
    steps = [{"code": code, "name": {"zh-CN": f"工序 {code}"}} for code in ("10", "20", "30", "40")]
    routing = {"site_code": site, "product_code": "WP-40", "edition": "DRAWN", "operations": steps}
    admin.command("/entities/routing/save", **routing, expected_version="any", reason="x", draft=True)
    desk = open_data(f"routing/{drawn(admin)['id']}", ready="edit", has_touch=True)
    desk.the("edit").click()
    desk.shows("network-editor")
    return desk


def drawn(admin: Api) -> dict[str, Any]:
    rows = admin.get("/entities/routing/records", search="DRAWN")["rows"]
    [found] = [row for row in rows if row["values"]["edition"] == "DRAWN"]
    return dict(admin.get(f"/entities/routing/records/{found['id']}"))


def middle(box: Locator) -> tuple[float, float]:
    found = box.bounding_box()
    assert found is not None
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def draw(desk: Desk, start: str, end: str) -> None:
    source = desk.the(f"draw-{start}")
    source.scroll_into_view_if_needed()
    mouse = desk.page.mouse
    mouse.move(*middle(source))
    mouse.down()
    mouse.move(*middle(desk.the(f"draw-{end}")), steps=4)
    mouse.up()


def test_the_network_of_a_routing_is_drawn(drawing: Desk, admin: Api) -> None:
    draw(drawing, "10", "30")
    expect(drawing.the("edge-10")).to_have_attribute("aria-label", "10 → 30")
    expect(drawing.the("network-next")).to_have_value("30")
    drawing.the("operations-0").click()
    expect(drawing.the("field-operations.0.successor")).to_have_value("30")

    draw(drawing, "30", "20")
    expect(drawing.shows("network-refused")).to_have_text("工序 30 绕回了自己，改它的后工序")
    expect(drawing.the("edge-30")).to_have_attribute("aria-label", "30 → 40")

    drawing.the("edge-10").press("Delete")
    expect(drawing.the("edge-10")).to_have_attribute("aria-label", "10 → 20")
    drawing.the("draw-20").press("Enter")
    expect(drawing.the("network-next")).to_be_focused()
    drawing.the("network-next").select_option("40")
    expect(drawing.the("edge-20")).to_have_attribute("aria-label", "20 → 40")
    draw(drawing, "10", "40")
    drawing.the("network-remove").click()
    expect(drawing.the("edge-10")).to_have_attribute("aria-label", "10 → 20")
    draw(drawing, "10", "30")
    expect(drawing.the("edge-10")).to_have_attribute("aria-label", "10 → 30")
    assert faults_for_readers(drawing.page) == []

    drawing.the("save-draft").click()
    drawing.shows("facts")
    saved = [step["successor"] for step in drawn(admin)["values"]["operations"]]
    assert saved == ["30", "40", None, None]


def test_a_finger_draws_from_the_grip(drawing: Desk) -> None:
    """Elsewhere it scrolls."""
    drawing.the("network-editor").scroll_into_view_if_needed()
    touch(drawing, point(drawing.the("draw-10").locator(".grip")), point(drawing.the("draw-30")))
    expect(drawing.the("edge-10")).to_have_attribute("aria-label", "10 → 30")
    touch(drawing, point(drawing.the("draw-30")), point(drawing.the("draw-20")))
    drawing.the("draw-20").tap()
    expect(drawing.the("network-next")).to_have_value("")
    expect(drawing.the("edge-30")).to_have_attribute("aria-label", "30 → 40")


def point(box: Locator) -> dict[str, float]:
    return dict(zip("xy", middle(box), strict=True))


def touch(desk: Desk, start: dict[str, float], end: dict[str, float]) -> None:
    cdp = desk.page.context.new_cdp_session(desk.page)
    for kind, points in (("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])):
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    cdp.detach()

# SPDX-License-Identifier: Apache-2.0
"""What the tests at each size of screen share: what has to fit, be in sight and be large enough, and a job to do."""

from dataclasses import dataclass

from playwright.sync_api import FloatRect, Locator, expect

from tests.e2e.people import Screen
from tools.product import Api

SIZES = {
    (360, 640): "GR-01",
    (390, 844): "GR-02",
    (768, 1024): "CNC-03",
    (1366, 768): "MC-05",
    (1440, 900): "WD-01",
    (1920, 1080): "WD-02",
}
"""Each stands at a station of its own, so that none meets what another has left behind."""

TOUCH, GLOVE = 48, 64
ROUNDING = 0.5
PATIENCE_MS = 4_500
"""Shorter than any message stays."""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Size:
    width: int
    height: int

    @property
    def station(self) -> str:
        return SIZES[self.width, self.height]

    @property
    def viewport(self) -> dict[str, int]:
        return {"width": self.width, "height": self.height}


def fits(screen: Screen, *reachable: Locator) -> None:
    """Nothing lies beyond the edge, and what is to be pressed next is in sight."""
    assert screen.page.evaluate(OVERFLOW) <= 0
    for one in reachable:
        expect(one).to_be_in_viewport(ratio=1)


def box_of(button: Locator) -> FloatRect:
    """Asked once more where another was put in its place just then: what is gone has none."""
    box = button.bounding_box()
    if box is not None:
        return box
    expect(button).to_be_visible()
    return box_of(button)


def press(screen: Screen, button: Locator, least: int = TOUCH) -> None:
    """By a glove: it is large enough, and nothing lies over it for long."""
    box = box_of(button)
    assert box["width"] > TOUCH - ROUNDING, f"{button} is {box['width']} wide"
    assert box["height"] > least - ROUNDING, f"{button} is {box['height']} high"
    button.tap(timeout=PATIENCE_MS)
    fits(screen)


def click(screen: Screen, button: Locator) -> None:
    """With a mouse; nothing lies over it for long."""
    expect(button).to_be_visible()
    button.click(timeout=PATIENCE_MS)
    fits(screen)


def place_order(admin: Api, number: str, station: str) -> int:
    """Of a hundred pieces at one operation, with the work instruction that the grinding shows; its id."""
    there = admin.get(f"/operations/{admin.operation('WO-2611-0195', '20')}/sheet")["job"]
    step = {"code": "20", "name": {"zh-CN": "轴磨削"}, "stations": [station], "instructions": there["instructions"]}
    order = {"site_code": "CZ", "line_code": "M1", "number": number, "product_code": "SA-16", "quantity": 100}
    placed = admin.command("/orders/place", **order, operations=[step | {"acceptance": "after_report"}])
    return int(placed["operations"]["20"])

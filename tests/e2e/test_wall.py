# SPDX-License-Identifier: Apache-2.0
"""The big screen: opened by a link with a key of its own, moved by the stations, honest about its age."""

from typing import Any

from playwright.sync_api import expect

from tests.e2e.people import Desk, Room
from tools.product import Api, Product

WALL = {"width": 1920, "height": 1080}
LATE = ("0187", "0176", "0183")
SMALLEST = """() => Math.min(...[...document.querySelectorAll('main *')]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
ELLIPSED = """() => [...document.querySelectorAll('[data-testid="wall-stop"] *')]
  .some((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).textOverflow === 'ellipsis')"""
CUT_OFF = """() => [document.documentElement].some((page) =>
  page.scrollHeight > innerHeight || page.scrollWidth > innerWidth)"""


def open_wall(room: Room, address: str, **more: Any) -> Desk:
    wall = room.desk(address, **more)
    wall.page.set_viewport_size({"width": WALL["width"], "height": WALL["height"]})
    return wall


def test_a_link_made_in_the_office_opens_it(desk: Desk, room: Room) -> None:
    desk.open_board()
    desk.to("people")
    desk.the("tab-keys").click()
    desk.shows("new-key").click()
    desk.shows("key-name").fill("一车间大屏")
    desk.the("key-right-board.read").click()
    desk.the("key-make").click()
    link = desk.shows("wall-link").get_attribute("href") or ""

    # Plant and language are those of the key, wherever the browser thinks that it is.
    wall = open_wall(room, link, locale="en-US", timezone_id="America/New_York")
    expect(wall.page.get_by_role("heading", level=1)).to_have_text("常州工厂")
    orders = wall.the("wall-order")
    expect(orders).to_have_count(6)
    for place, number in enumerate(LATE):
        expect(orders.nth(place)).to_contain_text(number)
        expect(orders.nth(place)).to_contain_text("晚")
    expect(wall.the("wall-late")).to_have_text("会晚 3 单")
    expect(wall.the("wall-step")).to_have_count(8)
    expect(wall.the("wall-stop").filter(has_text="首检未过")).to_contain_text("孙颖在处理")
    assert not wall.page.evaluate(ELLIPSED)
    assert wall.page.evaluate(SMALLEST) >= 28
    assert not wall.page.evaluate(CUT_OFF)

    desk.the("secret-done").click()
    desk.the("revoke-key").click()
    desk.shows("reason").fill("换屏了")
    desk.the("reason-go").click()
    expect(wall.shows("wall-note")).to_contain_text("打不开了")


def test_it_says_how_old_its_figures_are(room: Room, admin: Api, product: Product) -> None:
    key = admin.command("/api-keys/create", name="wall", permissions=["board.read"])["secret"]
    wall = room.desk("")
    wall.page.clock.install()
    wall.page.goto(f"{product.address}/wall#key={key}")
    expect(wall.shows("wall-clock")).not_to_contain_text("数据")
    wall.page.context.set_offline(True)
    wall.page.clock.run_for(70_000)
    expect(wall.the("wall-clock")).to_contain_text("的数据")
    wall.page.context.set_offline(False)
    wall.page.clock.run_for(6_000)
    expect(wall.the("wall-clock")).not_to_contain_text("数据")


def test_without_a_key_it_says_what_to_do(room: Room) -> None:
    expect(open_wall(room, "/wall").shows("wall-note")).to_contain_text("密钥")

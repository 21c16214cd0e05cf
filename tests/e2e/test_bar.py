# SPDX-License-Identifier: Apache-2.0
"""The lockstep bar in the board: its table, the way to its reports, without its colours."""

from playwright.sync_api import Locator, expect

from tests.e2e.people import Desk

ORDER, COLUMN = "WO-2611-0187", "轴磨削"
"""On hold, waiting, in rework, and stopped."""

PLAN = "此刻应到"

KEPT = "(one) => [getComputedStyle(one).printColorAdjust, getComputedStyle(one).forcedColorAdjust]"
"""That a browser drops neither backgrounds on paper nor colours where it has few."""


def outline(segment: Locator) -> str:
    return str(segment.evaluate("(one) => getComputedStyle(one).outlineStyle"))


def pattern(segment: Locator) -> str:
    return str(segment.evaluate("(one) => getComputedStyle(one).backgroundImage"))


def test_its_table_says_each_figure_and_opens_the_reports(desk: Desk) -> None:
    desk.open_board()
    bar = desk.bar(ORDER, COLUMN)
    bar.hover()
    table = desk.shows("bar-table")
    expect(table).to_contain_text("首检未过")
    spoken = str(bar.get_attribute("aria-label"))
    figures = zip(table.locator("dt").all_inner_texts(), table.locator("dd").all_inner_texts(), strict=True)
    for name, figure in figures:
        # The plan goes on by the minute, and the board may have been read anew since the table was opened.
        assert (name if name == PLAN else f"{name} {figure}") in spoken

    desk.the("bar-records").click()
    expect(desk.shows("reports-drawer")).to_contain_text("轴磨削")
    expect(desk.the("bar-table")).to_have_count(0)


def test_a_keyboard_goes_from_a_bar_to_its_reports(desk: Desk) -> None:
    desk.open_board()
    desk.page.keyboard.press("ArrowDown")
    for _ in range(2):
        desk.page.keyboard.press("ArrowRight")
    desk.shows("bar-table")
    desk.page.keyboard.press("Enter")
    expect(desk.shows("reports-drawer")).to_contain_text("轴磨削")


def test_states_are_told_apart_without_colour(desk: Desk) -> None:
    desk.open_board()
    bar = desk.bar(ORDER, COLUMN)
    held, track = bar.locator(".s-hold"), bar.locator(".lsb__body")
    assert outline(held) == outline(track) == "none"
    for media in ({"media": "print"}, {"media": "screen", "forced_colors": "active"}):
        desk.page.emulate_media(**media)  # type: ignore[arg-type]
        assert outline(held) == outline(track) == "solid"
        assert "gradient" in pattern(held)
        assert held.evaluate(KEPT) == ["exact", "none"]

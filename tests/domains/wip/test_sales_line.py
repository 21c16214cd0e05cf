# SPDX-License-Identifier: Apache-2.0
"""What a line of a customer's order gets of the work orders that are made for it."""

from datetime import UTC, datetime, timedelta

import pytest

from lockstep.domains.wip.rules.sales_line import Progress, Share, line_bar, line_due, shares
from lockstep.kernel.qty import pieces

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)


def order(delivered: int, possible: int, quantity: int = 100, **colours: float) -> Progress:
    known = dict.fromkeys(("good", "waiting", "hold", "rework", "scrap"), 0.0) | colours
    return Progress(pieces(delivered), pieces(possible), pieces(quantity), known)


def whole(part: Share) -> tuple[float, float, dict[str, float]]:
    colours = {colour: amount / pieces(1) for colour, amount in part.colours.items() if amount}
    return part.delivered / pieces(1), part.possible / pieces(1), colours


def test_the_first_pieces_go_to_the_first_line_and_those_under_way_to_all_that_lack_some() -> None:
    """60 of 100 are verified and 20 per cent of the work is in the others, half of it waiting for a verdict."""
    first, second = shares(order(60, 95, good=70, waiting=10), [pieces(50), pieces(40)])
    assert whole(first) == (50, 50, {"good": 50})
    assert whole(second) == (10, 40, {"good": pytest.approx(10 + 7.5), "waiting": pytest.approx(7.5)})


def test_two_orders_make_one_line() -> None:
    parts = [*shares(order(50, 50, 50, good=100), [pieces(50)]), *shares(order(0, 90, good=40), [pieces(40)])]
    found = line_bar(pieces(100), parts)
    assert (found.delivered, found.coming, found.missing) == (pieces(50), pieces(40), pieces(10))
    assert found.colours == {"good": 66.0, "waiting": 0.0, "hold": 0.0, "rework": 0.0, "scrap": 0.0}


def test_scrapped_pieces_are_missing() -> None:
    found = line_bar(pieces(100), shares(order(0, 90, scrap=10), [pieces(100)]))
    assert (found.coming, found.missing, found.colours["scrap"]) == (pieces(90), pieces(10), 10.0)


def test_what_is_made_beyond_the_line_does_not_fill_it_more_than_full() -> None:
    found = line_bar(pieces(40), shares(order(45, 50, 50, good=95, waiting=5), [pieces(50)]))
    assert (found.delivered, found.coming, found.missing) == (pieces(40), 0, 0)
    assert sum(found.colours.values()) == 100.0


def test_a_line_without_orders_is_missing_as_a_whole() -> None:
    found = line_bar(pieces(7), [])
    assert (found.delivered, found.coming, found.missing) == (0, 0, pieces(7))


@pytest.mark.parametrize(
    ("wanted", "forecast", "all_of_it", "expected"),
    [
        (2.0, 3.5, True, ("late", -1.5)),
        (2.0, 1.7, True, ("at_risk", 0.3)),
        (2.0, 1.0, True, ("on_time", 1.0)),
        (2.0, 1.0, False, ("none", None)),
        (2.0, 3.0, False, ("late", -1.0)),
        (2.0, None, False, ("none", None)),
        (-0.5, None, False, ("late", -0.5)),
        (-0.5, -2.0, True, ("late", -0.5)),
        (None, 1.0, True, ("none", None)),
    ],
)
def test_when_a_line_is_late(
    wanted: float | None, forecast: float | None, all_of_it: bool, expected: tuple[str, float | None]
) -> None:
    def at(days: float | None) -> datetime | None:
        return None if days is None else NOW + timedelta(days=days)

    found = line_due(at(wanted), at(forecast), NOW, whole=all_of_it, short=False, slack_days=0.5)
    assert found == expected


def test_a_line_that_will_miss_scrapped_pieces_is_at_risk() -> None:
    at = NOW + timedelta(days=1)
    assert line_due(at + timedelta(days=9), at, NOW, whole=True, short=True, slack_days=0.5) == ("at_risk", 9.0)

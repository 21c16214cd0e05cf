# SPDX-License-Identifier: Apache-2.0
"""The pure rules behind the figures of people: pay, hours, periods."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from lockstep.domains.shopfloor.rules.hours import Act, worked_seconds
from lockstep.domains.shopfloor.rules.pay import (
    Bearer,
    Blame,
    Deduction,
    Job,
    Piecework,
    blame_of,
    money,
    part,
    pay,
    still_waiting,
)
from lockstep.domains.shopfloor.rules.periods import Period, dates_of
from lockstep.kernel.qty import pieces

DAY = date(2026, 11, 20)
JOB = Job("WO-1", "10", "Turning", 3_500)
"""0.35 for a piece."""
UNRATED = Job("WO-1", "20", "Grinding", None)
NONE = Fraction(0)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


def test_decided_pieces_are_paid_by_share_and_lost_ones_taken_off() -> None:
    works = [
        Piecework(JOB, part(pieces(100), 60), part(pieces(10), 60)),
        Piecework(JOB, part(pieces(10), 100), NONE),
        Piecework(UNRATED, part(pieces(7), 100), NONE),
    ]
    found = pay(works, [Deduction(JOB, "own", part(pieces(3), 60)), Deduction(UNRATED, "own", part(pieces(1), 100))])
    (line,) = found.earned
    assert (line.quantity, line.amount) == (pieces(64), Decimal("22.40"))
    assert [taken.amount for taken in found.deductions] == [Decimal("0.63")]
    assert (found.total, found.undecided, found.unrated) == (Decimal("21.77"), Decimal("2.10"), pieces(7))


@pytest.mark.parametrize(("quantity", "amount"), [(pieces(1), "0.35"), (pieces(1) // 2, "0.18"), (714, "0.02")])
def test_each_line_is_rounded_to_the_cent_the_half_up(quantity: int, amount: str) -> None:
    assert money(Fraction(quantity), 3_500) == Decimal(amount)


def test_thirds_add_up_to_the_whole() -> None:
    shares = [part(pieces(10), share) for share in (33, 33, 34)]
    assert sum(shares) == pieces(10)


@pytest.mark.parametrize(
    ("judged", "usual", "blame"),
    [
        (None, None, Blame(Bearer.MAKER)),
        (None, "10", Blame(Bearer.OPERATION, operation="10")),
        (None, "20", Blame(Bearer.MAKER)),
        (None, "99", Blame(Bearer.MAKER)),
        ("20", "10", Blame(Bearer.MAKER)),
        ("10", None, Blame(Bearer.OPERATION, operation="10")),
        (" p-7 ", None, Blame(Bearer.PERSON, person_id=7)),
        ("the casting", "10", Blame(Bearer.NOBODY)),
    ],
)
def test_the_last_word_says_who_answers(judged: str | None, usual: str | None, blame: Blame) -> None:
    found = blame_of(judged=judged, usual=usual, found_at="20", operations=["10", "20"], people={"p-7": 7})
    assert found == blame


@pytest.mark.parametrize(
    ("undecided", "later", "waits"), [(0, 0, 0), (30, 0, 30), (30, 20, 10), (30, 40, 0), (90, 0, 50)]
)
def test_the_newest_pieces_wait_the_longest(undecided: int, later: int, waits: int) -> None:
    assert still_waiting(undecided, 50, later) == waits


def test_overlapping_acts_count_once() -> None:
    acts = [Act(DAY, at(1), at(3)), Act(DAY, at(2), at(4)), Act(DAY, at(6), at(6, 30)), Act(DAY, at(1, 30), at(2))]
    assert worked_seconds(acts) == 3.5 * 3600
    assert worked_seconds([]) == 0


def test_an_act_without_a_beginning_lasts_from_the_one_before() -> None:
    acts = [Act(DAY, None, at(2)), Act(DAY, None, at(3)), Act(DAY - timedelta(days=1), None, at(1))]
    assert worked_seconds(acts) == 3600


def test_nothing_counts_outside_the_shift_of_a_report() -> None:
    yesterday = at(1) - timedelta(hours=20)
    assert worked_seconds([Act(DAY, yesterday, at(3), (at(0), at(12)))]) == 3 * 3600


@pytest.mark.parametrize(
    ("period", "dates"),
    [
        ("day", (DAY, DAY)),
        ("week", (date(2026, 11, 16), date(2026, 11, 22))),
        ("month", (date(2026, 11, 1), date(2026, 11, 30))),
    ],
)
def test_periods(period: Period, dates: tuple[date, date]) -> None:
    assert dates_of(period, DAY) == dates

# SPDX-License-Identifier: Apache-2.0
"""A shift's date is the day on which it starts; working time is what lies within the shifts."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockstep.domains.masterdata.rules import ShiftPattern, WorkingTime, shift_at, shift_date_at

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
WEEK, WORKDAYS = tuple(range(7)), tuple(range(5))
HOUR = 3600


def pattern(code: str, starts: int, ends: int, weekdays: tuple[int, ...] = WEEK) -> ShiftPattern:
    return ShiftPattern(1, code, {"en": code}, time(starts), time(ends), weekdays)


DAY, NIGHT = pattern("day", 8, 20), pattern("night", 20, 8)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "code", "day"),
    [
        ("2026-11-20 07:59", "night", date(2026, 11, 19)),
        ("2026-11-20 08:00", "day", date(2026, 11, 20)),
        ("2026-11-20 19:59", "day", date(2026, 11, 20)),
        ("2026-11-20 20:00", "night", date(2026, 11, 20)),
        ("2026-11-21 00:00", "night", date(2026, 11, 20)),
        ("2026-11-21 07:59", "night", date(2026, 11, 20)),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_began(moment: str, code: str, day: date) -> None:
    span = shift_at(at(moment), [DAY, NIGHT], SHANGHAI)
    assert span
    assert (span.pattern.code, span.date) == (code, day)
    assert span.starts_at <= at(moment) < span.ends_at
    assert shift_date_at(at(moment), [DAY, NIGHT], SHANGHAI) == day


def test_weekdays_are_those_of_the_start() -> None:
    nights = [pattern("night", 22, 6, WORKDAYS)]
    assert shift_date_at(at("2026-11-21 03:00"), nights, SHANGHAI) == date(2026, 11, 20)
    assert shift_at(at("2026-11-22 03:00"), nights, SHANGHAI) is None
    assert shift_at(at("2026-11-23 03:00"), nights, SHANGHAI) is None


def test_a_holiday_is_off_and_a_worked_saturday_is_on() -> None:
    holiday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    days = ShiftPattern(1, "day", {}, time(8), time(20), WORKDAYS, frozenset({holiday}), frozenset({saturday}))
    assert shift_at(at("2026-11-20 10:00"), [days], SHANGHAI) is None
    assert shift_date_at(at("2026-11-21 10:00"), [days], SHANGHAI) == saturday
    work = WorkingTime([days], SHANGHAI, date(2026, 11, 16), date(2026, 11, 30))
    assert work.after(at("2026-11-19 19:00"), 2 * HOUR) == at("2026-11-21 09:00")


def test_outside_every_shift_the_date_is_that_of_the_wall() -> None:
    early = [pattern("early", 6, 14)]
    moment = datetime.fromisoformat("2026-11-20T18:00:00+00:00")
    assert shift_at(moment, early, SHANGHAI) is None
    assert shift_date_at(moment, early, SHANGHAI) == date(2026, 11, 21)
    assert shift_date_at(moment, [], BERLIN) == date(2026, 11, 20)


def test_where_shifts_overlap_the_later_one_counts() -> None:
    early, late = pattern("early", 6, 15), pattern("late", 14, 23)
    found = shift_at(at("2026-11-20 14:30"), [late, early], SHANGHAI)
    assert found
    assert found.pattern.code == "late"


def test_a_shift_from_eight_to_eight_lasts_a_day() -> None:
    whole = [pattern("whole", 8, 8)]
    assert shift_date_at(at("2026-11-21 07:59"), whole, SHANGHAI) == date(2026, 11, 20)
    assert shift_date_at(at("2026-11-21 08:00"), whole, SHANGHAI) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("night", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-20", 8)], ids=["spring", "autumn", "usual"]
)
def test_a_night_in_which_the_clock_is_set_is_shorter_or_longer(night: str, hours: int) -> None:
    nights = [pattern("night", 22, 6)]
    began = at(f"{night} 22:00", BERLIN)
    span = shift_at(began, nights, BERLIN)
    assert span
    assert (span.ends_at - span.starts_at).total_seconds() == hours * HOUR
    day = date.fromisoformat(night)
    working = WorkingTime(nights, BERLIN, day, day)
    assert working.worked_until(span.ends_at) - working.worked_until(span.starts_at) == hours * HOUR


def test_both_hours_of_an_autumn_night_belong_to_it() -> None:
    nights = [pattern("night", 22, 6)]
    for moment in ("2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"):
        instant = datetime.fromisoformat(moment)
        assert instant.astimezone(BERLIN).hour == 2
        assert shift_date_at(instant, nights, BERLIN) == date(2026, 10, 24)


def work(*patterns: ShiftPattern, zone: ZoneInfo = SHANGHAI) -> WorkingTime:
    return WorkingTime(patterns, zone, date(2026, 11, 1), date(2026, 12, 31))


OFFICE = pattern("office", 8, 16, WORKDAYS)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-20 08:00", 3, "2026-11-20 11:00"),
        ("2026-11-20 15:00", 1, "2026-11-20 16:00"),
        ("2026-11-20 15:00", 2, "2026-11-23 09:00"),
        ("2026-11-20 15:00", 17, "2026-11-24 16:00"),
        ("2026-11-21 12:00", 1, "2026-11-23 09:00"),
    ],
)
def test_work_rests_outside_the_shifts(start: str, hours: int, end: str) -> None:
    assert work(OFFICE).after(at(start), hours * HOUR) == at(end)


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),
        ("2026-11-20 16:00", "2026-11-23 08:00"),
        ("2026-11-21 12:00", "2026-11-23 08:00"),
        ("2026-11-23 08:00", "2026-11-23 08:00"),
    ],
)
def test_work_that_is_given_at_rest_begins_with_the_next_shift(moment: str, begins: str) -> None:
    assert work(OFFICE).after(at(moment), 0) == at(begins)


def test_day_and_night_together_work_always() -> None:
    assert work(DAY, NIGHT).after(at("2026-11-20 19:00"), 30 * HOUR) == at("2026-11-22 01:00")


def test_without_shifts_a_site_works_always() -> None:
    assert work().after(at("2026-11-21 03:00"), 5 * HOUR) == at("2026-11-21 08:00")
    assert work().after(at("2026-11-21 03:00"), 0) == at("2026-11-21 03:00")


def test_the_share_of_a_span_counts_working_time_only() -> None:
    start, end = at("2026-11-20 12:00"), at("2026-11-23 12:00")
    shares = {
        "2026-11-20 11:00": 0,
        "2026-11-20 14:00": 0.25,
        "2026-11-20 16:00": 0.5,
        "2026-11-22 12:00": 0.5,
        "2026-11-23 10:00": 0.75,
        "2026-11-24 12:00": 1,
    }
    assert {moment: work(OFFICE).share(start, end, at(moment)) for moment in shares} == shares


@given(st.integers(min_value=0, max_value=23 * 24 * 60), st.integers(min_value=0, max_value=60 * HOUR))
def test_after_so_much_work_so_much_was_worked(minute: int, seconds: int) -> None:
    working, begin = work(OFFICE, pattern("night", 22, 4, WORKDAYS)), at("2026-11-08 00:00") + timedelta(minutes=minute)
    end = working.after(begin, seconds)
    assert end >= begin
    assert working.worked_until(end) - working.worked_until(begin) == pytest.approx(seconds, abs=0.001)

# SPDX-License-Identifier: Apache-2.0
"""Planned times and forecasts: standard times over the working time of a site."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from lockstep.domains.masterdata.rules import ShiftPattern, WorkingTime
from lockstep.domains.orders.scheduling import Remaining, Slot, Step, forecast_end, forward_pass, in_flow_order
from lockstep.kernel.qty import Qty, pieces

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = 3600
GRINDER, OTHER_GRINDER, LATHE = 1, 2, 3


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=ZONE)


FRIDAY = at("20 08:00")


def shift(starts: int, ends: int, *weekdays: int) -> ShiftPattern:
    return ShiftPattern(1, "s", {}, time(starts), time(ends), weekdays or tuple(range(7)))


def working(*patterns: ShiftPattern) -> WorkingTime:
    return WorkingTime(patterns, ZONE, date(2026, 11, 1), date(2026, 12, 31))


ALWAYS = working()
OFFICE = working(shift(8, 16, 0, 1, 2, 3, 4))


def step(id: int, successor: int | None = None, quantity: float = 60, minutes: float = 1, **more: Any) -> Step:
    values: dict[str, Any] = {"setup_seconds": 0, "stations": (), **more}
    return Step(
        id=id, planned=round(quantity * 10_000), piece_seconds=round(minutes * 60), successor_id=successor, **values
    )


def plan(
    *steps: Step,
    begin: datetime = FRIDAY,
    calendar: WorkingTime = ALWAYS,
    free: dict[int, datetime] | None = None,
    tray: Qty | None = None,
) -> dict[int, list[Slot]]:
    return forward_pass(steps, begin=begin, calendar=calendar, station_free=free or {}, tray=tray)


def span(slots: list[Slot]) -> tuple[datetime, datetime]:
    return min(slot.start for slot in slots), max(slot.end for slot in slots)


def test_predecessors_come_first_in_whatever_order_they_are_given() -> None:
    steps = [step(30), step(10, 20), step(20, 30), step(15, 30)]
    assert [found.id for found in in_flow_order(steps)] == [10, 20, 15, 30]


def test_an_operation_takes_set_up_and_its_pieces() -> None:
    assert span(plan(step(10, setup_seconds=HOUR))[10]) == (FRIDAY, at("20 10:00"))


def test_work_rests_at_night_and_at_the_weekend() -> None:
    assert span(plan(step(10, quantity=600), calendar=OFFICE)[10]) == (FRIDAY, at("23 10:00"))


def test_a_night_shift_works_through_midnight() -> None:
    nights = working(shift(20, 4))
    assert span(plan(step(10, quantity=600), begin=at("20 12:00"), calendar=nights)[10]) == (
        at("20 20:00"),
        at("21 22:00"),
    )


def test_what_is_placed_at_rest_begins_with_the_next_shift() -> None:
    found = plan(step(10), begin=at("21 12:00"), calendar=OFFICE)
    assert span(found[10]) == (at("23 08:00"), at("23 09:00"))


def test_the_next_operation_waits_for_all_pieces_where_there_is_no_tray() -> None:
    found = plan(step(10, 20), step(20))
    assert (span(found[10]), span(found[20])) == (
        (FRIDAY, at("20 09:00")),
        (at("20 09:00"), at("20 10:00")),
    )


def test_the_next_operation_begins_with_the_first_tray() -> None:
    found = plan(step(10, 20), step(20), tray=pieces(10))
    assert span(found[20]) == (at("20 08:10"), at("20 09:10"))


def test_a_faster_operation_does_not_end_before_its_last_tray_has_come() -> None:
    found = plan(step(10, 20), step(20, minutes=0.5), tray=pieces(10))
    assert span(found[20]) == (at("20 08:10"), at("20 09:05"))


def test_an_operation_waits_for_the_slowest_of_its_feeders() -> None:
    found = plan(step(10, 30), step(20, 30, minutes=3), step(30))
    assert span(found[30]) == (at("20 11:00"), at("20 12:00"))


def test_two_stations_share_the_pieces() -> None:
    found = plan(step(10, quantity=61, stations=(GRINDER, OTHER_GRINDER)))
    assert found[10] == [
        Slot(GRINDER, pieces(31), FRIDAY, at("20 08:31")),
        Slot(OTHER_GRINDER, pieces(30), FRIDAY, at("20 08:30")),
    ]


def test_a_part_of_a_unit_stays_whole() -> None:
    found = plan(step(10, quantity=10.5, stations=(GRINDER, OTHER_GRINDER)))
    assert [slot.quantity for slot in found[10]] == [55_000, 50_000]


def test_a_station_takes_one_job_after_the_other() -> None:
    found = plan(step(10, 30, stations=(GRINDER,)), step(20, 30, stations=(GRINDER,)), step(30, stations=(LATHE,)))
    assert span(found[10]) == (FRIDAY, at("20 09:00"))
    assert span(found[20]) == (at("20 09:00"), at("20 10:00"))


def test_a_station_that_is_busy_comes_in_later() -> None:
    found = plan(step(10, stations=(GRINDER, OTHER_GRINDER)), free={GRINDER: at("20 12:00")})
    assert [(slot.start, slot.end) for slot in found[10]] == [
        (at("20 12:00"), at("20 12:30")),
        (FRIDAY, at("20 08:30")),
    ]


def test_a_station_that_was_free_before_the_order_does_not_begin_earlier() -> None:
    found = plan(step(10, stations=(GRINDER,)), free={GRINDER: at("19 12:00")})
    assert span(found[10])[0] == FRIDAY


def test_an_operation_without_standard_times_takes_no_time() -> None:
    found = plan(step(10, 20, minutes=0), step(20))
    assert span(found[10]) == (FRIDAY, FRIDAY)
    assert span(found[20]) == (FRIDAY, at("20 09:00"))


@given(
    st.lists(st.tuples(st.integers(1, 200), st.integers(0, 300), st.integers(0, 7200)), min_size=1, max_size=6),
    st.sampled_from([None, pieces(1), pieces(20), pieces(1000)]),
    st.integers(0, 7 * 24),
)
def test_no_plan_begins_before_the_order_or_ends_before_it_begins(
    chain: list[tuple[int, int, int]], tray: Qty | None, hours: int
) -> None:
    begin = FRIDAY + timedelta(hours=hours)
    steps = [
        Step(place, pieces(quantity), setup, seconds, (), place + 1 if place + 1 < len(chain) else None)
        for place, (quantity, seconds, setup) in enumerate(chain)
    ]
    found = forward_pass(steps, begin=begin, calendar=OFFICE, station_free={}, tray=tray)
    spans = [span(found[place]) for place in range(len(chain))]
    for start, end in spans:
        assert begin <= start <= end
    for (start, end), (next_start, next_end) in pairwise(spans):
        assert next_start >= start
        assert next_end >= end


def left(of: Step, quantity: float, not_before: datetime | None = None) -> Remaining:
    return Remaining(of, round(quantity * 10_000), not_before)


def forecast(*remaining: Remaining, now: datetime = FRIDAY, calendar: WorkingTime = ALWAYS) -> datetime:
    return forecast_end(remaining, now=now, calendar=calendar, tray=pieces(10))


def test_a_forecast_is_what_is_left_of_the_longest_path() -> None:
    quick, slow, last = step(10, 30), step(20, 30, minutes=2), step(30)
    assert forecast(left(quick, 60), left(slow, 30), left(last, 60)) == at("20 09:10")
    assert forecast(left(quick, 60), left(slow, 60), left(last, 60)) == at("20 10:10")


def test_a_forecast_rests_with_the_shifts() -> None:
    assert forecast(left(step(10), 600), calendar=OFFICE) == at("23 10:00")


def test_two_stations_work_at_what_is_left() -> None:
    assert forecast(left(step(10, stations=(0, 1)), 60)) == at("20 08:30")


def test_blocked_work_begins_when_the_block_ends() -> None:
    assert forecast(left(step(10), 60, at("20 12:00"))) == at("20 13:00")
    assert forecast(left(step(10), 60, at("19 12:00"))) == at("20 09:00")


def test_nothing_left_is_done_now() -> None:
    assert forecast(left(step(10, 20), 0), left(step(20), 0, at("25 12:00"))) == FRIDAY
    assert forecast() == FRIDAY


def test_the_last_operation_waits_for_a_tray_of_what_is_still_to_come() -> None:
    assert forecast(left(step(10, 20), 60), left(step(20), 60)) == at("20 09:10")

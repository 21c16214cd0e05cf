# SPDX-License-Identifier: Apache-2.0
"""Shifts and working time. A shift's date is the day on which it starts."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """`ends` at or before `starts` means over midnight. `weekdays` are those of the start, Monday = 0."""

    id: int
    code: str
    name: dict[str, str]
    starts: time
    ends: time
    weekdays: tuple[int, ...]
    off: frozenset[date] = frozenset()
    """Days on which it does not run though its weekday says so: a holiday."""
    extra: frozenset[date] = frozenset()
    """Days on which it runs all the same: a Saturday that is worked."""

    def runs_on(self, day: date) -> bool:
        return day in self.extra or (day.weekday() in self.weekdays and day not in self.off)


@dataclass(frozen=True, slots=True)
class ShiftSpan:
    pattern: ShiftPattern
    date: date
    starts_at: datetime
    ends_at: datetime


def spans_of(pattern: ShiftPattern, day: date, zone: ZoneInfo) -> ShiftSpan:
    end_day = day if pattern.ends > pattern.starts else day + timedelta(days=1)
    return ShiftSpan(
        pattern,
        day,
        datetime.combine(day, pattern.starts, zone).astimezone(UTC),
        datetime.combine(end_day, pattern.ends, zone).astimezone(UTC),
    )


def shift_at(at: datetime, patterns: Sequence[ShiftPattern], zone: ZoneInfo) -> ShiftSpan | None:
    """The shift that runs at an instant; the one that began last where two overlap."""
    today = at.astimezone(zone).date()
    running = [
        span
        for day in (today, today - timedelta(days=1))
        for pattern in patterns
        if pattern.runs_on(day)
        for span in [spans_of(pattern, day, zone)]
        if span.starts_at <= at < span.ends_at
    ]
    return max(running, key=lambda span: span.starts_at, default=None)


def shift_date_at(at: datetime, patterns: Sequence[ShiftPattern], zone: ZoneInfo) -> date:
    """The shift date; outside every shift the calendar date of the site."""
    span = shift_at(at, patterns, zone)
    return span.date if span else at.astimezone(zone).date()


class WorkingTime:
    """Working seconds between instants over a site's shifts. A site without shifts works always."""

    def __init__(self, patterns: Sequence[ShiftPattern], zone: ZoneInfo, first: date, last: date) -> None:
        spans = sorted(
            (span.starts_at.timestamp(), span.ends_at.timestamp())
            for offset in range((last - first).days + 2)
            for day in [first - timedelta(days=1) + timedelta(days=offset)]
            for pattern in patterns
            if pattern.runs_on(day)
            for span in [spans_of(pattern, day, zone)]
        )
        self._starts, self._ends = _merged(spans)
        self._worked = [0.0]
        for start, end in zip(self._starts, self._ends, strict=True):
            self._worked.append(self._worked[-1] + end - start)

    def worked_until(self, at: datetime) -> float:
        moment = at.timestamp()
        if not self._starts:
            return moment
        index = bisect_right(self._starts, moment)
        if index == 0:
            return moment - self._starts[0]
        open_until = self._ends[index - 1]
        worked = self._worked[index] - max(0.0, open_until - moment)
        beyond = max(0.0, moment - self._ends[-1]) if index == len(self._starts) else 0.0
        return worked + beyond

    def after(self, start: datetime, seconds: float) -> datetime:
        """The instant at which so many working seconds have passed since `start`; for none, when work begins."""
        if seconds <= 0:
            return self._working_from(start)
        target = self.worked_until(start) + seconds
        if not self._starts:
            return datetime.fromtimestamp(target, UTC)
        if target <= 0:
            return datetime.fromtimestamp(self._starts[0] + target, UTC)
        index = bisect_right(self._worked, target - 1e-6)
        if index > len(self._starts):
            return datetime.fromtimestamp(self._ends[-1] + target - self._worked[-1], UTC)
        return datetime.fromtimestamp(self._starts[index - 1] + target - self._worked[index - 1], UTC)

    def _working_from(self, start: datetime) -> datetime:
        index = bisect_right(self._starts, start.timestamp())
        resting = index > 0 and start.timestamp() >= self._ends[index - 1]
        if resting and index < len(self._starts):
            return datetime.fromtimestamp(self._starts[index], UTC)
        return start

    def share(self, start: datetime, end: datetime, now: datetime) -> float:
        """How much of the working time from start to end has passed at `now`, 0 to 1."""
        if now <= start:
            return 0.0
        if now >= end:
            return 1.0
        begin, finish = self.worked_until(start), self.worked_until(end)
        if finish <= begin:
            return 1.0
        return min(1.0, max(0.0, (self.worked_until(now) - begin) / (finish - begin)))


def _merged(spans: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    starts: list[float] = []
    ends: list[float] = []
    for start, end in spans:
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise ValueError("shift spans are not in order")
    return starts, ends

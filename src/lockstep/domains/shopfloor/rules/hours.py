# SPDX-License-Identifier: Apache-2.0
"""How long somebody worked, from what they reported and recorded. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Act:
    """A report or a time record of one person. `shift` is its date and, where it is known, when the shift ran."""

    shift_date: date
    began: datetime | None
    ended: datetime
    shift: tuple[datetime, datetime] | None = None


def worked_seconds(acts: Iterable[Act]) -> int:
    """The time that the acts cover, each moment once.

    An act without a beginning lasts from the end of the act before it on the same shift date; the first one
    of a date lasts no time. Nothing counts before or after the shift that a report belongs to.
    """
    seconds = 0.0
    covered_until: datetime | None = None
    for began, ended in sorted(_spans(acts)):
        start = began if covered_until is None else max(began, covered_until)
        if ended > start:
            seconds += (ended - start).total_seconds()
            covered_until = ended
    return round(seconds)


def _spans(acts: Iterable[Act]) -> list[tuple[datetime, datetime]]:
    spans = []
    before: dict[date, datetime] = {}
    for act in sorted(acts, key=lambda act: act.ended):
        began = act.began or before.get(act.shift_date, act.ended)
        before[act.shift_date] = act.ended
        first, last = act.shift or (began, act.ended)
        spans.append((max(began, first), min(act.ended, last)))
    return spans

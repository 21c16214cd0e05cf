# SPDX-License-Identifier: Apache-2.0
"""What counts as missed, and the days between which a morning meeting stands. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from lockstep.kernel.qty import SCALE, Qty

IN_STEP_PER_CENT = 4
"""As the bar shows it: nearer to the plan than this is in step."""

FAR_ENOUGH = 31
Works = Callable[[date], bool]


def is_missed(planned: Qty, made: Qty, whole: Qty) -> bool:
    """`whole`: the scale of the operation's bar."""
    return planned - made > max(whole * IN_STEP_PER_CENT // 100, SCALE)


def last_workday(before: date, works: Works) -> date | None:
    days = (before - timedelta(days=back) for back in range(1, FAR_ENOUGH))
    return next((day for day in days if works(day)), None)


def next_workday(after: date, works: Works) -> date:
    days = (after + timedelta(days=ahead) for ahead in range(1, FAR_ENOUGH))
    return next((day for day in days if works(day)), after + timedelta(days=1))


def per_cent(good: Qty, said: Qty) -> float | None:
    return round(100 * good / said, 1) if said else None

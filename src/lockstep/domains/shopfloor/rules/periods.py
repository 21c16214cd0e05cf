# SPDX-License-Identifier: Apache-2.0
"""The shift dates of a day, a week or a month. Pure."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Period = Literal["day", "week", "month"]


def dates_of(period: Period, day: date) -> tuple[date, date]:
    """The first and the last date; a week begins on Monday."""
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if period == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day, day

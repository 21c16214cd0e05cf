# SPDX-License-Identifier: Apache-2.0
"""The finished orders of the past weeks: which, when, and what happened to each. The same for the same seed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from lockstep.app.demo.acts import Past, Told
from lockstep.app.demo.life import SLOT, Life, Mishaps

SEED = 2611
ORDERS_PER_DAY = 2
MOST_DAYS = 60
ZONE = ZoneInfo("Asia/Shanghai")
SLOT_TIME = timedelta(minutes=SLOT)
LAST_NUMBER, LAST_SALES_ORDER = 175, 50
TYPICAL = (
    ("WP-40", ("C-BQ", "C-YL"), (400, 500, 600, 800)),
    ("EPS-72A", ("C-DMK",), (200, 300, 400)),
    ("EPS-72B", ("C-YL",), (200, 300)),
    ("SA-16", ("C-ST",), (600, 800, 1000)),
    ("BM-28", ("C-YC", "C-BQ"), (300, 400, 600)),
)
"""Product, its customers, the quantities they order."""


def first_slot(now: datetime, days: int) -> datetime:
    """The day shift of the day with which the history begins."""
    return (now.astimezone(ZONE) - timedelta(days=days)).replace(hour=8, minute=0, second=0, microsecond=0)


def day_begin(now: datetime) -> datetime:
    """Of the day shift that began last: with it the plant's day."""
    today = first_slot(now, 0)
    return today if today <= now else today - timedelta(days=1)


def orders_of_the_past(now: datetime, days: int, seed: int = SEED) -> list[Told]:
    """The last one ends shortly before now. A history that is too short for an order has none."""
    rng = Random(seed)  # noqa: S311  a story, no secret
    begin = first_slot(now, days)
    slots = int((now - begin) / SLOT_TIME)
    mishaps = Mishaps(Random(seed + 1))  # noqa: S311
    told: list[Told] = []
    for past in _pasts(rng, days * ORDERS_PER_DAY):
        life = Life(past, rng, mishaps)
        length = life.run()
        if length > slots:
            continue
        share = len(told) / max(1, days * ORDERS_PER_DAY - 1)
        start = begin + round(share * (slots - length)) * SLOT_TIME
        due = start + length * SLOT_TIME + timedelta(hours=rng.choice((-14, 10, 20, 30, 40, 50, 60, 70)))
        told.append(Told(past, start, due.replace(minute=0), tuple(life.acts)))
    return told


def _pasts(rng: Random, count: int) -> Iterator[Past]:
    """Two of them ended short: one in the middle, and the last."""
    for index in range(count):
        product, customers, quantities = rng.choice(TYPICAL)
        back = count - 1 - index
        yield Past(
            number=f"WO-2611-{LAST_NUMBER - back:04}",
            sales_order=f"SO-2610-{LAST_SALES_ORDER + index:04}",
            product=product,
            customer=rng.choice(customers),
            quantity=rng.choice(quantities),
            closed=index in (count // 2, count - 1),
            last=index == count - 1,
        )

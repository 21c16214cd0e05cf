# SPDX-License-Identifier: Apache-2.0
"""What happened in the demonstration plant until now, told through the product's own operations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lockstep.app.demo.current import Made, Order
from lockstep.app.demo.history import day_begin
from lockstep.app.demo.plant import DEFECTS_OF, WORKERS, Step, route_of_product
from lockstep.app.demo.telling import story_id
from lockstep.domains.masterdata.rules import WorkingTime
from lockstep.domains.orders.scheduling import Remaining, forecast_end
from lockstep.domains.orders.scheduling import Step as PlannedStep
from lockstep.kernel.qty import pieces

SLACK_DAYS = {
    "WO-2611-0187": -1.5,
    "WO-2611-0176": -1.1,
    "WO-2611-0183": -0.6,
    "WO-2611-0189": 0.2,
    "WO-2611-0191": 0.6,
    "WO-2611-0194": 1.3,
    "WO-2611-0195": 1.1,
    "WO-2611-0198": 1.3,
    "WO-2611-0199": 1.4,
}
"""How much earlier than its due date each order will be done, as things stand now."""

REPORTS_PER_STEP = 6
EARLY = 0.02
"""Before this share of its time a step has nothing to report."""

OPERATORS = [worker for worker in WORKERS if worker.role == "operator"]


@dataclass(frozen=True, slots=True)
class Act:
    """Something somebody did: a report, and then the inspection of its good pieces."""

    at: datetime
    order: str
    step: str
    station: str
    worker: str
    good: int
    defects: tuple[tuple[str, int, str], ...]
    verified: int

    @property
    def id(self) -> UUID:
        return story_id(self.order, self.step, self.at.isoformat(), self.station)


def plan_of(order: Order, now: datetime, calendar: WorkingTime) -> dict[str, tuple[datetime, datetime]]:
    """Planned times with which the plan is near to what was made until now; ahead of it where an order is late."""
    ahead = 1.25 if SLACK_DAYS[order.number] < 0 else 1.0
    times = {}
    for step in route_of_product(order.product):
        start = _start_of(order, step, now)
        share = min(1.0, ahead * order.made[step.code].total / order.quantity)
        seconds = order.quantity * step.hours * 36
        if share > 0:
            seconds = (calendar.worked_until(now) - calendar.worked_until(start)) / share
        times[step.code] = (start, calendar.after(start, seconds))
    return times


def due_date(
    order: Order, times: dict[str, tuple[datetime, datetime]], now: datetime, calendar: WorkingTime
) -> datetime:
    """The forecast as things stand, and the slack that the story wants."""
    remaining = []
    for step in route_of_product(order.product):
        planned = PlannedStep(
            id=int(step.code),
            planned=pieces(order.quantity),
            setup_seconds=0,
            piece_seconds=int(step.hours * 36),
            stations=tuple(range(len(step.stations))),
            successor_id=int(step.successor) if step.successor else None,
        )
        made = order.made[step.code].total
        remaining.append(Remaining(planned, pieces(order.quantity - made), None if made else times[step.code][0]))
    end = forecast_end(remaining, now=now, calendar=calendar, tray=None)
    return (end + timedelta(days=SLACK_DAYS[order.number])).replace(second=0, microsecond=0)


DEPTH = {"10": 0, "30": 1, "40": 1, "20": 1, "50": 3, "60": 4, "70": 5, "80": 6}
"""How late in the life of an order a step begins, in ninths."""


def _start_of(order: Order, step: Step, now: datetime) -> datetime:
    began = now - timedelta(days=order.started_days_ago)
    if not order.made[step.code].total:
        return now + timedelta(hours=8 + 8 * DEPTH[step.code])
    return began + (now - began) * (DEPTH[step.code] / 9)


def acts_of(order: Order, now: datetime) -> Iterator[Act]:
    """Reports spread over the time since the order began; later steps begin later. What was made until the end of
    yesterday was reported by then."""
    for step in route_of_product(order.product):
        made = order.made[step.code]
        if made.total:
            yield from _acts_of_step(order, step, made, _start_of(order, step, now), now)


def _acts_of_step(order: Order, step: Step, made: Made, start: datetime, now: datetime) -> Iterator[Act]:
    times = min(REPORTS_PER_STEP, made.total)
    whole = good_left = made.good + made.waiting + made.hold
    verified_left = made.good + made.hold
    moments = [(turn + 0.9) / times for turn in range(times)]
    yesterday = _yesterday_within(moments, (day_begin(now) - start) / (now - start))
    with_defects = times - 1 if yesterday is None or int(step.code) % 20 else yesterday
    for turn in range(times):
        # The last report has all the rest, even if nothing was reported since yesterday.
        until_then = moments[turn] if turn == yesterday and turn < times - 1 else (turn + 1) / times
        good = max(0, round(whole * until_then) - (whole - good_left))
        verified = min(verified_left, good)
        good_left, verified_left = good_left - good, verified_left - verified
        yield Act(
            at=start + (now - start) * moments[turn] - timedelta(minutes=7),
            order=order.number,
            step=step.code,
            station=step.stations[turn % len(step.stations)],
            worker=OPERATORS[(int(step.code) // 10 + turn) % len(OPERATORS)].code,
            good=good,
            defects=_defects(step.code, made) if turn == with_defects else (),
            verified=verified if step.acceptance != "none" else 0,
        )


def _yesterday_within(moments: list[float], ended: float) -> int | None:
    """Moves the last moment of yesterday to its end, and says which it is."""
    if not EARLY < ended < 1:
        return None
    turn = max((index for index, moment in enumerate(moments) if moment <= ended), default=0)
    moments[turn] = ended
    return turn


def _defects(step: str, made: Made) -> tuple[tuple[str, int, str], ...]:
    """Scrapped and reworked pieces with codes that go with the step."""
    first, second = DEFECTS_OF[step][0], DEFECTS_OF[step][1]
    lines = ((first, made.rework, "rework"), (second, made.scrap, "scrap"))
    return tuple(line for line in lines if line[1])

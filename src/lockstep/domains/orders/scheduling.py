# SPDX-License-Identifier: Apache-2.0
"""Planned times: a forward pass of standard times over the working time of the site. Pure.

An operation may begin when its predecessors have handed over their first tray, and cannot end before
their last tray has passed through it. Stations take one job after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lockstep.kernel.qty import SCALE, Qty


class Calendar(Protocol):
    def after(self, start: datetime, seconds: float) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Step:
    """`stations` share the quantity evenly."""

    id: int
    planned: Qty
    setup_seconds: int
    piece_seconds: int
    stations: tuple[int, ...]
    successor_id: int | None


@dataclass(frozen=True, slots=True)
class Slot:
    station_id: int | None
    quantity: Qty
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class _Times:
    start: datetime
    end: datetime


def forward_pass(
    steps: Sequence[Step],
    *,
    begin: datetime,
    calendar: Calendar,
    station_free: Mapping[int, datetime],
    tray: Qty | None,
) -> dict[int, list[Slot]]:
    """Slots per step. `steps` stand in an order in which predecessors come before their successors."""
    free = dict(station_free)
    times: dict[int, _Times] = {}
    slots: dict[int, list[Slot]] = {}
    for step in in_flow_order(steps):
        feeding = [other for other in steps if other.successor_id == step.id]
        first_tray = [
            calendar.after(times[other.id].start, other.setup_seconds + _tray_seconds(other, tray)) for other in feeding
        ]
        last_tray = [calendar.after(times[other.id].end, _tray_seconds(step, tray)) for other in feeding]
        earliest, not_before_end = max([begin, *first_tray]), max([begin, *last_tray])
        slots[step.id] = _place(step, earliest, not_before_end, calendar, free)
        times[step.id] = _Times(min(slot.start for slot in slots[step.id]), max(slot.end for slot in slots[step.id]))
    return slots


def in_flow_order(steps: Sequence[Step]) -> list[Step]:
    """Predecessors before their successors."""
    feeding: dict[int, list[Step]] = {}
    for step in steps:
        if step.successor_id is not None:
            feeding.setdefault(step.successor_id, []).append(step)
    ordered: list[Step] = []

    def visit(step: Step) -> None:
        for before in feeding.get(step.id, []):
            visit(before)
        ordered.append(step)

    for step in steps:
        if step.successor_id is None:
            visit(step)
    return ordered


def _tray_seconds(step: Step, tray: Qty | None) -> float:
    quantity = min(step.planned, tray) if tray else step.planned
    return step.piece_seconds * quantity / SCALE / max(1, len(step.stations))


def _place(
    step: Step, earliest: datetime, not_before_end: datetime, calendar: Calendar, free: dict[int, datetime]
) -> list[Slot]:
    stations: tuple[int | None, ...] = step.stations or (None,)
    placed = []
    for index, station in enumerate(stations):
        quantity = _part(step.planned, index, len(stations))
        start = max(earliest, free[station]) if station is not None and station in free else earliest
        start = calendar.after(start, 0)
        seconds = step.setup_seconds + step.piece_seconds * quantity / SCALE
        end = max(calendar.after(start, seconds), not_before_end)
        placed.append(Slot(station, quantity, start, end))
        if station is not None:
            free[station] = end
    return placed


def _part(planned: Qty, index: int, parts: int) -> Qty:
    """An even share in whole units; the first stations take what is left over."""
    units, rest = divmod(planned // SCALE, parts)
    share = (units + (1 if index < rest else 0)) * SCALE
    return share + planned % SCALE if index == 0 else share


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a step at this moment."""

    step: Step
    left: Qty
    not_before: datetime | None


def forecast_end(remaining: Sequence[Remaining], *, now: datetime, calendar: Calendar, tray: Qty | None) -> datetime:
    """When the last piece leaves the last step, along the longest remaining path.

    A step needs at least the time of what is left of it, and ends one tray after its predecessors.
    """
    by_id = {one.step.id: one for one in remaining}
    ends: dict[int, datetime] = {}
    for step in in_flow_order([one.step for one in remaining]):
        rest = by_id[step.id]
        begin = max(now, rest.not_before) if rest.not_before else now
        own = step.piece_seconds * rest.left / SCALE / max(1, len(step.stations))
        end = calendar.after(begin, own) if rest.left > 0 else now
        before = [ends[one.step.id] for one in remaining if one.step.successor_id == step.id]
        if rest.left > 0 and before:
            end = max(end, calendar.after(max(before), min(own, _tray_seconds(step, tray))))
        ends[step.id] = max([end, *before])
    return max(ends.values(), default=now)

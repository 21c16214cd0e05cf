# SPDX-License-Identifier: Apache-2.0
"""Which status follows which: by command for an operation, derived from its operations for an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import Qty


class OrderStatus(StrEnum):
    PLANNED = "planned"
    RELEASED = "released"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    SHORT_CLOSED = "short_closed"
    CANCELLED = "cancelled"


class Progress(StrEnum):
    """The progress of an operation; its quality status is derived, never kept."""

    PLANNED = "planned"
    RELEASED = "released"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"


ENDED = frozenset({OrderStatus.SHORT_CLOSED, OrderStatus.CANCELLED})
"""An ended order takes no more reports; what was done is parked until a person decides."""

PROGRESS_TRANSITIONS: dict[Progress, frozenset[Progress]] = {
    Progress.PLANNED: frozenset({Progress.RELEASED}),
    Progress.RELEASED: frozenset({Progress.RUNNING}),
    Progress.RUNNING: frozenset({Progress.PAUSED, Progress.COMPLETED}),
    Progress.PAUSED: frozenset({Progress.RUNNING, Progress.COMPLETED}),
    Progress.COMPLETED: frozenset({Progress.RUNNING}),
}
"""By command; what reports and corrections do to progress is `progress_after`."""


class WrongProgress(LockstepError):
    code = "wrong_progress"
    message = "Operation {operation} is {current}; it cannot become {wanted}."


def next_progress(operation: str, current: Progress, wanted: Progress) -> Progress:
    if wanted not in PROGRESS_TRANSITIONS[current]:
        raise WrongProgress(operation=operation, current=current.value, wanted=wanted.value)
    return wanted


def progress_after(current: Progress, made: Qty, planned: Qty) -> Progress:
    """What an operation is after a report or correction: a report implies the start, and reaching the
    plan the completion; a correction below the plan opens it again."""
    if made <= 0:
        return Progress.RELEASED if current in (Progress.RUNNING, Progress.COMPLETED) else current
    if made >= planned:
        return Progress.COMPLETED
    return Progress.RUNNING


@dataclass(frozen=True, slots=True)
class OrderQuantities:
    """What decides about an order's end."""

    started: bool
    last_complete: bool
    undecided: Qty
    """waiting + hold + rework over all operations"""


def order_status_after(current: OrderStatus, quantities: OrderQuantities) -> OrderStatus:
    if current in ENDED or current is OrderStatus.PLANNED:
        return current
    if quantities.last_complete and quantities.undecided == 0:
        return OrderStatus.COMPLETED
    if quantities.started:
        return OrderStatus.PAUSED if current is OrderStatus.PAUSED else OrderStatus.RUNNING
    return OrderStatus.RELEASED


def planned_quantities(
    steps: Mapping[str, tuple[str | None, Qty, Qty, Qty | None]], quantity: Qty, decimals: int
) -> dict[str, Qty]:
    """Pieces to make at each operation: what its successor needs of it, unless the order says otherwise.

    `steps` by code: successor, per, batch, and the order's own word. Nobody makes a part of the smallest unit:
    100 blanks of 12 from a sheet take 9 sheets.
    """
    unit = 10 ** (4 - decimals)
    found: dict[str, Qty] = {}

    def of(code: str) -> Qty:
        if code not in found:
            after, per, batch, said = steps[code]
            needed = quantity if after is None else -(-of(after) * per // (batch * unit)) * unit
            found[code] = said or needed
        return found[code]

    return {code: of(code) for code in steps}

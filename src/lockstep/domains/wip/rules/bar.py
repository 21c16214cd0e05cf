# SPDX-License-Identifier: Apache-2.0
"""Figures derived from the cells: the quality status, the order's bar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from lockstep.domains.wip.rules.cells import Counts
from lockstep.domains.wip.rules.ledger import Operation
from lockstep.kernel.qty import Qty, pieces

Hours = Decimal | Fraction | float
PERCENT_100: Final[Qty] = pieces(100)
COLOURS: Final = ("good", "waiting", "hold", "rework", "scrap")


class QualityStatus(StrEnum):
    ON_HOLD = "on_hold"
    FAILED = "failed"
    IN_INSPECTION = "in_inspection"
    DUE = "due"
    CONCEDED = "conceded"
    PASSED = "passed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OrderBar:
    """Colours in percent (ten-thousandths), never above 100 together; the words in pieces of the product."""

    good: Qty
    waiting: Qty
    hold: Qty
    rework: Qty
    scrap: Qty
    weighted: bool
    """By standard hours; otherwise all operations weigh the same."""
    ordered: Qty
    network: "_Network" = field(repr=False)

    @property
    def deliverable(self) -> Qty:
        """Ready or gone at the last operation."""
        counts = [self.network.counts[operation.id] for operation in self.network.last]
        return min((count.ready + count.gone for count in counts), default=0)

    @property
    def possible(self) -> Qty:
        """What still becomes deliverable if every piece that is not scrapped turns out good."""
        found = _possible(self.network)
        return min((found[operation.id] for operation in self.network.last), default=0)

    @property
    def shortage(self) -> Qty:
        return max(0, self.ordered - self.possible)


def quality_status(
    counts: Counts,
    planned: Qty,
    has_failed: bool,
    *,
    claimed: Qty = 0,
    conceded: bool = False,
    inspected: bool = True,
) -> QualityStatus:
    """The worst that can be said now. An operation has passed when all of its plan is made and verified.

    It has failed from a rejection until a later verdict accepts, or until the rejected pieces are released,
    sorted or conceded; what becomes scrap or rework puts nothing right.
    """
    if counts.hold > 0:
        return QualityStatus.ON_HOLD
    if has_failed:
        return QualityStatus.FAILED
    if claimed > 0:
        return QualityStatus.IN_INSPECTION
    if counts.waiting + counts.urgent > 0:
        return QualityStatus.DUE
    if conceded:
        return QualityStatus.CONCEDED
    passed = inspected and 0 < planned <= counts.made
    return QualityStatus.PASSED if passed else QualityStatus.NONE


def order_bar(operations: Iterable[Operation], standard_hours: Mapping[int, Hours], ordered: Qty) -> OrderBar:
    """Each piece once, in the colour of where it lies, weighted with the work that it has passed.

    `standard_hours` are per piece of the operation. Rework operations have no share.
    """
    network = _Network(operation for operation in operations if operation.kind == "normal")
    work = _Work(network, standard_hours)
    good = waiting = hold = rework = scrap = 0.0
    for key, operation in network.operations.items():
        passed, counts = work.passed(operation), network.counts[key]
        # What went on is counted where it is; only the last operation keeps it.
        delivered = counts.gone if operation.successor_id is None else 0
        good += passed * (max(0, counts.ready) + delivered)
        waiting += passed * counts.waiting
        hold += passed * counts.hold
        rework += passed * counts.rework
        scrap += passed * counts.scrap
    planned_work = ordered * sum(work.passed(operation) for operation in network.last)
    whole = max(planned_work, good + waiting + hold + rework + scrap)
    return OrderBar(
        good=_percent(good, whole),
        waiting=_percent(waiting, whole),
        hold=_percent(hold, whole),
        rework=_percent(rework, whole),
        scrap=_percent(scrap, whole),
        weighted=work.weighted,
        ordered=ordered,
        network=network,
    )


def _percent(share: float, whole: float) -> Qty:
    """Rounded down, so that the colours together never exceed the whole; a whole number of per cent stays one."""
    return int(PERCENT_100 * share / whole + 1e-6) if whole else 0


class _Network:
    def __init__(self, operations: Iterable[Operation]) -> None:
        self.operations = {operation.id: operation for operation in operations}
        self.counts = {key: operation.counts() for key, operation in self.operations.items()}
        self.last = [one for one in self.operations.values() if one.successor_id not in self.operations]
        self.ratio = {operation.id: 1.0 for operation in self.last}
        """Pieces of each operation in one piece of the product; an operation stands before its inputs."""
        following = list(self.last)
        for operation in following:
            for edge in operation.predecessors:
                self.ratio[edge.operation_id] = self.ratio[operation.id] * edge.per / edge.batch
                following.append(self.operations[edge.operation_id])


class _Work:
    """Work that a piece of each operation embodies, its own and that of all its inputs."""

    def __init__(self, network: _Network, hours: Mapping[int, Hours]) -> None:
        known = {key: float(hours[key]) * ratio for key, ratio in network.ratio.items() if hours.get(key)}
        self.weighted = bool(known)
        usual = sum(known.values()) / len(known) if known else 1.0
        self._passed: dict[int, float] = {}
        of_product: dict[int, float] = {}
        for key in reversed(network.ratio):
            content = known.get(key, usual)
            for edge in network.operations[key].predecessors:
                content += of_product[edge.operation_id]
            of_product[key] = content
            self._passed[key] = content / network.ratio[key]

    def passed(self, operation: Operation) -> float:
        return self._passed[operation.id]


def _possible(network: _Network) -> dict[int, Qty]:
    """Pieces of each operation that are good or may still turn out good, its inputs' among them."""
    found: dict[int, Qty] = {}
    for key in reversed(network.ratio):
        operation, counts = network.operations[key], network.counts[key]
        made = counts.made
        alive = counts.ready + counts.waiting + counts.hold + counts.rework
        if operation.successor_id is None:
            alive += counts.gone
        if operation.predecessors:
            edges = operation.predecessors
            coming = min(edge.makes(edge.needed(made) + found[edge.operation_id]) for edge in edges) - made
        else:
            coming = max(0, operation.issued - made)
        found[key] = alive + coming
    return found

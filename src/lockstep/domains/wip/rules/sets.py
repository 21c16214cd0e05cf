# SPDX-License-Identifier: Apache-2.0
"""Complete sets: where branches meet, the one that brings the least decides how many can be put together."""

from dataclasses import dataclass

from lockstep.domains.wip.rules.available import available, covered
from lockstep.domains.wip.rules.ledger import Ledger, Operation
from lockstep.kernel.qty import SCALE, Qty


@dataclass(frozen=True, slots=True)
class Sets:
    """In pieces of the operation where the branches meet."""

    operation_id: int
    possible: Qty
    """How many more can be made now."""
    branches: dict[int, Qty]
    """By predecessor: how many its pieces suffice for, with those that went in before."""

    @property
    def complete(self) -> Qty:
        """Made already, or possible now."""
        return min(self.branches.values())

    @property
    def short(self) -> list[int]:
        """The predecessors that bring the least; none where all bring the same."""
        most = max(self.branches.values())
        return [key for key, covers in self.branches.items() if covers == self.complete < most]


def sets_at(ledger: Ledger, operation: Operation) -> Sets | None:
    """Nothing to put together where fewer than two operations lead here."""
    if len(operation.predecessors) < 2:
        return None
    step = SCALE // int(10**operation.decimals)
    return Sets(
        operation_id=operation.id,
        possible=available(ledger, operation),
        branches={
            before.id: max(0, covered(ledger, operation, edge, before)) // step * step
            for edge, before in ledger.inputs(operation)
        },
    )

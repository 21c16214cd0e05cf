# SPDX-License-Identifier: Apache-2.0
"""Events 3 and 4: an inspection claims its pieces when it is asked for; its verdict is about those only."""

from dataclasses import dataclass, field
from typing import Literal

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.ledger import Case, InspectionClaim, Ledger, Operation
from lockstep.domains.wip.rules.refusals import InspectionClosed, OverInspected
from lockstep.domains.wip.rules.spread import free, need_free, need_quantity, spread
from lockstep.kernel.qty import Qty, show_qty


@dataclass(slots=True)
class Verdict:
    cases: list[Case] = field(default_factory=list)
    urgent: Qty = 0
    """Pieces that had moved on before: after a rejection the caller holds them where they are now."""


def claim(ledger: Ledger, operation_id: int, here: Qty, urgent: Qty = 0) -> InspectionClaim:
    operation = ledger.operations[operation_id]
    need_quantity(operation, here, urgent)
    need_free(ledger, operation, Cell.WAITING, here)
    need_free(ledger, operation, Cell.URGENT, urgent)
    asked = InspectionClaim(None, operation.id, here, urgent)
    ledger.claims.append(asked)
    return asked


def verdict(ledger: Ledger, claim: InspectionClaim, accept: bool, found: Qty = 0, destroyed: Qty = 0) -> Verdict:
    """Accepted: bad pieces to hold, destroyed ones to scrap, the others ready.

    Rejected: all of it to hold as it is; its case decides on every piece, the destroyed ones too.
    """
    operation = ledger.operations[claim.operation_id]
    if not claim.open:
        raise InspectionClosed(operation=operation.code, claim_id=claim.id)
    claim.open = False
    return _decide(ledger, operation, claim, accept, found, destroyed, None)


def judge(
    ledger: Ledger,
    operation_id: int,
    quantity: Qty,
    accept: bool,
    found: Qty = 0,
    destroyed: Qty = 0,
    lot_id: int | None = None,
) -> Verdict:
    """Claim and verdict in one: the unclaimed pieces that wait here, then those that moved on unverified."""
    operation = ledger.operations[operation_id]
    need_quantity(operation, quantity)
    here = min(quantity, free(ledger, operation, Cell.WAITING, lot_id))
    urgent = min(quantity - here, free(ledger, operation, Cell.URGENT, lot_id))
    need_free(ledger, operation, Cell.WAITING, quantity - urgent, lot_id)
    asked = InspectionClaim(None, operation.id, here, urgent, open=False)
    return _decide(ledger, operation, asked, accept, found, destroyed, lot_id)


def _decide(
    ledger: Ledger,
    operation: Operation,
    claim: InspectionClaim,
    accept: bool,
    found: Qty,
    destroyed: Qty,
    lot_id: int | None,
) -> Verdict:
    result = Verdict(urgent=claim.urgent)
    if accept:
        _check_found(operation, claim.here, found, destroyed)
        result.cases = _quarantine(ledger, operation, found, "ng", lot_id)
        spread(ledger, operation, Cell.WAITING, Cell.SCRAP, destroyed, lot_id)
        spread(ledger, operation, Cell.WAITING, Cell.READY, claim.here - found - destroyed, lot_id)
    else:
        result.cases = _quarantine(ledger, operation, claim.here, "waiting", lot_id)
    spread(ledger, operation, Cell.URGENT, Cell.GONE, claim.urgent, lot_id)
    return result


def _check_found(operation: Operation, here: Qty, found: Qty, destroyed: Qty) -> None:
    if min(found, destroyed) < 0 or found + destroyed > here:
        raise OverInspected(operation=operation.code, wanted=show_qty(found + destroyed), there=show_qty(here))


def _quarantine(
    ledger: Ledger, operation: Operation, q: Qty, origin: Literal["waiting", "ng"], lot_id: int | None
) -> list[Case]:
    return [
        ledger.open_case(Case(None, operation.id, lot, origin, "inspection", share, share))
        for lot, share in spread(ledger, operation, Cell.WAITING, Cell.HOLD, q, lot_id)
    ]

# SPDX-License-Identifier: Apache-2.0
import pytest

from lockstep.domains.wip.rules.available import available, in_rework_route
from lockstep.domains.wip.rules.correct import correct
from lockstep.domains.wip.rules.laws import check
from lockstep.domains.wip.rules.ledger import Ledger
from lockstep.domains.wip.rules.refusals import (
    InReworkRoute,
    NoQuantity,
    NotLastOperation,
    OverAvailable,
    PiecesMovedOn,
)
from lockstep.domains.wip.rules.report import report
from lockstep.domains.wip.rules.rework import rework_result
from lockstep.domains.wip.rules.stock import back_from_stock, to_stock
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import REWORK, SCRAP, cells, feed, ng, operation, route, stored_report


def with_rework() -> Ledger:
    """Ten pieces in rework at operation 1; the rework route is 91, 92."""
    ledger = route(operation(1), operation(2))
    report(ledger, 1, good=pieces(10), ng=[ng(10, REWORK)])
    strip, paint = (operation(number, kind="rework", parent_id=1) for number in (91, 92))
    feed(strip, paint)
    ledger.operations |= {91: strip, 92: paint}
    return ledger


def test_reworked_pieces_wait_for_inspection_again() -> None:
    ledger = with_rework()
    (case,) = rework_result(ledger, 1, pieces(5), pieces(2), pieces(1))
    assert cells(ledger, 1) == {"ready": 10, "waiting": 5, "rework": 2, "scrap": 2, "hold": 1}
    assert (case.origin, case.source, case.open) == ("ng", "rework", pieces(1))
    check(ledger, {1: pieces(20)})


def test_no_more_comes_out_of_rework_than_is_in_it() -> None:
    ledger = with_rework()
    with pytest.raises(PiecesMovedOn):
        rework_result(ledger, 1, pieces(8), pieces(2), pieces(1))
    with pytest.raises(NoQuantity):
        rework_result(ledger, 1, 0)
    with pytest.raises(NoQuantity):
        rework_result(ledger, 1, pieces(3), pieces(-1))


def test_rework_is_taken_from_the_lots_in_order() -> None:
    ledger = with_rework()
    report(ledger, 1, good=0, ng=[ng(4, REWORK)], lot_id=11)
    rework_result(ledger, 1, pieces(11), pieces(1))
    assert cells(ledger, 1, 0) == {"ready": 10, "waiting": 10}
    assert cells(ledger, 1, 11) == {"waiting": 1, "scrap": 1, "rework": 2}


def test_the_rework_route_starts_what_lies_in_rework() -> None:
    ledger = with_rework()
    strip, paint = ledger.operations[91], ledger.operations[92]
    report(ledger, 91, good=pieces(6))
    assert available(ledger, strip) == pieces(4)
    assert available(ledger, paint) == pieces(6)
    report(ledger, 92, good=pieces(5))
    assert in_rework_route(ledger, ledger.operations[1]) == pieces(6)
    to_stock(ledger, 92, pieces(5))
    rework_result(ledger, 1, pieces(5))
    assert cells(ledger, 1) == {"ready": 10, "waiting": 5, "rework": 5}
    assert available(ledger, strip) == pieces(4)
    with pytest.raises(OverAvailable):
        report(ledger, 91, good=pieces(5))
    check(ledger, {1: pieces(20), 91: pieces(6), 92: pieces(5)})


def test_ng_that_is_in_the_rework_route_does_not_come_back() -> None:
    ledger = route(operation(1), operation(2))
    lines = [ng(10, REWORK)]
    was = stored_report(ledger, report(ledger, 1, good=0, ng=lines), 0, lines)
    ledger.operations[91] = operation(91, kind="rework", parent_id=1)
    report(ledger, 91, good=pieces(6))
    with pytest.raises(InReworkRoute) as refusal:
        correct(ledger, 1, was=was, good=0, ng=[ng(5, REWORK), ng(5, SCRAP)])
    assert refusal.value.params == {"wanted": 5, "there": 4, "operation": "OP1"}


def test_the_last_operation_delivers_to_stock_and_takes_back() -> None:
    ledger = route(operation(1))
    report(ledger, 1, good=pieces(6), lot_id=11)
    report(ledger, 1, good=pieces(4), lot_id=12)
    to_stock(ledger, 1, pieces(8))
    assert cells(ledger, 1) == {"ready": 2, "gone": 8}
    check(ledger, {1: pieces(10)})
    back_from_stock(ledger, 1, pieces(3), lot_id=11)
    assert cells(ledger, 1, 11) == {"ready": 3, "gone": 3}
    assert ledger.operations[1].stocked == pieces(5)
    check(ledger, {1: pieces(10)})


def test_no_more_is_delivered_than_is_ready_or_taken_back_than_was_delivered() -> None:
    ledger = route(operation(1))
    report(ledger, 1, good=pieces(6))
    with pytest.raises(PiecesMovedOn):
        to_stock(ledger, 1, pieces(7))
    with pytest.raises(PiecesMovedOn):
        back_from_stock(ledger, 1, pieces(1))


def test_only_the_last_operation_delivers() -> None:
    ledger = with_rework()
    with pytest.raises(NotLastOperation) as refusal:
        to_stock(ledger, 1, pieces(1))
    assert refusal.value.params == {"operation": "OP1", "next_operation": "OP2"}

# SPDX-License-Identifier: Apache-2.0
import pytest

from lockstep.domains.wip.rules.inspection import claim, judge, verdict
from lockstep.domains.wip.rules.laws import check
from lockstep.domains.wip.rules.ledger import Ledger
from lockstep.domains.wip.rules.refusals import (
    InspectionClosed,
    NoQuantity,
    OverInspected,
    PiecesMovedOn,
    UnderInspection,
)
from lockstep.domains.wip.rules.report import report
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import AFTER_REPORT, WARN, cells, operation, route


def inspected(good: int = 10, used: int = 0) -> Ledger:
    """`good` pieces reported, `used` of them moved on as urgent."""
    ledger = route(operation(1, AFTER_REPORT), operation(2))
    report(ledger, 1, good=pieces(good))
    if used:
        report(ledger, 2, good=pieces(used))
    return ledger


def test_an_accepted_lot_is_ready_without_what_was_bad_or_destroyed() -> None:
    ledger = inspected()
    done = verdict(ledger, claim(ledger, 1, pieces(8)), True, pieces(2), pieces(1))
    assert cells(ledger, 1) == {"ready": 5, "waiting": 2, "hold": 2, "scrap": 1}
    assert [(case.origin, case.source, case.open) for case in done.cases] == [("ng", "inspection", pieces(2))]
    check(ledger, {1: pieces(10)})


def test_a_rejected_lot_goes_to_hold_and_can_be_sorted() -> None:
    ledger = inspected()
    done = verdict(ledger, claim(ledger, 1, pieces(8)), False, pieces(2))
    assert cells(ledger, 1) == {"waiting": 2, "hold": 8}
    assert [(case.origin, case.open) for case in done.cases] == [("waiting", pieces(8))]


@pytest.mark.parametrize("accept", [True, False])
def test_the_urgent_part_is_verified_where_it_is(accept: bool) -> None:
    ledger = inspected(used=6)
    done = verdict(ledger, claim(ledger, 1, pieces(4), pieces(6)), accept)
    assert cells(ledger, 1) == {"gone": 6, ("ready" if accept else "hold"): 4}
    assert done.urgent == pieces(6)


def test_a_verdict_is_about_claimed_pieces_not_about_all_that_waits() -> None:
    ledger = inspected()
    asked = claim(ledger, 1, pieces(6))
    report(ledger, 1, good=pieces(10))
    verdict(ledger, asked, True)
    assert cells(ledger, 1) == {"ready": 6, "waiting": 14}


def test_claimed_pieces_are_claimed_once() -> None:
    ledger = inspected()
    claim(ledger, 1, pieces(6))
    with pytest.raises(UnderInspection):
        claim(ledger, 1, pieces(5))
    with pytest.raises(UnderInspection):
        judge(ledger, 1, pieces(5), True)


def test_claimed_pieces_do_not_move_on() -> None:
    ledger = inspected()
    claim(ledger, 1, pieces(6))
    ledger.operations[2].input_rule = WARN
    booked = report(ledger, 2, good=pieces(5))
    assert booked.over == pieces(1)
    assert cells(ledger, 1) == {"ready": -1, "gone": 1, "waiting": 6, "urgent": 4}


def test_more_than_waits_is_not_there() -> None:
    ledger = inspected()
    with pytest.raises(PiecesMovedOn):
        claim(ledger, 1, pieces(11))
    with pytest.raises(PiecesMovedOn):
        claim(ledger, 1, 0, pieces(1))
    with pytest.raises(NoQuantity):
        claim(ledger, 1, 0, 0)


def test_a_verdict_is_given_once() -> None:
    ledger = inspected()
    asked = claim(ledger, 1, pieces(6))
    verdict(ledger, asked, True)
    with pytest.raises(InspectionClosed):
        verdict(ledger, asked, False)


def test_bad_and_destroyed_pieces_are_part_of_the_lot() -> None:
    ledger = inspected()
    with pytest.raises(OverInspected):
        verdict(ledger, claim(ledger, 1, pieces(2)), True, pieces(2), pieces(1))


def test_judging_takes_waiting_pieces_first_and_then_urgent_ones() -> None:
    ledger = inspected(used=6)
    done = judge(ledger, 1, pieces(7), True, found=pieces(1))
    assert cells(ledger, 1) == {"ready": 3, "gone": 3, "urgent": 3, "hold": 1}
    assert done.urgent == pieces(3)
    assert ledger.claims == []


def test_judging_one_lot_leaves_the_others() -> None:
    ledger = inspected(good=3)
    report(ledger, 1, good=pieces(5), lot_id=11)
    judge(ledger, 1, pieces(4), False, lot_id=11)
    assert cells(ledger, 1, 11) == {"waiting": 1, "hold": 4}
    with pytest.raises(PiecesMovedOn):
        judge(ledger, 1, pieces(2), True, lot_id=11)
    assert [case.lot_id for case in ledger.cases] == [11]


def test_without_a_lot_the_rows_are_taken_in_order() -> None:
    ledger = inspected(good=3)
    report(ledger, 1, good=pieces(5), lot_id=11)
    judge(ledger, 1, pieces(6), False)
    assert [(case.lot_id, case.open) for case in ledger.cases] == [(0, pieces(3)), (11, pieces(3))]

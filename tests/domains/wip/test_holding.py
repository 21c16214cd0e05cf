# SPDX-License-Identifier: Apache-2.0
import pytest

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.holding import dispose, hold, release
from lockstep.domains.wip.rules.inspection import claim
from lockstep.domains.wip.rules.laws import check
from lockstep.domains.wip.rules.ledger import Ledger
from lockstep.domains.wip.rules.refusals import (
    NeedsJudgement,
    NoQuantity,
    OverCase,
    PiecesMovedOn,
    UnderInspection,
)
from lockstep.domains.wip.rules.report import report
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import (
    BEFORE_TRANSFER,
    NONE,
    PENDING,
    WARN,
    cells,
    ng,
    operation,
    route,
    store,
)


def made(acceptance=NONE, good: int = 10, **lots: int) -> Ledger:
    ledger = route(operation(1, acceptance), operation(2, rule=WARN))
    report(ledger, 1, good=pieces(good))
    for lot, quantity in lots.items():
        report(ledger, 1, good=pieces(quantity), lot_id=int(lot.removeprefix("lot")))
    store(ledger)
    return ledger


def test_held_pieces_remember_where_they_came_from() -> None:
    for acceptance, cell in ((NONE, Cell.READY), (BEFORE_TRANSFER, Cell.WAITING)):
        ledger = made(acceptance)
        (case,) = hold(ledger, 1, cell, pieces(4))
        assert (case.origin, case.source, case.id) == (cell.value, "hold", None)
        release(ledger, case, pieces(4))
        assert cells(ledger, 1) == {cell.value: 10}
        assert (case.open, case.released) == (0, pieces(4))


def test_only_pieces_that_lie_here_are_held() -> None:
    ledger = made()
    report(ledger, 2, good=pieces(8))
    with pytest.raises(PiecesMovedOn) as refusal:
        hold(ledger, 1, Cell.READY, pieces(3))
    assert refusal.value.params["there"] == 2
    assert refusal.value.params["next_operation"] == "OP2"


def test_an_operation_that_runs_short_has_nothing_to_hold() -> None:
    ledger = made()
    report(ledger, 2, good=pieces(12))
    with pytest.raises(PiecesMovedOn):
        hold(ledger, 1, Cell.READY, pieces(1))


def test_pieces_under_inspection_are_not_held() -> None:
    ledger = made(BEFORE_TRANSFER)
    claim(ledger, 1, pieces(8))
    with pytest.raises(UnderInspection):
        hold(ledger, 1, Cell.WAITING, pieces(3))


def test_a_hold_over_lots_opens_a_case_for_each() -> None:
    ledger = made(good=2, lot11=3, lot12=9)
    cases = hold(ledger, 1, Cell.READY, pieces(7), source="block")
    assert [(case.lot_id, case.open) for case in cases] == [(0, pieces(2)), (11, pieces(3)), (12, pieces(2))]
    (case,) = hold(ledger, 1, Cell.READY, pieces(1), lot_id=12)
    assert case.lot_id == 12
    check(ledger, {1: pieces(14)})


def test_a_hold_of_one_lot_does_not_reach_the_others() -> None:
    with pytest.raises(PiecesMovedOn):
        hold(made(good=20, lot11=3), 1, Cell.READY, pieces(4), lot_id=11)


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_is_not_held(quantity: int) -> None:
    with pytest.raises(NoQuantity):
        hold(made(), 1, Cell.READY, pieces(quantity))


@pytest.mark.parametrize("to", ["rework", "scrap", "ready", "waiting"])
def test_a_case_is_disposed_of_in_parts(to) -> None:
    ledger = made()
    (case,) = hold(ledger, 1, Cell.READY, pieces(4))
    dispose(ledger, case, pieces(3), to)
    left = {"ready": 6, "hold": 1}
    assert cells(ledger, 1) == {**left, to: left.get(to, 0) + 3}
    with pytest.raises(OverCase) as refusal:
        dispose(ledger, case, pieces(2), to)
    assert refusal.value.params["there"] == 1
    check(ledger, {1: pieces(10)})


def test_a_stored_case_is_listed_as_changed() -> None:
    ledger = made()
    (case,) = hold(ledger, 1, Cell.READY, pieces(4))
    assert (ledger.opened_cases, ledger.changed_cases) == ([case], [])
    store(ledger)
    release(ledger, case, pieces(1))
    assert (ledger.opened_cases, ledger.changed_cases) == ([], [case])


def test_no_more_is_released_than_is_held() -> None:
    ledger = made()
    (case,) = hold(ledger, 1, Cell.READY, pieces(4))
    with pytest.raises(OverCase):
        release(ledger, case, pieces(5))


def test_unjudged_ng_is_not_released() -> None:
    ledger = made()
    (case,) = report(ledger, 1, good=0, ng=[ng(2, PENDING)]).cases
    with pytest.raises(NeedsJudgement):
        release(ledger, case, pieces(2))


def test_released_pieces_cover_what_was_taken_in_advance() -> None:
    ledger = made(good=3, lot11=5)
    (case,) = hold(ledger, 1, Cell.READY, pieces(5), lot_id=11)
    report(ledger, 2, good=pieces(7))
    assert cells(ledger, 1, 0) == {"ready": -4, "gone": 7}
    release(ledger, case, pieces(5))
    assert cells(ledger, 1, 0) == {"gone": 3}
    assert cells(ledger, 1, 11) == {"ready": 1, "gone": 4}
    check(ledger, {1: pieces(8), 2: pieces(7)})

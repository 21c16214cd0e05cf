# SPDX-License-Identifier: Apache-2.0
import pytest

from lockstep.domains.wip.rules.cells import Acceptance, Cell
from lockstep.domains.wip.rules.correct import Report, correct, reverse
from lockstep.domains.wip.rules.holding import dispose, hold, release
from lockstep.domains.wip.rules.inspection import claim, judge
from lockstep.domains.wip.rules.laws import check
from lockstep.domains.wip.rules.ledger import Ledger, Movement
from lockstep.domains.wip.rules.refusals import (
    AlreadyJudged,
    NoQuantity,
    OverAvailable,
    PiecesMovedOn,
    UnderInspection,
)
from lockstep.domains.wip.rules.report import report
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import (
    AFTER_REPORT,
    BEFORE_TRANSFER,
    NONE,
    PENDING,
    REWORK,
    SCRAP,
    WARN,
    cells,
    ng,
    operation,
    route,
    store,
    stored_report,
)


def two_steps(acceptance: Acceptance = NONE, second: Acceptance = NONE) -> Ledger:
    return route(operation(1, acceptance), operation(2, second))


def booked(ledger: Ledger, number: int, good: float, *lines, lot_id: int = 0) -> Report:
    done = report(ledger, number, good=int(pieces(1) * good), ng=lines, lot_id=lot_id)
    return stored_report(ledger, done, good, list(lines), lot_id)


def test_a_correction_moves_the_net_difference_only() -> None:
    ledger = two_steps()
    booked(ledger, 1, 50)
    was = booked(ledger, 2, 30, ng(2, SCRAP))
    correct(ledger, 2, was=was, good=pieces(28), ng=[ng(2, SCRAP), ng(3, REWORK, "2")])
    assert ledger.movements == [
        Movement(1, 0, Cell.READY, Cell.GONE, pieces(1)),
        Movement(2, 0, None, Cell.REWORK, pieces(3)),
        Movement(2, 0, Cell.READY, None, pieces(2)),
    ]
    assert cells(ledger, 1) == {"ready": 17, "gone": 33}
    check(ledger, {1: pieces(50), 2: pieces(33)})


def test_a_correction_to_the_same_moves_nothing() -> None:
    ledger = two_steps()
    was = booked(ledger, 1, 30, ng(2, PENDING))
    correct(ledger, 1, was=was, good=pieces(30), ng=was.ng)
    assert ledger.movements == []
    assert ledger.changed_cases == []


def test_growth_obeys_the_input_rule_with_its_net() -> None:
    ledger = two_steps()
    booked(ledger, 1, 10)
    was = booked(ledger, 2, 10)
    correct(ledger, 2, was=was, good=pieces(8), ng=[ng(2, SCRAP)])
    with pytest.raises(OverAvailable) as refusal:
        correct(ledger, 2, was=was, good=pieces(11), ng=[])
    assert refusal.value.params == {"available": 0, "wanted": 1, "operation": "OP2"}


def test_growth_beyond_the_available_is_booked_with_a_warning_where_the_rule_warns() -> None:
    ledger = route(operation(1), operation(2, rule=WARN))
    was = booked(ledger, 2, 1)
    done = correct(ledger, 2, was=was, good=pieces(4), ng=[])
    assert [one.params["over"] for one in done.warnings] == [3]
    assert cells(ledger, 1) == {"ready": -4, "gone": 4}


def test_a_reversal_gives_everything_back() -> None:
    ledger = two_steps(second=BEFORE_TRANSFER)
    booked(ledger, 1, 20)
    was = booked(ledger, 2, 5, ng(1, SCRAP), ng(1, REWORK, "2"), ng(2, PENDING, "3"))
    reverse(ledger, 2, was=was)
    assert cells(ledger, 1) == {"ready": 20}
    assert cells(ledger, 2) == {}
    assert [(case.quantity, case.open) for case in ledger.changed_cases] == [(0, 0)]
    check(ledger, {1: pieces(20)})


def test_what_runs_short_comes_back_first_then_urgent_then_verified_pieces() -> None:
    ledger = route(operation(1, AFTER_REPORT), operation(2, rule=WARN))
    booked(ledger, 1, 4)
    judge(ledger, 1, pieces(4), True)
    booked(ledger, 1, 3)
    was = booked(ledger, 2, 9)
    assert cells(ledger, 1) == {"ready": -2, "gone": 6, "urgent": 3}
    correct(ledger, 2, was=was, good=pieces(6), ng=[])
    assert cells(ledger, 1) == {"gone": 4, "urgent": 2, "waiting": 1}
    reverse(ledger, 2, was=Report(pieces(6), (), Cell.READY))
    assert cells(ledger, 1) == {"ready": 4, "waiting": 3}


def test_pieces_that_moved_on_do_not_come_back() -> None:
    ledger = two_steps()
    was = booked(ledger, 1, 10, ng(1, SCRAP))
    booked(ledger, 2, 8)
    with pytest.raises(PiecesMovedOn) as refusal:
        correct(ledger, 1, was=was, good=pieces(7), ng=was.ng)
    assert refusal.value.params == {
        "cell": "ready",
        "wanted": 3,
        "there": 2,
        "operation": "OP1",
        "held_by": [{"cell": "gone", "quantity": 8}, {"cell": "scrap", "quantity": 1}],
        "next_operation": "OP2",
    }


def test_pieces_are_looked_for_in_the_lot_of_the_report() -> None:
    ledger = two_steps()
    was = booked(ledger, 1, 5, lot_id=11)
    booked(ledger, 1, 5, lot_id=12)
    booked(ledger, 2, 5, lot_id=11)
    with pytest.raises(PiecesMovedOn):
        reverse(ledger, 1, was=was)


def test_inputs_go_back_to_the_lot_of_the_report_first() -> None:
    ledger = two_steps()
    for lot in (11, 12):
        booked(ledger, 1, 5, lot_id=lot)
    was = booked(ledger, 2, 8, lot_id=12)
    correct(ledger, 2, was=was, good=pieces(6), ng=[])
    assert [cells(ledger, 1, lot) for lot in (11, 12)] == [{"ready": 2, "gone": 3}, {"ready": 2, "gone": 3}]


def test_pieces_under_inspection_do_not_come_back() -> None:
    ledger = two_steps(BEFORE_TRANSFER)
    was = booked(ledger, 1, 10)
    claim(ledger, 1, pieces(8))
    store(ledger)
    with pytest.raises(UnderInspection) as refusal:
        correct(ledger, 1, was=was, good=pieces(7), ng=[])
    assert refusal.value.params == {
        "cell": "waiting",
        "wanted": 3,
        "there": 2,
        "claimed": 8,
        "claims": [1],
        "operation": "OP1",
    }


def test_urgent_pieces_under_inspection_are_not_given_back() -> None:
    ledger = two_steps(AFTER_REPORT)
    booked(ledger, 1, 10)
    was = booked(ledger, 2, 10)
    claim(ledger, 1, 0, pieces(6))
    correct(ledger, 2, was=was, good=pieces(6), ng=[])
    with pytest.raises(UnderInspection):
        reverse(ledger, 2, was=Report(pieces(6), (), Cell.READY))


def test_judged_ng_does_not_come_back() -> None:
    ledger = two_steps()
    was = booked(ledger, 1, 10, ng(4, PENDING, "dent"))
    dispose(ledger, ledger.cases[0], pieces(3), "scrap")
    correct(ledger, 1, was=was, good=pieces(10), ng=[ng(3, PENDING, "dent")])
    assert cells(ledger, 1) == {"ready": 10, "scrap": 3}
    now = Report(pieces(10), [ng(3, PENDING, "dent", ledger.cases[0])], Cell.READY)
    with pytest.raises(AlreadyJudged) as refusal:
        correct(ledger, 1, was=now, good=pieces(10), ng=[ng(1, PENDING, "dent")])
    assert refusal.value.params == {
        "wanted": 2,
        "there": 0,
        "operation": "OP1",
        "case_id": 1,
        "key": "dent",
    }


def test_lines_are_matched_by_key() -> None:
    ledger = two_steps()
    was = booked(ledger, 1, 10, ng(4, PENDING, "dent"), ng(2, PENDING, "dirt"))
    done = correct(
        ledger,
        1,
        was=was,
        good=pieces(10),
        ng=[ng(5, PENDING, "dent"), ng(2, SCRAP, "dirt"), ng(1, PENDING, "burr")],
    )
    assert [(case.key, case.quantity, case.open) for case in ledger.cases] == [
        ("dent", pieces(5), pieces(5)),
        ("dirt", 0, 0),
        ("burr", pieces(1), pieces(1)),
    ]
    assert [case.key for case in done.cases] == ["dent", "dirt", "burr"]
    assert cells(ledger, 1) == {"ready": 10, "hold": 6, "scrap": 2}
    check(ledger, {1: pieces(18)})


def test_good_that_was_held_under_a_block_comes_back_from_its_case() -> None:
    ledger = two_steps()
    ledger.operations[1].blocked = True
    was = booked(ledger, 1, 10)
    correct(ledger, 1, was=was, good=pieces(7), ng=[ng(3, SCRAP)])
    assert cells(ledger, 1) == {"hold": 7, "scrap": 3}
    check(ledger, {1: pieces(10)})


def test_released_good_comes_back_from_where_it_was_released_to() -> None:
    ledger = two_steps(BEFORE_TRANSFER)
    ledger.operations[1].blocked = True
    was = booked(ledger, 1, 10)
    ledger.operations[1].blocked = False
    release(ledger, ledger.cases[0], pieces(6))
    correct(ledger, 1, was=was, good=pieces(1), ng=[])
    assert cells(ledger, 1) == {"waiting": 1}
    check(ledger, {1: pieces(1)})


def test_good_that_was_held_and_then_scrapped_does_not_come_back() -> None:
    ledger = two_steps()
    booked(ledger, 1, 20)
    ledger.operations[1].blocked = True
    was = booked(ledger, 1, 10)
    dispose(ledger, ledger.cases[0], pieces(6), "scrap")
    with pytest.raises(AlreadyJudged) as refusal:
        correct(ledger, 1, was=was, good=pieces(5), ng=[])
    assert (refusal.value.params["wanted"], refusal.value.params["there"]) == (5, 4)


def test_growth_under_a_block_is_held_and_may_shrink_again() -> None:
    ledger = two_steps()
    was = booked(ledger, 1, 10)
    ledger.operations[1].blocked = True
    done = correct(ledger, 1, was=was, good=pieces(12), ng=[])
    assert cells(ledger, 1) == {"ready": 10, "hold": 2}
    assert done.good_cell is Cell.READY
    now = stored_report(ledger, done, 12)
    correct(ledger, 1, was=now, good=pieces(15), ng=[])
    assert [case.quantity for case in ledger.cases] == [pieces(5)]
    correct(ledger, 1, was=Report(pieces(15), (), Cell.READY, 0, now.good_case_id), good=pieces(9), ng=[])
    assert cells(ledger, 1) == {"ready": 9}


def test_good_of_a_report_that_had_none_goes_where_good_goes_now() -> None:
    ledger = two_steps(BEFORE_TRANSFER)
    ledger.operations[1].blocked = True
    was = booked(ledger, 1, 0, ng(5, SCRAP))
    ledger.operations[1].blocked = False
    done = correct(ledger, 1, was=was, good=pieces(5), ng=[])
    assert cells(ledger, 1) == {"waiting": 5}
    assert done.good_cell is Cell.WAITING


def test_a_report_whose_pieces_are_held_names_the_hold() -> None:
    ledger = two_steps()
    was = booked(ledger, 1, 10)
    hold(ledger, 1, Cell.READY, pieces(10))
    with pytest.raises(PiecesMovedOn) as refusal:
        reverse(ledger, 1, was=was)
    assert refusal.value.params["held_by"] == [{"cell": "hold", "quantity": 10}]


def test_a_correction_below_zero_is_none() -> None:
    ledger = two_steps()
    was = booked(ledger, 1, 10)
    with pytest.raises(NoQuantity):
        correct(ledger, 1, was=was, good=pieces(-1), ng=[])

# SPDX-License-Identifier: Apache-2.0
import pytest

from lockstep.domains.wip.rules.available import available
from lockstep.domains.wip.rules.cells import Acceptance, Cell, InputRule
from lockstep.domains.wip.rules.laws import check
from lockstep.domains.wip.rules.ledger import Ledger, Movement
from lockstep.domains.wip.rules.refusals import NoQuantity, OverAvailable
from lockstep.domains.wip.rules.report import report
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import (
    AFTER_REPORT,
    BEFORE_TRANSFER,
    BLOCK,
    NONE,
    OFF,
    PENDING,
    REWORK,
    SCRAP,
    WARN,
    cells,
    feed,
    ng,
    operation,
    route,
)


def two_steps(first: Acceptance = NONE, rule: InputRule = BLOCK) -> Ledger:
    return route(operation(1, first), operation(2, rule=rule))


@pytest.mark.parametrize(
    ("acceptance", "cell"), [(NONE, "ready"), (AFTER_REPORT, "waiting"), (BEFORE_TRANSFER, "waiting")]
)
def test_good_pieces_go_where_acceptance_says(acceptance: Acceptance, cell: str) -> None:
    ledger = two_steps(acceptance)
    booked = report(ledger, 1, good=pieces(50))
    assert cells(ledger, 1) == {cell: 50}
    assert booked.good_cell == cell
    assert booked.cases == []


def test_each_ng_line_goes_where_it_says_and_pending_ones_open_a_case() -> None:
    ledger = two_steps()
    lines = [ng(3, REWORK, "burr"), ng(2, SCRAP, "crack"), ng(4, PENDING, "dent"), ng(1, PENDING, "dirt")]
    booked = report(ledger, 1, good=pieces(40), ng=lines)
    assert cells(ledger, 1) == {"ready": 40, "rework": 3, "scrap": 2, "hold": 5}
    assert [(case.key, case.open, case.origin) for case in booked.cases] == [
        ("dent", pieces(4), "ng"),
        ("dirt", pieces(1), "ng"),
    ]
    assert ledger.opened_cases == booked.cases
    check(ledger, {1: pieces(50)})


def test_a_report_takes_its_inputs_good_or_not() -> None:
    ledger = two_steps()
    report(ledger, 1, good=pieces(50))
    report(ledger, 2, good=pieces(18), ng=[ng(2, SCRAP)])
    assert cells(ledger, 1) == {"ready": 30, "gone": 20}
    assert ledger.movements[1:] == [
        Movement(1, 0, Cell.READY, Cell.GONE, pieces(20)),
        Movement(2, 0, None, Cell.READY, pieces(18)),
        Movement(2, 0, None, Cell.SCRAP, pieces(2)),
    ]


def test_block_refuses_more_than_was_handed_over() -> None:
    ledger = two_steps()
    report(ledger, 1, good=pieces(5))
    with pytest.raises(OverAvailable) as refusal:
        report(ledger, 2, good=pieces(5), ng=[ng(1, SCRAP)])
    assert refusal.value.params == {"available": 5, "wanted": 6, "operation": "OP2"}


def test_the_first_operation_is_limited_by_what_was_issued() -> None:
    ledger = two_steps()
    report(ledger, 1, good=pieces(90), ng=[ng(5, SCRAP)])
    with pytest.raises(OverAvailable) as refusal:
        report(ledger, 1, good=pieces(6))
    assert refusal.value.params["available"] == 5


def test_warn_books_takes_all_there_is_and_then_runs_short() -> None:
    ledger = two_steps(rule=WARN)
    report(ledger, 1, good=pieces(5))
    booked = report(ledger, 2, good=pieces(8))
    assert booked.over == pieces(3)
    assert [(one.code, one.params) for one in booked.warnings] == [
        ("over_available", {"available": 5, "wanted": 8, "over": 3, "operation": "OP2"})
    ]
    assert cells(ledger, 1) == {"ready": -3, "gone": 8}
    assert available(ledger, ledger.operations[2]) == 0
    check(ledger, {1: pieces(5), 2: pieces(8)})


def test_a_later_report_heals_what_was_short() -> None:
    ledger = two_steps(rule=WARN)
    report(ledger, 2, good=pieces(8))
    report(ledger, 1, good=pieces(10))
    assert cells(ledger, 1) == {"ready": 2, "gone": 8}


def test_off_books_silently() -> None:
    ledger = two_steps(rule=OFF)
    booked = report(ledger, 2, good=pieces(8))
    assert (booked.over, booked.warnings) == (pieces(8), [])


def test_the_next_operation_uses_waiting_pieces_as_urgent_only_after_the_ready_ones() -> None:
    ledger = two_steps(AFTER_REPORT)
    ledger.move(ledger.operations[1], 0, None, Cell.READY, pieces(4))
    report(ledger, 1, good=pieces(10))
    assert available(ledger, ledger.operations[2]) == pieces(14)
    report(ledger, 2, good=pieces(9))
    assert cells(ledger, 1) == {"gone": 4, "urgent": 5, "waiting": 5}


def test_pieces_inspected_before_transfer_do_not_move_unverified() -> None:
    ledger = two_steps(BEFORE_TRANSFER)
    report(ledger, 1, good=pieces(10))
    with pytest.raises(OverAvailable):
        report(ledger, 2, good=pieces(1))


def test_waiting_pieces_of_a_short_operation_stay_until_they_are_verified() -> None:
    ledger = two_steps(BEFORE_TRANSFER, WARN)
    report(ledger, 2, good=pieces(3))
    report(ledger, 1, good=pieces(5))
    assert cells(ledger, 1) == {"ready": -3, "gone": 3, "waiting": 5}
    check(ledger, {1: pieces(5), 2: pieces(3)})


@pytest.mark.parametrize(("acceptance", "origin"), [(NONE, "ready"), (BEFORE_TRANSFER, "waiting")])
def test_under_a_block_good_pieces_are_held(acceptance: Acceptance, origin: str) -> None:
    ledger = two_steps(acceptance)
    ledger.operations[1].blocked = True
    booked = report(ledger, 1, good=pieces(7), ng=[ng(2, PENDING)])
    assert cells(ledger, 1) == {"hold": 9}
    assert booked.good_cell is Cell.HOLD
    assert booked.good_case is not None
    assert (booked.good_case.origin, booked.good_case.source) == (origin, "block")
    assert [case.open for case in booked.cases] == [pieces(7), pieces(2)]


def test_a_blocked_operation_that_reports_only_ng_opens_no_case_for_good() -> None:
    ledger = two_steps()
    ledger.operations[1].blocked = True
    booked = report(ledger, 1, good=0, ng=[ng(2, SCRAP)])
    assert (booked.cases, booked.good_case) == ([], None)


@pytest.mark.parametrize(("good", "lines"), [(0, []), (-1, [ng(2, SCRAP)]), (1, [ng(0, SCRAP)])])
def test_a_report_without_pieces_is_none(good: int, lines: list) -> None:
    with pytest.raises(NoQuantity):
        report(two_steps(), 1, good=pieces(good), ng=lines)


def test_lots_the_same_lot_first_then_ascending_then_pieces_without_a_lot() -> None:
    ledger = two_steps()
    for lot, good in ((0, 4), (11, 4), (12, 4), (13, 4)):
        report(ledger, 1, good=pieces(good), lot_id=lot)
    report(ledger, 2, good=pieces(13), lot_id=12)
    assert [cells(ledger, 1, lot) for lot in (12, 11, 13, 0)] == [
        {"gone": 4},
        {"gone": 4},
        {"gone": 4},
        {"ready": 3, "gone": 1},
    ]
    assert cells(ledger, 2, 12) == {"ready": 13}


def test_lots_run_short_in_the_same_lot_or_without_one_and_heal_from_any() -> None:
    ledger = two_steps(rule=WARN)
    report(ledger, 1, good=pieces(1), lot_id=11)
    report(ledger, 2, good=pieces(3), lot_id=11)
    assert cells(ledger, 1, 11) == {"ready": -2, "gone": 3}
    report(ledger, 2, good=pieces(4), lot_id=12)
    assert cells(ledger, 1, 0) == {"ready": -4, "gone": 4}
    report(ledger, 1, good=pieces(7), lot_id=13)
    assert [cells(ledger, 1, lot) for lot in (0, 11, 13)] == [{}, {"gone": 1}, {"ready": 1, "gone": 6}]
    check(ledger, {1: pieces(8), 2: pieces(7)})


def test_a_join_takes_from_every_branch() -> None:
    rotor, stator, motor = operation(1), operation(2), operation(3)
    rotor.issued = stator.issued = pieces(100)
    feed(rotor, motor, per=2)
    feed(stator, motor)
    ledger = Ledger(operations={1: rotor, 2: stator, 3: motor})
    report(ledger, 1, good=pieces(9))
    report(ledger, 2, good=pieces(6))
    assert available(ledger, motor) == pieces(4)
    report(ledger, 3, good=pieces(4))
    assert cells(ledger, 1) == {"ready": 1, "gone": 8}
    assert cells(ledger, 2) == {"ready": 2, "gone": 4}


@pytest.mark.parametrize(
    ("per", "batch", "handed_over", "available_now", "left"),
    [
        (2, 1, 9, 4, {"ready": 1, "gone": 8}),
        (0.5, 1, 3, 6, {"gone": 3}),
        (12, 1, 25, 2, {"ready": 1, "gone": 24}),
        (1, 12, 2, 24, {"gone": 2}),
    ],
)
def test_pieces_of_the_predecessor_per_piece_here(
    per: float, batch: int, handed_over: int, available_now: int, left: dict
) -> None:
    ledger = route(operation(1), operation(2), per=per, batch=batch)
    report(ledger, 1, good=pieces(handed_over))
    assert available(ledger, ledger.operations[2]) == pieces(available_now)
    report(ledger, 2, good=pieces(available_now))
    assert cells(ledger, 1) == left


def test_rounded_inputs_never_add_up() -> None:
    ledger = route(operation(1), operation(2), per=1, batch=12)
    report(ledger, 1, good=pieces(1))
    report(ledger, 2, good=pieces(1))
    assert cells(ledger, 1)["gone"] == 0.0834
    for _ in range(11):
        report(ledger, 2, good=pieces(1))
    assert cells(ledger, 1) == {"gone": 1}
    check(ledger, {1: pieces(1), 2: pieces(12)})


def test_available_is_rounded_down_to_the_unit() -> None:
    ledger = route(operation(1), operation(2), per=2)
    report(ledger, 1, good=pieces(3))
    assert available(ledger, ledger.operations[2]) == pieces(1)
    ledger.operations[2].decimals = 1
    assert available(ledger, ledger.operations[2]) == 15_000

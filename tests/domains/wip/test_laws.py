# SPDX-License-Identifier: Apache-2.0
import pytest

from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.inspection import claim
from lockstep.domains.wip.rules.laws import LawBroken, check
from lockstep.domains.wip.rules.ledger import Ledger
from lockstep.domains.wip.rules.refusals import CellOverdrawn
from lockstep.domains.wip.rules.report import report
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import AFTER_REPORT, BLOCK, PENDING, WARN, ng, operation, route


def lawful() -> tuple[Ledger, dict[int, int]]:
    ledger = route(operation(1, AFTER_REPORT), operation(2))
    report(ledger, 1, good=pieces(10), ng=[ng(2, PENDING)])
    report(ledger, 2, good=pieces(4))
    claim(ledger, 1, pieces(3), pieces(2))
    return ledger, {1: pieces(12), 2: pieces(4)}


def broken(ledger: Ledger, reported: dict[int, int]) -> str:
    with pytest.raises(LawBroken) as refusal:
        check(ledger, reported)
    return str(refusal.value.params["law"])


def test_a_lawful_ledger_passes() -> None:
    ledger, reported = lawful()
    check(ledger, reported)
    check(ledger)


def test_l1_made_is_what_was_reported() -> None:
    ledger, reported = lawful()
    assert broken(ledger, {**reported, 1: pieces(13)}) == "L1"


def test_l2_what_went_on_is_in_the_successor() -> None:
    ledger, reported = lawful()
    ledger.move(ledger.operations[1], 0, Cell.WAITING, Cell.GONE, pieces(1))
    assert broken(ledger, reported) == "L2"


def test_l2_what_left_the_last_operation_is_in_stock() -> None:
    ledger, reported = lawful()
    ledger.move(ledger.operations[2], 0, Cell.READY, Cell.GONE, pieces(1))
    assert broken(ledger, reported) == "L2"


def test_l3_no_cell_is_below_zero_where_inputs_are_checked() -> None:
    ledger = route(operation(1), operation(2, rule=WARN))
    report(ledger, 2, good=pieces(1))
    check(ledger, {2: pieces(1)})
    ledger.operations[2].input_rule = BLOCK
    assert broken(ledger, {2: pieces(1)}) == "L3"


def test_l5_held_pieces_belong_to_open_cases() -> None:
    ledger, reported = lawful()
    ledger.cases[0].open -= pieces(1)
    assert broken(ledger, reported) == "L5"


def test_l5_claimed_pieces_are_there() -> None:
    ledger, reported = lawful()
    ledger.claims[0].here = pieces(7)
    assert broken(ledger, reported) == "L5"


def test_no_event_overdraws_a_cell() -> None:
    ledger, _ = lawful()
    for number, cell in ((1, Cell.READY), (2, Cell.WAITING)):
        with pytest.raises(CellOverdrawn):
            ledger.move(ledger.operations[number], 0, cell, Cell.SCRAP, pieces(9))
    with pytest.raises(ValueError, match="not negative"):
        ledger.move(ledger.operations[1], 0, Cell.WAITING, Cell.SCRAP, -1)

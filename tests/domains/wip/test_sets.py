# SPDX-License-Identifier: Apache-2.0
"""Where branches meet, the one that brings the least decides."""

from lockstep.domains.wip.rules.ledger import Ledger, Operation
from lockstep.domains.wip.rules.report import report
from lockstep.domains.wip.rules.sets import Sets, sets_at
from lockstep.kernel.qty import pieces, show_qty
from tests.domains.wip.building import AFTER_REPORT, BEFORE_TRANSFER, feed, operation

ROTOR, STATOR, ASSEMBLY = 1, 2, 3


def meeting(rotor: Operation, stator: Operation, *, per: float = 1, batch: int = 1) -> Ledger:
    """`per` stators go into every `batch` assemblies; a rotor into each."""
    assembly = operation(ASSEMBLY)
    feed(rotor, assembly)
    feed(stator, assembly, per, batch)
    for one in (rotor, stator):
        one.issued = pieces(1000)
    return Ledger(operations={one.id: one for one in (rotor, stator, assembly)})


def made(ledger: Ledger, number: int, good: float) -> None:
    report(ledger, number, good=int(pieces(1) * good))


def sets(ledger: Ledger) -> Sets:
    found = sets_at(ledger, ledger.operations[ASSEMBLY])
    assert found is not None
    return found


def figures(found: Sets) -> tuple[float, float, list[float]]:
    return show_qty(found.complete), show_qty(found.possible), [show_qty(one) for one in found.branches.values()]


def test_the_shortest_branch_decides() -> None:
    ledger = meeting(operation(ROTOR), operation(STATOR))
    made(ledger, ROTOR, 50)
    made(ledger, STATOR, 80)
    assert figures(sets(ledger)) == (50, 50, [50, 80])
    assert sets(ledger).short == [ROTOR]


def test_what_went_in_stays_in_the_figures() -> None:
    ledger = meeting(operation(ROTOR), operation(STATOR))
    made(ledger, ROTOR, 50)
    made(ledger, STATOR, 80)
    made(ledger, ASSEMBLY, 30)
    assert figures(sets(ledger)) == (50, 20, [50, 80])


def test_no_branch_is_short_where_all_bring_the_same() -> None:
    ledger = meeting(operation(ROTOR), operation(STATOR))
    assert figures(sets(ledger)) == (0, 0, [0, 0])
    assert sets(ledger).short == []


def test_several_of_a_branch_go_into_one() -> None:
    ledger = meeting(operation(ROTOR), operation(STATOR), per=3)
    made(ledger, ROTOR, 50)
    made(ledger, STATOR, 80)
    assert figures(sets(ledger)) == (26, 26, [50, 26])


def test_one_of_a_branch_goes_into_several() -> None:
    ledger = meeting(operation(ROTOR), operation(STATOR), batch=12)
    made(ledger, ROTOR, 50)
    made(ledger, STATOR, 3)
    assert figures(sets(ledger)) == (36, 36, [50, 36])


def test_unverified_pieces_count_only_where_they_may_go_on() -> None:
    ledger = meeting(operation(ROTOR, AFTER_REPORT), operation(STATOR, BEFORE_TRANSFER))
    made(ledger, ROTOR, 50)
    made(ledger, STATOR, 80)
    assert figures(sets(ledger)) == (0, 0, [50, 0])
    assert sets(ledger).short == [STATOR]


def test_one_branch_makes_no_sets() -> None:
    ledger = meeting(operation(ROTOR), operation(STATOR))
    assert sets_at(ledger, ledger.operations[ROTOR]) is None
    ledger.operations[ASSEMBLY].predecessors.pop()
    assert sets_at(ledger, ledger.operations[ASSEMBLY]) is None

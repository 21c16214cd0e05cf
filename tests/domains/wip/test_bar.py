# SPDX-License-Identifier: Apache-2.0
import pytest

from lockstep.domains.wip.rules.bar import PERCENT_100, QualityStatus, order_bar, quality_status
from lockstep.domains.wip.rules.cells import Cell, Counts
from lockstep.domains.wip.rules.holding import hold
from lockstep.domains.wip.rules.ledger import Ledger
from lockstep.domains.wip.rules.report import report
from lockstep.domains.wip.rules.stock import to_stock
from lockstep.kernel.qty import pieces
from tests.domains.wip.building import AFTER_REPORT, REWORK, SCRAP, WARN, feed, ng, operation, route

HUNDRED = pieces(100)


def colours(ledger: Ledger, hours: dict | None = None, ordered: int = HUNDRED) -> dict[str, float]:
    bar = order_bar(ledger.operations.values(), hours or {}, ordered)
    shown = {name: getattr(bar, name) / 10_000 for name in ("good", "waiting", "hold", "rework", "scrap")}
    return {name: value for name, value in shown.items() if value}


def four_steps() -> Ledger:
    return route(*(operation(number) for number in (1, 2, 3, 4)))


def test_pieces_scrapped_at_the_last_operation_are_not_green() -> None:
    ledger = four_steps()
    for number in (1, 2, 3):
        report(ledger, number, good=HUNDRED)
    report(ledger, 4, good=0, ng=[ng(100, SCRAP)])
    assert colours(ledger) == {"scrap": 100}


def test_without_standard_hours_all_operations_weigh_the_same() -> None:
    ledger = four_steps()
    report(ledger, 1, good=HUNDRED)
    assert colours(ledger) == {"good": 25}
    report(ledger, 2, good=pieces(50), ng=[ng(10, REWORK)])
    assert colours(ledger) == {"good": 35, "rework": 5}
    assert not order_bar(ledger.operations.values(), {}, HUNDRED).weighted


def test_standard_hours_weigh_the_operations() -> None:
    ledger = four_steps()
    report(ledger, 1, good=HUNDRED)
    assert colours(ledger, {1: 0.7, 2: 0.1, 3: 0.1, 4: 0.1}) == {"good": 70}
    assert order_bar(ledger.operations.values(), {1: 0.7}, HUNDRED).weighted


def test_an_operation_without_standard_hours_weighs_like_the_average() -> None:
    ledger = four_steps()
    report(ledger, 1, good=HUNDRED)
    assert colours(ledger, {2: 2, 3: 4, 4: 3}) == {"good": 25}


def test_unverified_and_held_pieces_have_their_colour() -> None:
    ledger = route(operation(1, AFTER_REPORT), operation(2))
    report(ledger, 1, good=HUNDRED)
    report(ledger, 2, good=pieces(40))
    hold(ledger, 2, Cell.READY, pieces(10))
    assert colours(ledger) == {"good": 30, "hold": 10, "waiting": 30}


def test_branches_share_the_work_by_operation_whatever_their_pieces() -> None:
    rotor, motor = operation(1), operation(2)
    feed(rotor, motor, per=2)
    rotor.issued = pieces(200)
    ledger = Ledger(operations={1: rotor, 2: motor})
    report(ledger, 1, good=pieces(200))
    assert colours(ledger) == {"good": 50}
    report(ledger, 2, good=HUNDRED)
    assert colours(ledger) == {"good": 100}


def test_more_than_ordered_never_makes_more_than_everything() -> None:
    ledger = route(operation(1), issued=150)
    report(ledger, 1, good=pieces(120), ng=[ng(30, SCRAP)])
    bar = order_bar(ledger.operations.values(), {}, HUNDRED)
    assert bar.good + bar.scrap == PERCENT_100
    assert (bar.deliverable, bar.possible, bar.shortage) == (pieces(120), pieces(120), 0)


def test_rework_operations_have_no_share() -> None:
    ledger = route(operation(1))
    report(ledger, 1, good=pieces(50), ng=[ng(10, REWORK)])
    before = colours(ledger)
    ledger.operations[9] = operation(9, kind="rework", parent_id=1)
    report(ledger, 9, good=pieces(10))
    assert colours(ledger) == before == {"good": 50, "rework": 10}


def test_deliverable_and_shortage() -> None:
    ledger = four_steps()
    report(ledger, 1, good=pieces(90), ng=[ng(10, SCRAP)])
    for number in (2, 3, 4):
        report(ledger, number, good=pieces(40))
    to_stock(ledger, 4, pieces(15))
    bar = order_bar(ledger.operations.values(), {}, HUNDRED)
    assert (bar.deliverable, bar.possible, bar.shortage) == (pieces(40), pieces(90), pieces(10))


def test_pieces_reported_later_upstream_do_not_count_twice() -> None:
    ledger = route(operation(1), operation(2, rule=WARN))
    report(ledger, 2, good=pieces(10))
    assert colours(ledger) == {"good": 10}
    assert order_bar(ledger.operations.values(), {}, HUNDRED).possible == HUNDRED


def test_an_order_without_operations_has_an_empty_bar() -> None:
    bar = order_bar([], {}, HUNDRED)
    assert (bar.good, bar.deliverable, bar.shortage) == (0, 0, HUNDRED)


@pytest.mark.parametrize(
    ("counts", "facts", "status"),
    [
        (Counts(hold=1, waiting=1, ready=8), {"has_failed": True, "claimed": 1, "conceded": True}, "on_hold"),
        (Counts(waiting=1, ready=9), {"has_failed": True, "claimed": 1, "conceded": True}, "failed"),
        (Counts(waiting=1, ready=9), {"claimed": 1, "conceded": True}, "in_inspection"),
        (Counts(waiting=1, ready=9), {"conceded": True}, "due"),
        (Counts(urgent=1, ready=9), {}, "due"),
        (Counts(ready=10), {"conceded": True}, "conceded"),
        (Counts(ready=9, scrap=1), {}, "passed"),
        (Counts(ready=9), {}, "none"),
    ],
)
def test_the_worst_quality_status_is_said(counts: Counts, facts: dict, status: str) -> None:
    assert quality_status(counts, 10, **{"has_failed": False, **facts}) == status


def test_without_an_inspection_nothing_has_passed() -> None:
    counts = Counts(ready=pieces(100))
    assert quality_status(counts, HUNDRED, False, inspected=False) is QualityStatus.NONE
    assert quality_status(counts, HUNDRED, False) is QualityStatus.PASSED

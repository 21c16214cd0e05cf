# SPDX-License-Identifier: Apache-2.0
"""The network of an order: an in-tree with one last operation, and how much each has to make."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from lockstep.domains.orders.commands import OperationIn, PlaceOrder
from lockstep.kernel.qty import show_qty


def step(code: str, successor: str | None = None, **more: Any) -> OperationIn:
    return OperationIn(code=code, name={"en": code}, successor=successor, **more)


def order(*steps: OperationIn, quantity: float = 100) -> PlaceOrder:
    return PlaceOrder(
        id=uuid4(), site_code="S1", number="WO-1", product_code="P1", quantity=quantity, operations=list(steps)
    )


def planned(*steps: OperationIn, quantity: float = 100, decimals: int = 0) -> dict[str, float]:
    found = order(*steps, quantity=quantity).planned(decimals)
    return {code: show_qty(amount) for code, amount in found.items()}


def test_without_a_successor_the_next_one_follows() -> None:
    assert order(step("10"), step("20"), step("30")).successors() == {"10": "20", "20": "30", "30": None}


def test_several_operations_may_feed_one() -> None:
    network = order(step("10", "30"), step("20", "30"), step("30"), step("40"))
    assert network.successors() == {"10": "30", "20": "30", "30": "40", "40": None}


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ([step("10", "20"), step("20", "10")], "leads back to itself"),
        ([step("10", "10")], "leads back to itself"),
        ([step("10"), step("20"), step("30", "20")], "20 leads back to itself"),
        ([step("10"), step("20", "99"), step("30")], "99 is not in this network"),
        ([step("10"), step("10")], "10 is named twice"),
    ],
    ids=["two in a circle", "itself", "tail in a circle", "unknown", "twice"],
)
def test_what_is_no_tree_is_refused(steps: list[OperationIn], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        order(*steps)


def test_there_is_one_last_operation() -> None:
    """Whoever names no successor is followed by the next: a second end cannot be said."""
    assert list(order(step("10"), step("20"), step("30")).successors().values()).count(None) == 1


def test_each_operation_makes_what_the_next_one_needs() -> None:
    assert planned(step("10"), step("20")) == {"10": 100, "20": 100}


def test_pieces_per_piece() -> None:
    """Two rotors go into a motor."""
    assert planned(step("rotor", "motor", per=2), step("shaft", "motor"), step("motor")) == {
        "rotor": 200,
        "shaft": 100,
        "motor": 100,
    }


def test_needs_multiply_along_the_path() -> None:
    assert planned(step("10", per=3), step("20", per=2), step("30"), quantity=7) == {"10": 42, "20": 14, "30": 7}


@pytest.mark.parametrize(("quantity", "sheets"), [(12, 1), (100, 9), (96, 8), (97, 9)])
def test_part_of_a_sheet_takes_a_sheet(quantity: int, sheets: int) -> None:
    network = [step("sheet", batch=12), step("blank")]
    assert planned(*network, quantity=quantity) == {"sheet": sheets, "blank": quantity}


def test_what_is_measured_is_not_rounded_to_whole_units() -> None:
    assert planned(step("10", batch=3), step("20"), quantity=1, decimals=2) == {"10": 0.34, "20": 1}
    assert planned(step("10", per=0.5), step("20"), quantity=2.5, decimals=4) == {"10": 1.25, "20": 2.5}


def test_the_order_may_say_otherwise_and_its_feeders_follow() -> None:
    network = [step("10", per=2), step("20", planned_qty=110), step("30")]
    assert planned(*network) == {"10": 220, "20": 110, "30": 100}

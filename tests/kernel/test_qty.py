# SPDX-License-Identifier: Apache-2.0
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from lockstep.kernel.qty import (
    LIMIT,
    SCALE,
    NonNegativeQty,
    Percent,
    PositiveQty,
    QtyJson,
    parse_qty,
    pieces,
    show_qty,
)


class Said(BaseModel):
    any: QtyJson = 0
    at_least_none: NonNegativeQty = 0
    some: PositiveQty = SCALE


class Scrap(BaseModel):
    percent: Percent


def test_tenths_add_up() -> None:
    assert 0.1 + 0.2 != 0.3
    assert parse_qty(0.1) + parse_qty(0.2) == parse_qty(0.3)


@pytest.mark.parametrize(
    ("number", "quantity"),
    [
        (0, 0),
        (-0.0, 0),
        (50, 500_000),
        (50.0, 500_000),
        (0.0001, 1),
        (-2.5, -25_000),
        (Decimal("1.2300"), 12_300),
        (99_999_999_999.9999, LIMIT - 1),
    ],
)
def test_a_number_with_up_to_four_decimals_is_read_exactly(number: Any, quantity: int) -> None:
    assert parse_qty(number) == quantity


@pytest.mark.parametrize(
    "number",
    [
        0.00001,
        1.00005,
        100_000_000_000,
        -100_000_000_000,
        1e11,
        1e300,
        float("nan"),
        float("inf"),
        float("-inf"),
        Decimal("sNaN"),
        True,
        False,
        "5",
        "",
        None,
        [1],
        {},
    ],
    ids=repr,
)
def test_anything_else_is_refused(number: Any) -> None:
    with pytest.raises(ValueError, match="a quantity"):
        parse_qty(number)
    with pytest.raises(ValidationError):
        Said.model_validate({"any": number})


@given(st.integers(min_value=1 - LIMIT, max_value=LIMIT - 1))
def test_what_is_shown_is_read_back_the_same(quantity: int) -> None:
    through_json = json.loads(json.dumps(show_qty(quantity)))
    assert parse_qty(through_json) == quantity


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_whole_numbers_are_shown_without_a_point(count: int) -> None:
    shown = show_qty(pieces(count))
    assert shown == count
    assert isinstance(shown, int)


def test_models_speak_json_numbers_and_hold_whole_ten_thousandths() -> None:
    said = Said.model_validate_json('{"any": -0.5, "at_least_none": 0, "some": 12.25}')
    assert (said.any, said.at_least_none, said.some) == (-5_000, 0, 122_500)
    assert said.model_dump_json() == '{"any":-0.5,"at_least_none":0,"some":12.25}'


@pytest.mark.parametrize("body", [{"at_least_none": -0.0001}, {"some": 0}, {"some": -1}, {"some": 0.00005}], ids=str)
def test_bounds(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Said.model_validate(body)


def test_a_part_of_a_whole_is_at_most_all_of_it() -> None:
    assert Scrap.model_validate({"percent": 100}).percent == pieces(100)
    with pytest.raises(ValidationError, match="at most 100 per cent"):
        Scrap.model_validate({"percent": 100.0001})
    assert Scrap.model_json_schema()["properties"]["percent"]["maximum"] == 100


def test_the_interface_description_says_what_is_taken() -> None:
    shown = Said.model_json_schema()["properties"]
    assert shown["any"]["type"] == shown["some"]["type"] == "number"
    assert (shown["at_least_none"]["minimum"], shown["some"]["exclusiveMinimum"]) == (0, 0)

# SPDX-License-Identifier: Apache-2.0
"""Quantities: JSON numbers outside, whole ten-thousandths inside, so that 0.1 + 0.2 equals 0.3."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

Qty = int
"""A quantity in ten-thousandths of its unit."""

SCALE = 10_000
LIMIT: Qty = 10**11 * SCALE


def parse_qty(value: Any) -> Qty:
    """Read a JSON number with at most four decimals and |q| < 10^11; anything else is refused."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise PydanticCustomError("quantity_not_a_number", "a quantity is a number")
    try:
        scaled = Decimal(str(value)) * SCALE
    except InvalidOperation:
        raise PydanticCustomError("quantity_not_a_number", "a quantity is a number") from None
    if not scaled.is_finite() or abs(scaled) >= LIMIT:
        raise PydanticCustomError("quantity_too_large", "a quantity is below 100,000,000,000")
    if scaled != scaled.to_integral_value():
        raise PydanticCustomError("quantity_too_fine", "a quantity has at most four decimals")
    return int(scaled)


def show_qty(quantity: Qty) -> int | float:
    """The JSON number of a quantity: whole where it is whole."""
    whole = quantity // SCALE
    return whole if whole * SCALE == quantity else quantity / SCALE


def pieces(count: int) -> Qty:
    return count * SCALE


QtyJson = Annotated[
    Qty,
    BeforeValidator(parse_qty),
    PlainSerializer(show_qty, return_type=int | float),
    WithJsonSchema({"type": "number", "multipleOf": 0.0001}),
]
"""A quantity as it crosses the interface. Validation expects the JSON number, never ten-thousandths."""

PositiveQty = Annotated[
    Qty,
    BeforeValidator(lambda value: _at_least(parse_qty(value), 1)),
    PlainSerializer(show_qty, return_type=int | float),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.0001}),
]
NonNegativeQty = Annotated[
    Qty,
    BeforeValidator(lambda value: _at_least(parse_qty(value), 0)),
    PlainSerializer(show_qty, return_type=int | float),
    WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.0001}),
]

Percent = Annotated[
    Qty,
    BeforeValidator(lambda value: _at_most_all(_at_least(parse_qty(value), 0))),
    PlainSerializer(show_qty, return_type=int | float),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100, "multipleOf": 0.0001}),
]


def _at_most_all(percent: Qty) -> Qty:
    if percent > 100 * SCALE:
        raise PydanticCustomError("percent_above_all", "there are at most 100 per cent")
    return percent


def _at_least(quantity: Qty, least: Qty) -> Qty:
    if quantity >= least:
        return quantity
    if least == 0:
        raise PydanticCustomError("quantity_negative", "a quantity here is not negative")
    raise PydanticCustomError("quantity_not_positive", "a quantity here is above zero")

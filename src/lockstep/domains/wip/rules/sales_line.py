# SPDX-License-Identifier: Apache-2.0
"""How far a line of a customer's order is: what its work orders give it, and whether that is in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lockstep.domains.wip.rules.bar import COLOURS
from lockstep.kernel.qty import Qty

DueState = Literal["on_time", "at_risk", "late", "none"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A work order in pieces of its product."""

    delivered: Qty
    """Verified at its end."""
    possible: Qty
    """What it delivers at best, with what it has delivered."""
    quantity: Qty
    colours: Mapping[str, float]
    """Of its bar, in per cent of its work; what is delivered is among the good."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a line gets of one work order, in pieces; a piece half made is half a piece of its colour."""

    delivered: Qty
    possible: Qty
    colours: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LineBar:
    """`delivered`, `coming` and `missing` are the whole line; the colours are per cent of it."""

    delivered: Qty
    coming: Qty
    missing: Qty
    colours: dict[str, float]


def shares(order: Progress, pegged: Sequence[Qty]) -> list[Share]:
    """What is verified goes to those it is made for in their order; what is under way is spread over what they lack."""
    delivered = _in_order(order.delivered, pegged)
    possible = _in_order(order.possible, pegged)
    lacking = [wanted - got for wanted, got in zip(pegged, delivered, strict=True)]
    spread_over = max(order.quantity - order.delivered, sum(lacking))
    under_way = {colour: order.quantity * order.colours[colour] / 100 for colour in COLOURS}
    under_way["good"] = max(0.0, under_way["good"] - order.delivered)
    found = []
    for got, best, left in zip(delivered, possible, lacking, strict=True):
        part = left / spread_over if spread_over else 0.0
        colours = {colour: part * amount for colour, amount in under_way.items()}
        found.append(Share(got, max(got, best), colours | {"good": got + colours["good"]}))
    return found


def line_bar(quantity: Qty, parts: Sequence[Share]) -> LineBar:
    """Never more than the line asks for: what is made beyond it is for stock."""
    delivered = min(quantity, sum(part.delivered for part in parts))
    possible = min(quantity, sum(part.possible for part in parts))
    room = float(quantity)
    colours: dict[str, float] = {}
    for colour in COLOURS:
        amount = min(room, sum(part.colours[colour] for part in parts))
        room -= amount
        colours[colour] = int(1000 * amount / quantity + 1e-6) / 10
    return LineBar(delivered, possible - delivered, quantity - possible, colours)


def line_due(
    wanted: datetime | None, forecast: datetime | None, now: datetime, *, whole: bool, short: bool, slack_days: float
) -> tuple[DueState, float | None]:
    """Days of slack against what was promised, else wished. `forecast`: of the work orders that there are; `whole`:
    they are made for all that the line still needs; `short`: scrapped pieces will be missing all the same. Nothing
    open is ready before now."""
    if wanted is None:
        return "none", None
    slack = round((wanted - max(forecast or now, now)).total_seconds() / 86_400, 1)
    if slack < 0:
        return "late", slack
    if forecast is None or not whole:
        return "none", None
    return ("at_risk" if short or slack < slack_days else "on_time"), slack


def _in_order(amount: Qty, wanted: Sequence[Qty]) -> list[Qty]:
    found = []
    for one in wanted:
        found.append(min(one, max(0, amount)))
        amount -= found[-1]
    return found

# SPDX-License-Identifier: Apache-2.0
"""Pure rules of reporting: which defect asks for more than its code, and what may be done now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lockstep.domains.shopfloor.rules.scopes import ScopedRule, narrowest
from lockstep.kernel.qty import SCALE, Qty

KIND = "defect_detail"
SEVERITIES = ("minor", "major", "critical")


@dataclass(frozen=True, slots=True)
class DetailRule:
    """Asks for a cause or a photo when a defect is severe enough, numerous enough, or new here.

    The conditions that are given must hold together; a rule without conditions always asks.
    """

    severity: str | None
    quantity: Qty | None
    first_time: bool
    ask_cause: bool
    ask_photo: bool
    strength: str

    def asks(self, severity: str, quantity: Qty, first_time: bool) -> bool:
        if self.severity is not None and SEVERITIES.index(severity) < SEVERITIES.index(self.severity):
            return False
        if self.quantity is not None and quantity < self.quantity:
            return False
        return first_time or not self.first_time


def rules_here(
    stored: Iterable[ScopedRule], *, line_id: int | None, product_id: int, operation_code: str
) -> list[DetailRule]:
    here = narrowest(stored, line_id=line_id, product_id=product_id, operation_code=operation_code)
    return [_detail_rule(rule) for rule in here.values()]


def _detail_rule(stored: ScopedRule) -> DetailRule:
    threshold = stored.threshold
    quantity = threshold.get("quantity")
    return DetailRule(
        severity=threshold.get("severity"),
        quantity=None if quantity is None else round(quantity * SCALE),
        first_time=stored.key == "first_time",
        ask_cause=bool(threshold.get("ask_cause", False)),
        ask_photo=bool(threshold.get("ask_photo", False)),
        strength=stored.strength,
    )


Detail = Literal["cause", "photo"]


@dataclass(frozen=True, slots=True)
class MissingDetail:
    detail: Detail
    strength: str


def missing_details(
    rules: Iterable[DetailRule], *, severity: str, quantity: Qty, first_time: bool, cause: str | None, photos: int
) -> list[MissingDetail]:
    """What is asked for and not there, the strictest demand of each."""
    asked = [rule for rule in rules if rule.asks(severity, quantity, first_time)]
    demands: tuple[tuple[Detail, bool, list[DetailRule]], ...] = (
        ("cause", bool(cause), [rule for rule in asked if rule.ask_cause]),
        ("photo", photos > 0, [rule for rule in asked if rule.ask_photo]),
    )
    return [
        MissingDetail(detail, "block" if any(rule.strength == "block" for rule in demanding) else "warn")
        for detail, given, demanding in demands
        if demanding and not given
    ]

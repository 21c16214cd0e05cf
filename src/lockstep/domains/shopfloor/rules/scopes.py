# SPDX-License-Identifier: Apache-2.0
"""Which of the stored rules of the plant counts at one operation. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ScopedRule:
    """A stored rule; `scope` is empty for the plant, a line or product id, or an operation code."""

    key: str
    scope_type: str
    scope: str
    strength: str
    threshold: dict[str, Any]


SCOPES = ("plant", "line", "product", "operation")


def narrowest(
    stored: Iterable[ScopedRule], *, line_id: int | None, product_id: int, operation_code: str
) -> dict[str, ScopedRule]:
    """Of each rule the one with the narrowest scope, unless it is off there."""
    here = {"plant": "", "line": str(line_id), "product": str(product_id), "operation": operation_code}
    found: dict[str, ScopedRule] = {}
    for rule in sorted(stored, key=lambda rule: SCOPES.index(rule.scope_type)):
        if here[rule.scope_type] == rule.scope:
            found[rule.key] = rule
    return {key: rule for key, rule in found.items() if rule.strength != "off"}

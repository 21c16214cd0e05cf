# SPDX-License-Identifier: Apache-2.0
"""Whether somebody may report where an operation asks for a skill. Pure."""

from collections.abc import Collection, Iterable
from typing import Literal

from lockstep.domains.shopfloor.rules.scopes import ScopedRule, narrowest

KIND = "skill"
Strength = Literal["warn", "block"]


def skill_asked(
    stored: Iterable[ScopedRule], *, line_id: int | None, product_id: int, operation_code: str
) -> Strength | None:
    """How strictly the rule here asks for the skill of the operation; None: not at all."""
    rules = narrowest(stored, line_id=line_id, product_id=product_id, operation_code=operation_code)
    rule = rules.get(KIND)
    if rule is None:
        return None
    return "block" if rule.strength == "block" else "warn"


def lacks(skills: Collection[int], wanted: int | None) -> bool:
    return wanted is not None and wanted not in skills

# SPDX-License-Identifier: Apache-2.0
"""What the rules of the plant are shown as."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

ScopeType = Literal["plant", "line", "product", "operation"]
Strength = Literal["off", "warn", "block"]


class RuleScope(BaseModel):
    """What a rule can be set for: `scope` as the rule keeps it, code and name as people know it."""

    scope: str
    code: str
    name: str | None


class RuleListed(BaseModel):
    """`changed_by` is whoever set it last."""

    scope_type: ScopeType
    scope: str
    scope_code: str | None
    scope_name: str | None
    strength: Strength
    version: int
    changed_by: str | None
    changed_at: datetime | None


class DetailRuleListed(RuleListed):
    key: Literal["severity", "quantity", "first_time"]
    severity: Literal["minor", "major", "critical"] | None = None
    quantity: float | None = None
    ask_cause: bool
    ask_photo: bool


class SkillRuleList(BaseModel):
    """`scope_types` are those that the reader may set a rule for."""

    rules: list[RuleListed]
    scope_types: list[ScopeType]


class DetailRuleList(BaseModel):
    rules: list[DetailRuleListed]
    scope_types: list[ScopeType]

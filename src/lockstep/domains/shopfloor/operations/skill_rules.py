# SPDX-License-Identifier: Apache-2.0
"""Setting whether a report asks for the skill that the routing names for its operation."""

from pydantic import BaseModel

from lockstep.domains.shopfloor.operations.plant_rules import SET_RULES, RuleSet, SetRule, set_rule
from lockstep.domains.shopfloor.rules.skills import KIND
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


class SetSkillRule(SetRule):
    """*warn* books the report of somebody without the skill and marks it, *block* refuses people and parks the rest."""


class SkillRuleListed(BaseModel):
    scope_type: str
    scope: str
    strength: str
    version: int


class SkillRuleList(BaseModel):
    rules: list[SkillRuleListed]


@operation("shopfloor.set_skill_rule", permission=SET_RULES)
async def set_skill_rule(work: Work, command: SetSkillRule) -> RuleSet:
    return await set_rule(work, command, KIND, KIND, {})

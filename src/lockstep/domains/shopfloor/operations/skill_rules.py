# SPDX-License-Identifier: Apache-2.0
"""Setting whether a report asks for the skill that the routing names for its operation."""

from lockstep.domains.shopfloor.operations.plant_rules import RuleSet, SetRule, set_rule
from lockstep.domains.shopfloor.queries.plant_rules import SET_RULES
from lockstep.domains.shopfloor.rules.skills import KIND
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


class SetSkillRule(SetRule):
    """*warn* books the report of somebody without the skill and marks it, *block* refuses people and parks the rest."""


@operation("shopfloor.set_skill_rule", permission=SET_RULES)
async def set_skill_rule(work: Work, command: SetSkillRule) -> RuleSet:
    return await set_rule(work, command, KIND, KIND, {})

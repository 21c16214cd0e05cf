# SPDX-License-Identifier: Apache-2.0
"""Setting when a report asks for the cause or a photo of a defect: three rules, each at a scope."""

from typing import Any, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from lockstep.domains.shopfloor.operations.plant_rules import RuleSet, SetRule, set_rule
from lockstep.domains.shopfloor.queries.plant_rules import SET_RULES
from lockstep.domains.shopfloor.rules.details import KIND
from lockstep.kernel.qty import PositiveQty, show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


class SetDetailRule(SetRule):
    """*severity* asks from a severity on, *quantity* from a number of pieces on, *first_time* when the defect
    was never reported at the operation."""

    key: Literal["severity", "quantity", "first_time"]
    severity: Literal["minor", "major", "critical"] | None = None
    quantity: PositiveQty | None = None
    ask_cause: bool = False
    ask_photo: bool = False

    @model_validator(mode="after")
    def _threshold_fits_the_rule(self) -> "SetDetailRule":
        if (self.key == "severity") != (self.severity is not None):
            raise PydanticCustomError("rule_severity", "the rule severity has a severity, the others have none")
        if (self.key == "quantity") != (self.quantity is not None):
            raise PydanticCustomError("rule_quantity", "the rule quantity has a quantity, the others have none")
        return self

    def threshold(self) -> dict[str, Any]:
        found: dict[str, Any] = {"ask_cause": self.ask_cause, "ask_photo": self.ask_photo}
        if self.severity is not None:
            found["severity"] = self.severity
        if self.quantity is not None:
            found["quantity"] = show_qty(self.quantity)
        return found


@operation("shopfloor.set_detail_rule", permission=SET_RULES)
async def set_detail_rule(work: Work, command: SetDetailRule) -> RuleSet:
    return await set_rule(work, command, KIND, command.key, command.threshold())

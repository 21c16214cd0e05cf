# SPDX-License-Identifier: Apache-2.0
"""Setting when a report asks for the cause or a photo of a defect: three rules, each at a scope."""

from typing import Any, Literal

from pydantic import BaseModel, Field, model_validator
from sqlalchemy import String, cast, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from lockstep.domains.masterdata.models import Line, Product
from lockstep.domains.orders.models import Operation
from lockstep.domains.shopfloor.queries.detail_rules import KIND
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import PositiveQty, show_qty
from lockstep.kernel.types import Reason, Text
from lockstep.platform.accounts.errors import BeyondYourself
from lockstep.platform.commands.command import Answer, Command
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.settings.models import RuleSetting

NAMED_BY: dict[str, InstrumentedAttribute[Any]] = {"line": Line.id, "product": Product.id, "operation": Operation.code}


class RuleChanged(LockstepError):
    code = "version_changed"
    message = "Somebody else changed this in the meantime: it has version {version} now."


class UnknownScope(LockstepError):
    code = "unknown_scope"
    status = 422
    message = "There is no {scope_type} {scope} to set a rule for."


class SetDetailRule(Command):
    """*severity* asks from a severity on, *quantity* from a number of pieces on, *first_time* when the defect
    was never reported at the operation. `expected_version` is 0 for a rule that does not exist yet."""

    key: Literal["severity", "quantity", "first_time"]
    scope_type: Literal["plant", "line", "product", "operation"] = "plant"
    scope: Text = Field(default="", max_length=64)
    strength: Literal["off", "warn", "block"]
    severity: Literal["minor", "major", "critical"] | None = None
    quantity: PositiveQty | None = None
    ask_cause: bool = False
    ask_photo: bool = False
    expected_version: int = Field(ge=0, lt=2**31)
    reason: Reason | None = None

    @model_validator(mode="after")
    def _threshold_fits_the_rule(self) -> "SetDetailRule":
        if (self.scope_type == "plant") != (self.scope == ""):
            raise ValueError("the plant has no scope, every other scope has one")
        if (self.key == "severity") != (self.severity is not None):
            raise ValueError("the rule severity has a severity, the others have none")
        if (self.key == "quantity") != (self.quantity is not None):
            raise ValueError("the rule quantity has a quantity, the others have none")
        return self

    def threshold(self) -> dict[str, Any]:
        found: dict[str, Any] = {"ask_cause": self.ask_cause, "ask_photo": self.ask_photo}
        if self.severity is not None:
            found["severity"] = self.severity
        if self.quantity is not None:
            found["quantity"] = show_qty(self.quantity)
        return found


class DetailRuleSet(Answer):
    key: str
    version: int


class DetailRuleListed(BaseModel):
    key: str
    scope_type: str
    scope: str
    strength: str
    version: int
    severity: str | None = None
    quantity: float | None = None
    ask_cause: bool
    ask_photo: bool


class DetailRuleList(BaseModel):
    rules: list[DetailRuleListed]


@operation("shopfloor.set_detail_rule", permission="settings.manage")
async def set_detail_rule(work: Work, command: SetDetailRule) -> DetailRuleSet:
    line = await _line_in_reach(work, command)
    await _check_scope(work, command)
    place = {"kind": KIND, "key": command.key, "scope_type": command.scope_type, "scope": command.scope}
    found = await work.session.execute(
        select(RuleSetting.id, RuleSetting.strength, RuleSetting.threshold, RuleSetting.version)
        .where(*(getattr(RuleSetting, name) == value for name, value in place.items()))
        .with_for_update()
    )
    before = found.one_or_none()
    version = before.version if before else 0
    if version != command.expected_version:
        raise RuleChanged(version=version)
    values = {"strength": command.strength, "threshold": command.threshold(), "version": version + 1}
    if before is None:
        await work.session.execute(insert(RuleSetting).values(**place, **values))
    else:
        await work.session.execute(update(RuleSetting).where(RuleSetting.id == before.id).values(**values))
    of_line = {"site_id": line.site_id, "line_id": line.id} if line else {}
    work.audit(
        "rule_setting",
        f"{KIND}/{command.key}/{command.scope_type}/{command.scope}",
        before={"strength": before.strength, **before.threshold} if before else None,
        after={"strength": command.strength, **command.threshold()},
        reason=command.reason,
        **of_line,
    )
    work.emit("rule_set", "rule_setting", command.key, **of_line)
    return DetailRuleSet(key=command.key, version=version + 1)


async def _check_scope(work: Work, command: SetDetailRule) -> None:
    """A rule for what does not exist would never ask, and nobody would notice."""
    if command.scope_type == "plant":
        return
    name = NAMED_BY[command.scope_type]
    if await work.session.scalar(select(name).where(cast(name, String) == command.scope).limit(1)) is None:
        raise UnknownScope(scope_type=command.scope_type, scope=command.scope)


async def _line_in_reach(work: Work, command: SetDetailRule) -> Any | None:
    """The rule of a line is for who sees that line; every other one reaches all sites."""
    line = None
    if command.scope_type == "line":
        found = await work.session.execute(select(Line.site_id, Line.id).where(cast(Line.id, String) == command.scope))
        line = found.one_or_none()
    within = line is not None and work.actor.sees(line.site_id, line.id)
    if not work.actor.everywhere and not within:
        raise BeyondYourself
    return line

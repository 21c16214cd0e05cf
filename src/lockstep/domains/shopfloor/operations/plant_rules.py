# SPDX-License-Identifier: Apache-2.0
"""Setting a rule of the plant at a scope: the same way for every kind of rule."""

from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import String, cast, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from lockstep.domains.masterdata.models import Line, Product
from lockstep.domains.orders.models import Operation
from lockstep.domains.shopfloor.queries.plant_rules import RULE, rule_id
from lockstep.domains.shopfloor.rule_schemas import ScopeType, Strength
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.types import Reason, Text
from lockstep.platform.accounts.errors import BeyondYourself
from lockstep.platform.commands.command import Answer, Command
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


class SetRule(Command):
    """`expected_version` is 0 for a rule that does not exist yet."""

    scope_type: ScopeType = "plant"
    scope: Text = Field(default="", max_length=64)
    strength: Strength
    expected_version: int = Field(ge=0, lt=2**31)
    reason: Reason | None = None

    @model_validator(mode="after")
    def _scope_fits_its_type(self) -> "SetRule":
        if (self.scope_type == "plant") != (self.scope == ""):
            raise PydanticCustomError("rule_scope", "the plant has no scope, every other scope has one")
        return self


class RuleSet(Answer):
    key: str
    version: int


async def set_rule(work: Work, command: SetRule, kind: str, key: str, threshold: dict[str, Any]) -> RuleSet:
    line = await _line_in_reach(work, command)
    await _check_scope(work, command)
    place = {"kind": kind, "key": key, "scope_type": command.scope_type, "scope": command.scope}
    found = await work.session.execute(
        select(RuleSetting.id, RuleSetting.strength, RuleSetting.threshold, RuleSetting.version)
        .where(*(getattr(RuleSetting, name) == value for name, value in place.items()))
        .with_for_update()
    )
    before = found.one_or_none()
    version = before.version if before else 0
    if version != command.expected_version:
        raise RuleChanged(version=version)
    values = {"strength": command.strength, "threshold": threshold, "version": version + 1}
    if before is None:
        await work.session.execute(insert(RuleSetting).values(**place, **values))
    else:
        await work.session.execute(update(RuleSetting).where(RuleSetting.id == before.id).values(**values))
    of_line = {"site_id": line.site_id, "line_id": line.id} if line else {}
    work.audit(
        RULE,
        rule_id(kind, key, command.scope_type, command.scope),
        before={"strength": before.strength, **before.threshold} if before else None,
        after={"strength": command.strength, **threshold},
        reason=command.reason,
        **of_line,
    )
    work.emit("rule_set", RULE, key, **of_line)
    return RuleSet(key=key, version=version + 1)


async def _check_scope(work: Work, command: SetRule) -> None:
    """A rule for what does not exist would never ask, and nobody would notice."""
    if command.scope_type == "plant":
        return
    name = NAMED_BY[command.scope_type]
    if await work.session.scalar(select(name).where(cast(name, String) == command.scope).limit(1)) is None:
        raise UnknownScope(scope_type=command.scope_type, scope=command.scope)


async def _line_in_reach(work: Work, command: SetRule) -> Any | None:
    """The rule of a line is for who sees that line; every other one reaches all sites."""
    line = None
    if command.scope_type == "line":
        found = await work.session.execute(select(Line.site_id, Line.id).where(cast(Line.id, String) == command.scope))
        line = found.one_or_none()
    within = line is not None and work.actor.sees(line.site_id, line.id)
    if not work.actor.everywhere and not within:
        raise BeyondYourself
    return line

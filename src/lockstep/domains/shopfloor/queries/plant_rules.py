# SPDX-License-Identifier: Apache-2.0
"""The rules of the plant that a report is held against, and what they can be set for."""

from typing import Any

from sqlalchemy import BigInteger, Select, String, case, cast, func, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import Line, Product
from lockstep.domains.orders.models import Operation
from lockstep.domains.shopfloor.rule_schemas import (
    DetailRuleList,
    DetailRuleListed,
    RuleListed,
    RuleScope,
    ScopeType,
    SkillRuleList,
)
from lockstep.domains.shopfloor.rules import details, skills
from lockstep.domains.shopfloor.rules.scopes import ScopedRule
from lockstep.domains.shopfloor.words import WORDS
from lockstep.kernel.names import local_name
from lockstep.platform.accounts.audit_names import named_by
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.database.names import name_in
from lockstep.platform.metadata.entity import entity_of
from lockstep.platform.metadata.models import Status
from lockstep.platform.metadata.reading import in_sight
from lockstep.platform.metadata.search import matches
from lockstep.platform.settings.models import RuleSetting

SET_RULES = "settings.manage"
RULE = "rule_setting"
MOST_SCOPES = 50
ENTRY = func.concat(RuleSetting.kind, "/", RuleSetting.key, "/", RuleSetting.scope_type, "/", RuleSetting.scope)
"""What `rule_id` makes of a row."""
WIDEST_FIRST = case({"plant": 0, "line": 1, "product": 2}, value=RuleSetting.scope_type, else_=3)


async def stored_rules(session: AsyncSession, kind: str) -> list[ScopedRule]:
    rows = await session.execute(
        select(
            RuleSetting.key, RuleSetting.scope_type, RuleSetting.scope, RuleSetting.strength, RuleSetting.threshold
        ).where(RuleSetting.kind == kind)
    )
    return [ScopedRule(*row) for row in rows]


@query("shopfloor.detail_rules", permission=SET_RULES)
async def detail_rules(reading: Reading) -> DetailRuleList:
    rows = await reading.session.execute(_rules(reading.actor, details.KIND))
    listed = [DetailRuleListed.model_validate({**row, **row["threshold"]}) for row in rows.mappings()]
    return DetailRuleList(rules=listed, scope_types=_scope_types(reading.actor))


@query("shopfloor.skill_rules", permission=SET_RULES)
async def skill_rules(reading: Reading) -> SkillRuleList:
    rows = await reading.session.execute(_rules(reading.actor, skills.KIND))
    listed = [RuleListed.model_validate(dict(row)) for row in rows.mappings()]
    return SkillRuleList(rules=listed, scope_types=_scope_types(reading.actor))


@query("shopfloor.rule_scopes", permission=SET_RULES)
async def rule_scopes(reading: Reading, *, scope_type: ScopeType, search: str) -> list[RuleScope]:
    """What the reader may set a rule of this kind for."""
    if scope_type not in _scope_types(reading.actor):
        return []
    found = _scopes(reading.actor, scope_type, search)
    rows = await reading.session.execute(found.limit(MOST_SCOPES)) if found is not None else ()
    return [RuleScope(scope=row.scope, code=row.code, name=row.name) for row in rows]


def rule_id(kind: str, key: str, scope_type: str, scope: str) -> str:
    """In the audit."""
    return f"{kind}/{key}/{scope_type}/{scope}"


def _scope_types(actor: Actor) -> list[ScopeType]:
    """All but the rule of a line reach every site."""
    return ["plant", "line", "product", "operation"] if actor.everywhere else ["line"]


def _rules(actor: Actor, kind: str) -> Select[Any]:
    """With what their scopes are called and who set them last; those of lines that the actor sees."""
    rule = RuleSetting
    last = (
        select(AuditEntry.at, AuditEntry.actor_name)
        .where(AuditEntry.entity_type == RULE, AuditEntry.entity_id == ENTRY)
        .order_by(AuditEntry.id.desc())
        .limit(1)
        .lateral("last")
    )
    return (
        _called(
            actor,
            *(rule.key, rule.scope_type, rule.scope, rule.strength, rule.version, rule.threshold),
            *(last.c.actor_name.label("changed_by"), last.c.at.label("changed_at")),
        )
        .outerjoin(last, true())
        .where(rule.kind == kind)
        .order_by(rule.key, WIDEST_FIRST, Line.code, Product.code, rule.scope)
    )


def _called(actor: Actor, *columns: Any) -> Select[Any]:
    """Rules with code and name of what they are set for."""
    names = [name_in(actor.locale, column) for column in (Line.name, Product.name)]
    return (
        select(
            *columns,
            func.coalesce(Line.code, Product.code, func.nullif(RuleSetting.scope, "")).label("scope_code"),
            func.coalesce(*names, _operation_name(actor.locale)).label("scope_name"),
        )
        .select_from(RuleSetting)
        .outerjoin(Line, Line.id == _id_of("line"))
        .outerjoin(Product, Product.id == _id_of("product"))
        .where(or_(RuleSetting.scope_type != "line", in_sight(entity_of("line"), actor)))
    )


def _named(reading: Reading) -> Select[Any]:
    """What the audit calls a rule: by its scope, as the act says which rule it is."""
    rules = _called(reading.actor, ENTRY.label("id")).subquery()
    code = func.coalesce(rules.c.scope_code, local_name(WORDS["plant"], reading.actor.locale)).label("code")
    return select(rules.c.id, code, rules.c.scope_name.label("name"))


named_by({RULE: _named}.get)


def _id_of(scope_type: str) -> Any:
    return case((RuleSetting.scope_type == scope_type, cast(RuleSetting.scope, BigInteger)))


def _operation_name(locale: str) -> Any:
    """As the newest order calls an operation of that code."""
    return (
        select(name_in(locale, Operation.name))
        .where(RuleSetting.scope_type == "operation", Operation.code == RuleSetting.scope)
        .order_by(Operation.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _scopes(actor: Actor, scope_type: ScopeType, search: str) -> Select[str, str, str] | None:
    if scope_type == "line":
        return _records(actor, Line, search)
    if scope_type == "product":
        return _records(actor, Product, search)
    if scope_type == "operation":
        name = name_in(actor.locale, Operation.name)
        found = func.lower(func.concat(Operation.code, " ", name))
        return (
            select(Operation.code.label("scope"), Operation.code, name.label("name"))
            .ext(distinct_on(Operation.code))
            .where(matches(found, search))
            .order_by(Operation.code, Operation.id.desc())
        )
    return None


def _records(actor: Actor, model: type[Line] | type[Product], search: str) -> Select[str, str, str]:
    return (
        select(cast(model.id, String).label("scope"), model.code, name_in(actor.locale, model.name).label("name"))
        .where(
            in_sight(entity_of(model.__tablename__), actor),
            matches(model.search, search),
            model.status == Status.RELEASED,
        )
        .order_by(model.code)
    )

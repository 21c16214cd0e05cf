# SPDX-License-Identifier: Apache-2.0
"""The rules of the plant that a report is held against."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.shopfloor.rules import details, skills
from lockstep.domains.shopfloor.rules.scopes import ScopedRule
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.settings.models import RuleSetting


async def stored_rules(session: AsyncSession, kind: str) -> list[ScopedRule]:
    rows = await session.execute(
        select(
            RuleSetting.key, RuleSetting.scope_type, RuleSetting.scope, RuleSetting.strength, RuleSetting.threshold
        ).where(RuleSetting.kind == kind)
    )
    return [ScopedRule(*row) for row in rows]


@query("shopfloor.detail_rules", permission="settings.manage")
async def detail_rules(reading: Reading) -> dict[str, Any]:
    return {"rules": await _listed(reading, details.KIND)}


@query("shopfloor.skill_rules", permission="settings.manage")
async def skill_rules(reading: Reading) -> dict[str, Any]:
    return {"rules": await _listed(reading, skills.KIND)}


async def _listed(reading: Reading, kind: str) -> list[dict[str, Any]]:
    rows = await reading.session.execute(
        select(RuleSetting)
        .where(RuleSetting.kind == kind)
        .order_by(RuleSetting.key, RuleSetting.scope_type, RuleSetting.scope)
    )
    return [
        {
            "key": row.key,
            "scope_type": row.scope_type,
            "scope": row.scope,
            "strength": row.strength,
            "version": row.version,
            **row.threshold,
        }
        for row in rows.scalars()
    ]

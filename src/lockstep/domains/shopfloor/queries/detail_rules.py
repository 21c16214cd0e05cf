# SPDX-License-Identifier: Apache-2.0
"""The rules of the plant that ask for a cause or a photo of a defect."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.shopfloor.rules.details import ScopedRule
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.settings.models import RuleSetting

KIND = "defect_detail"


async def stored_rules(session: AsyncSession) -> list[ScopedRule]:
    rows = await session.execute(
        select(
            RuleSetting.key, RuleSetting.scope_type, RuleSetting.scope, RuleSetting.strength, RuleSetting.threshold
        ).where(RuleSetting.kind == KIND)
    )
    return [ScopedRule(*row) for row in rows]


@query("shopfloor.detail_rules", permission="settings.manage")
async def detail_rules(reading: Reading) -> dict[str, Any]:
    rows = await reading.session.execute(
        select(RuleSetting)
        .where(RuleSetting.kind == KIND)
        .order_by(RuleSetting.key, RuleSetting.scope_type, RuleSetting.scope)
    )
    return {
        "rules": [
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
    }

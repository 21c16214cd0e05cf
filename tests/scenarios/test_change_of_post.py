# SPDX-License-Identifier: Apache-2.0
"""An operator changes post on a date: the old rights until then, the new ones after, and the past stays theirs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from lockstep.domains.shopfloor.models import ProductionReport
from lockstep.platform.accounts.operations.posts import plan_post
from lockstep.platform.accounts.operations.roles import create_role
from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.accounts.schemas.commands import CreateRole, PlanPost
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.actor import Actor
from tests.support.clock import TestClock
from tests.support.plant import BuiltPlant, step

pytestmark = pytest.mark.anyio
ADMIN = Actor(name="builder", permissions=PERMISSIONS, source="test")


async def test_an_operator_changes_post(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order(step("10", stations=["ST-1"], acceptance="after_report"), step("20"))
    li = await plant.user("li", person="P-1")
    role = CreateRole(id=uuid4(), role="judge", name={"en": "Judge"}, permissions=["wip.judge", "report.read"])
    await plant.run(create_role, role, ADMIN)
    starts = clock.now + timedelta(hours=10)
    post = PlanPost(
        id=uuid4(), account_id=li.account_id, expected_version=1, roles=["judge"], from_at=starts, reason="inspection"
    )
    await plant.run(plan_post, post, ADMIN)
    judge = {"operation_id": first, "quantity": 10, "verdict": "accept"}

    made = await li.report(first, 10)
    await li.refused("/wip/judge", 403, "forbidden", **judge)

    clock.advance(hours=10)
    await li.refused("/reports", 403, "forbidden", operation_id=first, good=5, ng=0, defects=[])
    await li.post("/wip/judge", **judge)
    [before] = (await li.get("/reports", operation_id=first))["reports"]

    assert (before["id"], before["good"], before["people"]) == (made["report_id"], 10, ["Person P-1"])
    async with plant.sessions() as session:
        report = (await session.execute(select(ProductionReport.__table__))).one()
        entries = await session.execute(
            select(AuditEntry.operation, AuditEntry.at)
            .where(AuditEntry.account_id == li.account_id)
            .order_by(AuditEntry.id)
        )
    assert report.account_id == li.account_id
    assert [(row.operation, row.at >= starts) for row in entries] == [
        ("shopfloor.report_production", False),
        ("wip.judge", True),
    ]

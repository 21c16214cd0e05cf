# SPDX-License-Identifier: Apache-2.0
"""What every decision on a hold case ends with."""

from collections.abc import Mapping
from typing import Any

from lockstep.domains.wip.operations.part import finish, moved
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.ledger import Case
from lockstep.domains.wip.schemas import CaseDecided
from lockstep.platform.commands.work import Work


async def decided(
    work: Work,
    plant: Plant,
    case: Case,
    event: str,
    fact: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
) -> CaseDecided:
    order = plant.order_of(case.operation_id)
    work.audit(
        "hold_case",
        case.id,
        before=before,
        after=after,
        reason=reason,
        site_id=order.site_id,
        line_id=order.line_id,
    )
    await finish(work, plant, event, fact, reason=reason, case_id=case.id)
    return CaseDecided.model_construct(**moved(work, plant, case.operation_id, case_id=case.id, open=case.open))

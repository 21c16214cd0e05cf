# SPDX-License-Identifier: Apache-2.0
"""An act that happened but cannot be attached waits in sight, with the reason and its pieces."""

from typing import Annotated

from pydantic import BaseModel

from lockstep.domains.shopfloor.commands import RecordTime
from lockstep.domains.shopfloor.errors import UnknownOperation
from lockstep.domains.shopfloor.schemas import ReportProduction, ReportResult, ReportWarning
from lockstep.domains.wip.operations.store import emit_bars
from lockstep.domains.wip.queries.plant import Plant
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import Qty
from lockstep.platform.audit.masking import said_by
from lockstep.platform.commands.models import ParkedCommand
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import Mask


class ParkedTrace(BaseModel):
    """What the audit keeps of the reason: who made the pieces is not for everybody."""

    person: Annotated[str | None, Mask("person")] = None


said_by("parked_command", ParkedTrace)


def park_report(work: Work, plant: Plant, command: ReportProduction, refusal: LockstepError) -> ReportResult:
    park(work, plant, "shopfloor.report_production", command, command.good + command.ng, refusal)
    return ReportResult(
        id=command.id,
        outcome="parked",
        report_id=None,
        operation_id=command.operation_id,
        bar=None,
        order_bar=None,
        can=[],
        warnings=[ReportWarning(code=refusal.code, params=refusal.params)],
    )


def park(
    work: Work,
    plant: Plant,
    operation: str,
    command: ReportProduction | RecordTime,
    quantity: Qty,
    refusal: LockstepError,
) -> None:
    """`operation` is the name of the one that would have booked it: a review books it by the same.

    What names no order that the sender sees is for the reviewers of the site it came from.
    """
    foreign = isinstance(refusal, UnknownOperation)
    state = None if foreign else plant.operations.get(command.operation_id)
    order = plant.order_of(command.operation_id) if state else None
    actor = work.actor
    site_id, line_id = (order.site_id, order.line_id) if order else (actor.site_id, actor.line_id)
    work.add(
        ParkedCommand,
        id=command.id,
        operation=operation,
        payload=command.payload(),
        reason_code=refusal.code,
        reason_params=refusal.params,
        account_id=actor.account_id,
        actor_name=actor.name,
        device_id=actor.device_id,
        site_id=site_id,
        operation_id=state.id if state else None,
        quantity=quantity,
        occurred_at=command.occurred_at or work.now,
        parked_at=work.now,
    )
    after = {"reason": refusal.code, **refusal.params}
    work.audit("parked_command", command.id, after=after, site_id=site_id, line_id=line_id)
    if state is None:
        work.emit("report_parked", "parked_command", command.id, site_id=site_id)
    else:
        state.not_booked += quantity
        emit_bars(work, plant, "report_parked", {state.id})

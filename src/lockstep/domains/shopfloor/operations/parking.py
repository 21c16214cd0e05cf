# SPDX-License-Identifier: Apache-2.0
"""An act that happened but cannot be attached waits in sight, with the reason and its pieces."""

from lockstep.domains.shopfloor.commands import RecordTime
from lockstep.domains.shopfloor.errors import UnknownOperation
from lockstep.domains.shopfloor.schemas import ReportProduction, ReportResult, ReportWarning
from lockstep.domains.wip.operations.store import emit_bars
from lockstep.domains.wip.queries.plant import Plant
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import Qty
from lockstep.platform.commands.models import ParkedCommand
from lockstep.platform.commands.work import Work


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
    """`operation` is the name of the one that would have booked it: a review books it by the same."""
    foreign = isinstance(refusal, UnknownOperation)
    state = None if foreign else plant.operations.get(command.operation_id)
    site_id = plant.order_of(command.operation_id).site_id if state else None
    work.add(
        ParkedCommand,
        id=command.id,
        operation=operation,
        payload=command.payload(),
        reason_code=refusal.code,
        reason_params=refusal.params,
        account_id=work.actor.account_id,
        actor_name=work.actor.name,
        device_id=work.actor.device_id,
        site_id=site_id,
        operation_id=state.id if state else None,
        quantity=quantity,
        occurred_at=command.occurred_at or work.now,
        parked_at=work.now,
    )
    work.audit("parked_command", command.id, after={"reason": refusal.code, **refusal.params}, site_id=site_id)
    if state is None:
        work.emit("report_parked", "parked_command", command.id, site_id=site_id)
    else:
        state.not_booked += quantity
        emit_bars(work, plant, "report_parked", {state.id})

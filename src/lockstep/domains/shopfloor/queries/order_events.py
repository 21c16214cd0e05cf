# SPDX-License-Identifier: Apache-2.0
"""What happened to an order: reports, what was taken back, blocks, holds and what became of them, progress."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import aliased

from lockstep.domains.masterdata.models import DefectCode, Person
from lockstep.domains.orders.models import Assignment
from lockstep.domains.shopfloor.models import DefectLine, ProductionReport, ReportPerson
from lockstep.domains.shopfloor.queries.sight import of_makers
from lockstep.domains.wip.models import Block, HoldCase, MovementRow
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import SCALE, show_qty
from lockstep.platform.accounts.people import of_accounts, of_people
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.query import Reading
from lockstep.platform.database.base import Quantity

PAGE = 50
DECIDED = {"ready": "release", "waiting": "release", "rework": "to_rework", "scrap": "to_scrap"}
"""What became of held pieces, by the cell that they went to."""
PROGRESS = {"wip.start_operation": "start", "wip.pause_operation": "pause", "wip.complete_operation": "complete"}
FIELDS: dict[str, Any] = {
    "at": DateTime(timezone=True),
    "kind": String(),
    "operation_id": BigInteger(),
    "who": String(),
    "quantity": Quantity(),
    "ng": Quantity(),
    "defects": JSONB(),
    "reason": String(),
    "reason_code": String(),
    "reason_params": JSONB(),
}
BEFORE = aliased(ProductionReport)


async def order_events(reading: Reading, order_id: int, operations: Sequence[int]) -> tuple[list[dict[str, Any]], bool]:
    """The newest page, and whether there is more."""
    parts = [
        *_blocks(reading, order_id, operations),
        _holds(operations),
        _decisions(reading, operations),
        _progress(reading, operations),
    ]
    if reading.actor.may("report.read"):
        parts.append(_reports(reading, order_id))
    events = union_all(*parts).subquery()
    found = await reading.session.execute(select(events).order_by(events.c.at.desc()).limit(PAGE + 1))
    rows = found.all()
    return [_shown(reading, row) for row in rows[:PAGE]], len(rows) > PAGE


def _shown(reading: Reading, row: Any) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in FIELDS},
        "quantity": None if row.quantity is None else show_qty(row.quantity),
        "ng": None if row.ng is None else show_qty(row.ng),
        "defects": [
            {"name": local_name(name, reading.actor.locale), "quantity": show_qty(int(quantity * SCALE))}
            for name, quantity in row.defects or ()
        ],
    }


def _event(**said: Any) -> list[Any]:
    """One row of each kind has the same columns; what a kind does not say is null."""
    return [cast(said.get(name, null()), kind).label(name) for name, kind in FIELDS.items()]


def _reports(reading: Reading, order_id: int) -> Select[Any]:
    report = ProductionReport
    is_reversal = and_(report.replaces_id.is_not(None), report.good + report.ng == 0)
    people = (
        select(func.string_agg(Person.name, aggregate_order_by(literal(" · "), ReportPerson.share.desc(), Person.name)))
        .join(ReportPerson, ReportPerson.person_id == Person.id)
        .where(ReportPerson.report_id == report.id, of_people(reading.actor, ReportPerson.person_id))
        .scalar_subquery()
    )
    lines = func.jsonb_build_array(DefectCode.name, DefectLine.quantity)
    defects = (
        select(func.jsonb_agg(aggregate_order_by(lines, DefectLine.position)))
        .join(DefectCode, DefectCode.id == DefectLine.defect_code_id)
        .where(DefectLine.report_id == report.id)
        .scalar_subquery()
    )
    return (
        select(
            *_event(
                at=case((report.replaces_id.is_(None), report.occurred_at), else_=report.received_at),
                kind=case((report.replaces_id.is_(None), "report"), (is_reversal, "reversal"), else_="correction"),
                operation_id=report.operation_id,
                who=people,
                quantity=case((is_reversal, BEFORE.good), else_=report.good),
                ng=case((is_reversal, BEFORE.ng), else_=report.ng),
                defects=defects,
                reason=report.reason,
            )
        )
        .outerjoin(BEFORE, BEFORE.id == report.replaces_id)
        .where(report.order_id == order_id, of_makers(reading.actor))
    )


def _blocks(reading: Reading, order_id: int, operations: Sequence[int]) -> list[Select[Any]]:
    """Those on the order, its operations and their places; not what stops a station or a lot for all orders."""
    places = select(Assignment.id).where(Assignment.operation_id.in_(operations))
    here = or_(
        and_(Block.target_kind == "order", Block.target_id == order_id),
        and_(Block.target_kind == "operation", Block.target_id.in_(operations)),
        and_(Block.target_kind == "assignment", Block.target_id.in_(places)),
    )
    assigned = select(Assignment.operation_id).where(Assignment.id == Block.target_id).scalar_subquery()
    said = {
        "operation_id": case(
            (Block.target_kind == "operation", Block.target_id), (Block.target_kind == "assignment", assigned)
        ),
        "reason_code": Block.reason_code,
        "reason_params": Block.reason_params,
    }
    ended = func.coalesce(Block.released_at, Block.ends_at)
    return [
        select(*_event(at=Block.starts_at, kind="block", who=Block.owner, **said)).where(
            here, Block.starts_at <= reading.now
        ),
        select(*_event(at=ended, kind="unblock", who=Block.released_by, reason=Block.release_reason, **said)).where(
            here, ended <= reading.now
        ),
    ]


def _holds(operations: Sequence[int]) -> Select[Any]:
    """Undecided NG is told by its report."""
    held = HoldCase
    return (
        select(
            *_event(
                at=held.opened_at,
                kind="hold",
                operation_id=held.operation_id,
                who=held.opened_by,
                quantity=func.sum(held.quantity),
                reason=held.reason,
            )
        )
        .where(held.operation_id.in_(operations), held.origin != "ng")
        .group_by(held.command_id, held.opened_at, held.operation_id, held.opened_by, held.reason)
    )


def _decisions(reading: Reading, operations: Sequence[int]) -> Select[Any]:
    """The record names who and why, the movements how many and where to."""
    theirs = select(cast(HoldCase.id, String)).where(HoldCase.operation_id.in_(operations))
    move = MovementRow
    return (
        select(
            *_event(
                at=AuditEntry.at,
                kind=case(DECIDED, value=move.target),
                operation_id=move.operation_id,
                who=AuditEntry.actor_name,
                quantity=func.sum(move.quantity),
                reason=AuditEntry.reason,
            )
        )
        .join(move, and_(move.command_id == AuditEntry.command_id, move.source == "hold"))
        .where(AuditEntry.entity_type == "hold_case", AuditEntry.entity_id.in_(theirs), move.target.in_(DECIDED))
        .where(of_accounts(reading.actor, AuditEntry.account_id))
        .group_by(AuditEntry.id, move.operation_id, move.target)
    )


def _progress(reading: Reading, operations: Sequence[int]) -> Select[Any]:
    return select(
        *_event(
            at=AuditEntry.at,
            kind=case(PROGRESS, value=AuditEntry.operation),
            operation_id=cast(AuditEntry.entity_id, BigInteger),
            who=AuditEntry.actor_name,
            reason=AuditEntry.reason,
        )
    ).where(
        AuditEntry.entity_type == "operation",
        AuditEntry.entity_id.in_([str(one) for one in operations]),
        AuditEntry.operation.in_(PROGRESS),
        of_accounts(reading.actor, AuditEntry.account_id),
    )

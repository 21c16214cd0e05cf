# SPDX-License-Identifier: Apache-2.0
"""What happened to an order: reports, what was taken back, verdicts, blocks, holds and what became of them, progress,
what one shift told the next about it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import aliased

from lockstep.domains.masterdata.models import DefectCode, Person, Product, Station
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.rules import OrderStatus
from lockstep.domains.shopfloor.models import DefectLine, Handover, ProductionReport, ReportPerson
from lockstep.domains.shopfloor.queries.sight import of_makers
from lockstep.domains.traceability.models import GenealogyEdge, Lot
from lockstep.domains.wip.models import Block, CellRow, HoldCase, MovementRow
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import SCALE, show_qty
from lockstep.platform.accounts.people import of_accounts, of_people
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.query import Reading
from lockstep.platform.database.base import Quantity

PAGE = 50
DECIDED = {"ready": "release", "waiting": "release", "rework": "to_rework", "scrap": "to_scrap"}
"""What became of held pieces, by the cell that they went to."""
VERDICTS = {"accept": "accepted", "reject": "rejected"}
PROGRESS = {"wip.start_operation": "start", "wip.pause_operation": "pause", "wip.complete_operation": "complete"}
FIELDS: dict[str, Any] = {
    "at": DateTime(timezone=True),
    "kind": String(),
    "operation_id": BigInteger(),
    "target": String(),
    "who": String(),
    "quantity": Quantity(),
    "ng": Quantity(),
    "defects": JSONB(),
    "reason": String(),
    "reason_code": String(),
    "reason_params": JSONB(),
}
BEFORE = aliased(ProductionReport)


def _code(model: Any) -> ColumnElement[Any]:
    return select(model.code).where(model.id == Block.target_id).scalar_subquery()


NAMED = {"station": _code(Station), "product": _code(Product), "lot": _code(Lot)}
"""What is stopped for other orders as well is told by its code."""


async def order_events(reading: Reading, order_id: int, operations: Sequence[int]) -> tuple[list[dict[str, Any]], bool]:
    """The newest page, and whether there is more."""
    parts = [
        *_blocks(reading, order_id, operations),
        _verdicts(reading, operations),
        _holds(operations),
        _decisions(reading, operations),
        _progress(reading, operations),
    ]
    if reading.actor.may("queue.read"):
        parts.append(_handovers(order_id))
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
    """Those on the order, its operations and their places; and those on its product, its lots and the stations where it
    is made, as far as they stopped it too: from its release to its end."""
    places = select(Assignment.id).where(Assignment.operation_id.in_(operations))
    here = or_(
        and_(Block.target_kind == "order", Block.target_id == order_id),
        and_(Block.target_kind == "operation", Block.target_id.in_(operations)),
        and_(Block.target_kind == "assignment", Block.target_id.in_(places)),
        and_(_of_others(order_id, operations), _within_its_life(order_id)),
    )
    assigned = select(Assignment.operation_id).where(Assignment.id == Block.target_id).scalar_subquery()
    said = {
        "operation_id": case(
            (Block.target_kind == "operation", Block.target_id), (Block.target_kind == "assignment", assigned)
        ),
        "target": case(*((Block.target_kind == kind, code) for kind, code in NAMED.items())),
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


def _of_others(order_id: int, operations: Sequence[int]) -> ColumnElement[bool]:
    stations = select(Assignment.station_id).where(Assignment.operation_id.in_(operations))
    product = select(WorkOrder.product_id).where(WorkOrder.id == order_id)
    made = select(CellRow.lot_id).where(CellRow.operation_id.in_(operations), CellRow.lot_id != 0)
    used = select(GenealogyEdge.source_lot_id).where(GenealogyEdge.operation_id.in_(operations))
    return or_(
        and_(Block.target_kind == "station", Block.target_id.in_(stations)),
        and_(Block.target_kind == "product", Block.target_id.in_(product)),
        and_(Block.target_kind == "lot", or_(Block.target_id.in_(made), Block.target_id.in_(used))),
    )


def _within_its_life(order_id: int) -> ColumnElement[bool]:
    """What began after the last of its operations was done, or ended before it was released, did not stop it."""
    done = select(func.max(Operation.completed_at)).where(Operation.order_id == WorkOrder.id).scalar_subquery()
    over = func.coalesce(WorkOrder.closed_at, case((WorkOrder.status == OrderStatus.COMPLETED, done)))
    ended = func.coalesce(Block.released_at, Block.ends_at)
    return exists().where(
        WorkOrder.id == order_id,
        or_(over.is_(None), Block.starts_at < over),
        or_(ended.is_(None), ended > WorkOrder.released_at),
    )


def _holds(operations: Sequence[int]) -> Select[Any]:
    """Undecided NG is told by its report, and what an inspector rejected by the verdict."""
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
        .where(held.operation_id.in_(operations), held.origin != "ng", held.source != "inspection")
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


def _verdicts(reading: Reading, operations: Sequence[int]) -> Select[Any]:
    said = AuditEntry.after
    return select(
        *_event(
            at=AuditEntry.at,
            kind=case(VERDICTS, value=said["verdict"].astext),
            operation_id=cast(AuditEntry.entity_id, BigInteger),
            who=AuditEntry.actor_name,
            quantity=said["quantity"].astext,
            reason=AuditEntry.reason,
        )
    ).where(
        AuditEntry.entity_type == "operation",
        AuditEntry.entity_id.in_([str(one) for one in operations]),
        AuditEntry.operation == "wip.judge",
        of_accounts(reading.actor, AuditEntry.account_id),
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


def _handovers(order_id: int) -> Select[Any]:
    told = Handover
    return select(
        *_event(
            at=told.written_at, kind="handover", operation_id=told.operation_id, who=told.written_by, reason=told.text
        )
    ).where(told.order_id == order_id, told.withdrawn_at.is_(None))

# SPDX-License-Identifier: Apache-2.0
"""Everything that a report sheet needs, in one answer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from lockstep.domains.masterdata.models import DefectCode, Product, Station
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.queries import facts_of
from lockstep.domains.orders.schemas import OrderState
from lockstep.domains.shopfloor.models import DefectLine, ProductionReport, TimeRecord
from lockstep.domains.shopfloor.queries.crew import people_here
from lockstep.domains.shopfloor.queries.piecework import IN_FORCE, LATER
from lockstep.domains.shopfloor.queries.plant_rules import stored_rules
from lockstep.domains.shopfloor.queries.skills import note_missing_skills, skill_asked_here
from lockstep.domains.shopfloor.queries.stations import shift_running
from lockstep.domains.shopfloor.queries.times import COUNTS, REVERSAL
from lockstep.domains.shopfloor.rules import details
from lockstep.domains.traceability.models import GenealogyEdge, Lot
from lockstep.domains.wip.queries.board import read_orders
from lockstep.domains.wip.queries.jobs import job_card
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.available import available
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.models import Status

RECENT = timedelta(days=30)


@query("shopfloor.sheet", permission="queue.read")
async def report_sheet(reading: Reading, operation_id: int, *, station: str | None = None) -> dict[str, Any]:
    head = await _head(reading, operation_id)
    plant, heads = await read_orders(reading, ids=[head.order_id] if head else [])
    if head is None or operation_id not in plant.operations:
        raise NotFound(kind="operation", key=operation_id)
    assignment = await assignment_here(reading, plant, operation_id, station)
    state = plant.operations[operation_id]
    operation = plant.ledger.operations[operation_id]
    order = plant.orders[state.order_id]
    facts = (await facts_of(reading.session, [operation_id]))[operation_id]
    job = job_card(reading, plant, heads, facts, assignment)
    await note_missing_skills(reading, [job])
    day, span = await shift_running(reading.session, reading.now, order.site_id)
    return {
        "job": job,
        "tray_quantity": None if head.tray_quantity is None else show_qty(head.tray_quantity),
        "available": show_qty(available(plant.ledger, operation)),
        "acceptance": state.acceptance,
        "input_rule": operation.input_rule.value,
        "unit": state.unit,
        "decimals": state.decimals,
        "started_at": await _last_act_here(reading, operation_id, station) or state.started_at,
        "defects": await _defects(reading, operation_id, state.code),
        "detail_rules": await _detail_rules(reading, order, state.code),
        "lots": await _lots(reading, operation_id),
        "shift": {"date": day.isoformat(), "starts_at": span.starts_at if span else None},
        "people": await people_here(reading, order, state.skill_id),
        "skill_asked": await skill_asked_here(reading, state, order),
        "can": job["can"],
    }


async def _head(reading: Reading, operation_id: int) -> Any:
    rows = await reading.session.execute(
        select(Operation.order_id, Product.tray_quantity)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .join(Product, Product.id == WorkOrder.product_id)
        .where(Operation.id == operation_id)
    )
    return rows.one_or_none()


async def assignment_here(reading: Reading, plant: Plant, operation_id: int, station: str | None) -> Any:
    """At the station where the report is made; from elsewhere, the first at which work can go on."""
    rows = await reading.session.execute(
        select(Assignment.id, Assignment.station_id, Assignment.planned_start, Station.code.label("station_code"))
        .join(Station, Station.id == Assignment.station_id)
        .where(Assignment.operation_id == operation_id)
        .order_by(Assignment.id)
    )
    found = rows.all()

    def rank(row: Any) -> tuple[bool, bool]:
        here = row.station_code == station if station is not None else row.station_id == reading.actor.station_id
        return not here, plant.block_at(operation_id, station_id=row.station_id, assignment_id=row.id) is not None

    return min(found, key=rank, default=None)


async def _last_act_here(reading: Reading, operation_id: int, station: str | None) -> datetime | None:
    """When the last report or time record of this station ended: since then the pieces of the next report are made.
    From no station, the person's own count."""
    ended = func.coalesce(ProductionReport.ended_at, ProductionReport.occurred_at)
    reported = (
        select(func.max(ended))
        .outerjoin(LATER, LATER.replaces_id == ProductionReport.id)
        .where(
            ProductionReport.operation_id == operation_id,
            _here(reading, ProductionReport, station),
            ended <= reading.now,
            *IN_FORCE,
        )
    )
    recorded = (
        select(func.max(TimeRecord.ended_at))
        .outerjoin(REVERSAL, REVERSAL.replaces_id == TimeRecord.id)
        .where(
            TimeRecord.operation_id == operation_id,
            _here(reading, TimeRecord, station),
            TimeRecord.ended_at <= reading.now,
            *COUNTS,
        )
    )
    last = func.greatest(reported.scalar_subquery(), recorded.scalar_subquery())
    return await reading.session.scalar(select(last))


def _here(reading: Reading, act: type[ProductionReport | TimeRecord], station: str | None) -> ColumnElement[bool]:
    if station is not None:
        return act.station_id.in_(select(Station.id).where(Station.code == station))
    if reading.actor.station_id is not None:
        return act.station_id == reading.actor.station_id
    return act.account_id == reading.actor.account_id


async def _defects(reading: Reading, operation_id: int, operation_code: str) -> list[dict[str, Any]]:
    """Favourites of the operation first, then the most frequent of the last 30 days, then by code."""
    recent = (
        select(DefectLine.defect_code_id, func.count().label("times"))
        .join(ProductionReport, ProductionReport.id == DefectLine.report_id)
        .where(DefectLine.operation_id == operation_id, ProductionReport.received_at >= reading.now - RECENT)
        .group_by(DefectLine.defect_code_id)
        .subquery()
    )
    favourite = literal(operation_code) == func.any(DefectCode.favourite_at)
    rows = await reading.session.execute(
        select(
            DefectCode.id,
            DefectCode.code,
            DefectCode.name,
            DefectCode.search,
            DefectCode.severity,
            DefectCode.default_disposition,
            favourite.label("favourite"),
            func.coalesce(recent.c.times, 0).label("recent_count"),
        )
        .outerjoin(recent, recent.c.defect_code_id == DefectCode.id)
        .where(DefectCode.status == Status.RELEASED)
        .order_by(favourite.desc(), func.coalesce(recent.c.times, 0).desc(), DefectCode.code)
    )
    return [
        {
            "id": row.id,
            "code": row.code,
            "name": local_name(row.name, reading.actor.locale),
            "search": row.search,
            "severity": row.severity,
            "default_disposition": row.default_disposition,
            "favourite": row.favourite,
            "recent_count": row.recent_count,
        }
        for row in rows
    ]


async def _detail_rules(reading: Reading, order: OrderState, operation_code: str) -> list[dict[str, Any]]:
    stored = await stored_rules(reading.session, details.KIND)
    rules = details.rules_here(
        stored, line_id=order.line_id, product_id=order.product_id, operation_code=operation_code
    )
    return [
        {
            "severity": rule.severity,
            "quantity": None if rule.quantity is None else show_qty(rule.quantity),
            "first_time": rule.first_time,
            "ask_cause": rule.ask_cause,
            "ask_photo": rule.ask_photo,
            "strength": rule.strength,
        }
        for rule in rules
    ]


async def _lots(reading: Reading, operation_id: int) -> list[dict[str, str]]:
    """The lots last used here, newest first."""
    rows = await reading.session.execute(
        select(Lot.code)
        .join(GenealogyEdge, GenealogyEdge.source_lot_id == Lot.id)
        .where(GenealogyEdge.operation_id == operation_id)
        .group_by(Lot.code)
        .order_by(func.max(GenealogyEdge.id).desc())
        .limit(5)
    )
    return [{"code": row.code} for row in rows]

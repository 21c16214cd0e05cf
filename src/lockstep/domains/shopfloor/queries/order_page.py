# SPDX-License-Identifier: Apache-2.0
"""One order as a whole: its network with both words, what stops it, what went into it, what happened."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, and_, cast, func, null, select
from sqlalchemy.orm import aliased

from lockstep.domains.masterdata.models import DefectCode, Product, Station
from lockstep.domains.orders.models import Assignment, Operation, Peg, SalesOrder, WorkOrder
from lockstep.domains.orders.queries import FACTS, in_scope
from lockstep.domains.shopfloor.models import DefectLine, ProductionReport
from lockstep.domains.shopfloor.queries.order_events import order_events
from lockstep.domains.traceability.models import GenealogyEdge, Lot
from lockstep.domains.wip.models import HoldCase
from lockstep.domains.wip.queries.bars import operation_bar
from lockstep.domains.wip.queries.board import SEES_CUSTOMERS, order_head, read_orders
from lockstep.domains.wip.queries.cases import cases
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.ledger import Edge
from lockstep.domains.wip.rules.sets import Sets, sets_at
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import SCALE, show_qty
from lockstep.platform.commands.query import Reading, query

PARENT = aliased(WorkOrder)
STATIONS = (
    select(func.array_agg(Station.code.distinct()))
    .join(Assignment, Assignment.station_id == Station.id)
    .where(Assignment.operation_id == Operation.id)
    .scalar_subquery()
)


@query("shopfloor.order_page", permission="board.read")
async def order_page(reading: Reading, order_id: int) -> dict[str, Any]:
    plant, heads = await read_orders(reading, ids=[order_id])
    if order_id not in heads:
        raise NotFound(kind="order", key=order_id)
    operations = plant.of_orders.get(order_id, [])
    events, more = await order_events(reading, order_id, operations)
    found = (sets_at(plant.ledger, plant.ledger.operations[one]) for one in operations)
    return {
        "generated_at": reading.now,
        "order": order_head(reading, plant, heads[order_id]),
        **await _paper(reading, order_id),
        "operations": await _operations(reading, plant, operations),
        "sets": [_sets(one) for one in found if one is not None],
        "cases": await _cases(reading, order_id, operations),
        "lots": await _lots(reading, plant, order_id, operations),
        "events": events,
        "more": more,
    }


async def _paper(reading: Reading, order_id: int) -> dict[str, Any]:
    """Drawing and revision, and whom it is made for: the customer's own number takes the right to know customers."""
    reference = SalesOrder.customer_reference if reading.actor.may(SEES_CUSTOMERS) else null()
    rows = await reading.session.execute(
        select(
            Product.drawing,
            WorkOrder.revision,
            WorkOrder.start_at,
            Peg.id,
            Peg.quantity,
            Peg.sales_line,
            SalesOrder.number,
            reference.label("reference"),
            PARENT.id.label("parent_id"),
            PARENT.number.label("parent_number"),
        )
        .select_from(WorkOrder)
        .join(Product, Product.id == WorkOrder.product_id)
        .outerjoin(Peg, Peg.work_order_id == WorkOrder.id)
        .outerjoin(SalesOrder, SalesOrder.id == Peg.sales_order_id)
        .outerjoin(PARENT, and_(PARENT.id == Peg.parent_order_id, *in_scope(reading.actor, PARENT)))
        .where(WorkOrder.id == order_id)
        .order_by(Peg.position)
    )
    first, *others = rows.all()
    return {
        "drawing": first.drawing,
        "revision": first.revision,
        "start_at": first.start_at,
        "made_for": [
            {
                "number": row.number or row.parent_number,
                "line": row.sales_line,
                "reference": row.reference,
                "parent_order_id": row.parent_id,
                "quantity": show_qty(row.quantity),
            }
            for row in (first, *others)
            if row.id is not None
        ],
    }


async def _operations(reading: Reading, plant: Plant, operations: Sequence[int]) -> list[dict[str, Any]]:
    wanted = FACTS.add_columns(STATIONS.label("stations")).where(Operation.id.in_(operations))
    facts = {row.id: row for row in await reading.session.execute(wanted)}
    edges = {edge.operation_id: edge for one in operations for edge in plant.ledger.operations[one].predecessors}
    return [_operation(reading, plant, one, facts[one], edges.get(one)) for one in operations]


def _operation(reading: Reading, plant: Plant, operation_id: int, facts: Any, edge: Edge | None) -> dict[str, Any]:
    state = plant.operations[operation_id]
    said = state.said_good + state.said_ng
    return {
        "operation_id": state.id,
        "code": state.code,
        "name": local_name(state.name, reading.actor.locale),
        "kind": state.kind,
        "successor_id": state.successor_id,
        "per": show_qty(edge.per if edge else SCALE),
        "batch": show_qty(edge.batch if edge else SCALE),
        "stations": facts.stations or [],
        "progress_owner": facts.progress_owner,
        "quality_owner": facts.quality_owner,
        "started_at": state.started_at,
        "planned_start": state.planned_start,
        "fpy": round(100 * state.said_good / said, 1) if said else None,
        "bar": operation_bar(plant, operation_id, reading.now),
    }


def _sets(found: Sets) -> dict[str, Any]:
    short = found.short
    return {
        "operation_id": found.operation_id,
        "complete": show_qty(found.complete),
        "possible": show_qty(found.possible),
        "branches": [
            {"operation_id": key, "covers": show_qty(covers), "short": key in short}
            for key, covers in found.branches.items()
        ],
    }


async def _cases(reading: Reading, order_id: int, operations: Sequence[int]) -> list[dict[str, Any]]:
    """The open ones, with the defect that was reported where there was one."""
    listed = (await cases(reading, order_id=order_id))["cases"]
    rows = await reading.session.execute(
        select(HoldCase.id, DefectCode.name)
        .join(
            DefectLine,
            and_(DefectLine.operation_id == HoldCase.operation_id, HoldCase.key == cast(DefectLine.id, String)),
        )
        .join(DefectCode, DefectCode.id == DefectLine.defect_code_id)
        .where(HoldCase.operation_id.in_(operations), HoldCase.open > 0)
    )
    defects = {row.id: local_name(row.name, reading.actor.locale) for row in rows}
    return [{**case, "defect": defects.get(case["id"])} for case in listed]


async def _lots(reading: Reading, plant: Plant, order_id: int, operations: Sequence[int]) -> list[dict[str, Any]]:
    """By lot and operation. What a reversed report said of lots did not go in."""
    undone = _undone(order_id)
    rows = await reading.session.execute(
        select(
            Lot.id,
            Lot.code,
            Product.code.label("product_code"),
            Product.name.label("product_name"),
            GenealogyEdge.operation_id,
            func.sum(GenealogyEdge.quantity).label("quantity"),
            (func.count() == func.count(GenealogyEdge.quantity)).label("known"),
        )
        .join(Lot, Lot.id == GenealogyEdge.source_lot_id)
        .outerjoin(Product, Product.id == Lot.product_id)
        .where(GenealogyEdge.operation_id.in_(operations), GenealogyEdge.command_id.not_in(select(undone.c.id)))
        .group_by(Lot.id, Product.id, GenealogyEdge.operation_id)
        .order_by(func.max(GenealogyEdge.id).desc())
    )
    return [
        {
            "lot": row.code,
            "product_code": row.product_code,
            "product_name": local_name(row.product_name, reading.actor.locale) if row.product_name else None,
            "operation_id": row.operation_id,
            "quantity": show_qty(row.quantity) if row.known else None,
            "frozen": ("lot", row.id) in plant.blocks,
        }
        for row in rows
    ]


def _undone(order_id: int) -> Any:
    """Reports of the order that were reversed, with those that they had corrected."""
    report, before = aliased(ProductionReport), aliased(ProductionReport)
    reversals = select(report.replaces_id.label("id")).where(
        report.order_id == order_id, report.good + report.ng == 0, report.replaces_id.is_not(None)
    )
    undone = reversals.cte("undone", recursive=True)
    return undone.union(
        select(before.replaces_id).join(undone, undone.c.id == before.id).where(before.replaces_id.is_not(None))
    )

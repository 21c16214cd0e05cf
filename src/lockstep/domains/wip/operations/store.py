# SPDX-License-Identifier: Apache-2.0
"""Writes what a command changed in its part of the plant: cells, movements, cases, claims and progress."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from lockstep.domains.orders.models import Operation as OperationRow
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.rules import OrderQuantities, OrderStatus, Progress, order_status_after, progress_after
from lockstep.domains.orders.schemas import OperationState
from lockstep.domains.wip.models import CellRow, HoldCase, InspectionClaim, MovementRow
from lockstep.domains.wip.queries.bars import operation_bar, whole_order_bar
from lockstep.domains.wip.queries.plant import Beside, Plant
from lockstep.domains.wip.rules.cells import CELLS, Counts
from lockstep.domains.wip.rules.ledger import Case, Movement
from lockstep.domains.wip.rules.refusals import QuantityTooLarge
from lockstep.domains.wip.rules.rework_route import hand_over
from lockstep.kernel.qty import LIMIT, show_qty
from lockstep.platform.commands.work import Work

CELL_NAMES = [cell.value for cell in CELLS]
CELL_KEY = ("operation_id", "lot_id")
CASE_COUNTS = ("quantity", "open", "released", "scrapped", "reworked")
CASE_UPDATE = (
    update(HoldCase.__table__)  # type: ignore[arg-type]
    .where(HoldCase.__table__.c.id == bindparam("case_id"))
    .values({name: bindparam(f"now_{name}") for name in CASE_COUNTS})
)


def check_size(plant: Plant) -> None:
    """Refuses movements after which a cell could not be stored."""
    for move in plant.ledger.movements:
        counts = plant.ledger.operations[move.operation_id].cells.get(move.lot_id, Counts())
        if max(counts.made, abs(counts.ready)) >= LIMIT:
            code = plant.operations[move.operation_id].code
            raise QuantityTooLarge(operation=code, limit=show_qty(LIMIT))


def note_movements(work: Work, plant: Plant, event: str) -> set[int]:
    """Queue the movements of one command and forget them in the ledger; names the operations it touched.

    What leaves a rework route is a result of rework at its parent, in the same command.
    """
    moves = _queue_movements(work, plant, event)
    hand_over(plant.ledger, moves)
    moves += _queue_movements(work, plant, "rework_result")
    plant.remade |= {move.operation_id for move in moves if not (move.source and move.target)}
    return {move.operation_id for move in moves}


def _queue_movements(work: Work, plant: Plant, event: str) -> list[Movement]:
    moves, plant.ledger.movements = plant.ledger.movements, []
    for move in moves:
        work.add(
            MovementRow,
            command_id=work.command_id,
            event=event,
            operation_id=move.operation_id,
            lot_id=move.lot_id,
            source=move.source.value if move.source else None,
            target=move.target.value if move.target else None,
            quantity=move.quantity,
            at=work.now,
        )
        plant.touched_cells.add((move.operation_id, move.lot_id))
    return moves


def note_cases(work: Work, plant: Plant, reason: str | None) -> None:
    """Queue the cases that one command opened. Stored ones are updated by `store_cells`."""
    for case in plant.ledger.opened_cases:
        work.add(HoldCase, **case_row(work, case, reason))
    plant.ledger.cases = [case for case in plant.ledger.cases if case.id is not None]


def case_row(work: Work, case: Case, reason: str | None) -> dict[str, Any]:
    return {
        "operation_id": case.operation_id,
        "lot_id": case.lot_id,
        "origin": case.origin,
        "source": case.source,
        "key": case.key,
        **{name: getattr(case, name) for name in CASE_COUNTS},
        "reason": reason,
        "command_id": work.command_id,
        "opened_by": work.actor.name,
        "opened_at": work.now,
    }


def follow_progress(work: Work, plant: Plant, touched: set[int], *, at: datetime | None = None) -> None:
    """A report implies the start and reaching the plan the completion; an order follows its operations.

    Only what an operation made decides about its progress: pieces that the next one takes, or that are
    held, do not open a completed operation again.
    """
    for operation_id in touched:
        state = plant.operations[operation_id]
        made = plant.ledger.operations[operation_id].made
        if operation_id in plant.remade:
            set_progress(plant, state, progress_after(Progress(state.status), made, state.planned_qty), at or work.now)
    for order_id in {plant.operations[operation_id].order_id for operation_id in touched}:
        _follow_order(plant, order_id)


def set_progress(plant: Plant, state: OperationState, wanted: Progress, at: datetime) -> None:
    if wanted.value == state.status:
        return
    state.status = wanted.value
    state.started_at = state.started_at or at
    state.completed_at = at if wanted is Progress.COMPLETED else None
    plant.changed_operations.add(state.id)


def _follow_order(plant: Plant, order_id: int) -> None:
    states = [state for state in plant.of_order(order_id) if state.kind == "normal"]
    counts = [plant.ledger.operations[state.id].counts() for state in states]
    last = [state for state in states if state.successor_id is None]
    order = plant.orders[order_id]
    wanted = order_status_after(
        OrderStatus(order.status),
        OrderQuantities(
            started=any(count.made > 0 for count in counts)
            or any(state.status in (Progress.RUNNING, Progress.PAUSED) for state in states),
            last_complete=bool(last) and all(state.status == Progress.COMPLETED for state in last),
            undecided=sum(count.waiting + count.hold + count.rework for count in counts),
        ),
    )
    if wanted.value != order.status:
        order.status = wanted.value
        plant.changed_orders.add(order_id)


@dataclass(slots=True)
class Bars:
    """The bars of what a command touched, by operation and by order."""

    operations: dict[int, dict[str, Any]] = field(default_factory=dict)
    orders: dict[int, dict[str, Any]] = field(default_factory=dict)


def emit_bars(work: Work, plant: Plant, event: str, touched: set[int], **data: Any) -> Bars:
    """One change row per touched operation, with its new bar, so that screens patch instead of asking."""
    bars = Bars()
    for operation_id in sorted(touched):
        order = plant.order_of(operation_id)
        if order.id not in bars.orders:
            bars.orders[order.id] = whole_order_bar(plant, order.id, work.now)
        bars.operations[operation_id] = operation_bar(plant, operation_id, work.now)
        work.emit(
            event,
            "operation",
            operation_id,
            order_id=order.id,
            site_id=order.site_id,
            line_id=order.line_id,
            data={"bar": bars.operations[operation_id], "order_bar": bars.orders[order.id], **data},
        )
    return bars


async def store_plant(work: Work, plant: Plant) -> None:
    _put_cells(work, plant)
    changed = plant.ledger.changed_cases
    if changed:
        rows = [
            {"case_id": case.id, **{f"now_{name}": getattr(case, name) for name in CASE_COUNTS}} for case in changed
        ]
        await work.session.execute(CASE_UPDATE, rows)
    await _store_claims(work, plant)
    await _store_progress(work, plant)


def _put_cells(work: Work, plant: Plant) -> None:
    for operation_id, lot_id in sorted(plant.touched_cells):
        counts = plant.ledger.operations[operation_id].cells.get(lot_id, Counts())
        marks = plant.beside.get((operation_id, lot_id), Beside())
        waits = counts.waiting > 0
        since = plant.waiting_since.get((operation_id, lot_id)) if waits else None
        work.put(
            CellRow,
            CELL_KEY,
            operation_id=operation_id,
            lot_id=lot_id,
            **{name: getattr(counts, name) for name in CELL_NAMES},
            conceded=marks.conceded,
            rejected=marks.rejected,
            said_good=marks.said_good,
            said_ng=marks.said_ng,
            waiting_since=(since or work.now) if waits else None,
        )


async def _store_claims(work: Work, plant: Plant) -> None:
    """A claim that was formed and decided by the same command leaves only its movements."""
    closed = [claim.id for claim in plant.ledger.claims if claim.id is not None and not claim.open]
    if closed:
        table = InspectionClaim.__table__
        await work.session.execute(update(table).where(table.c.id.in_(closed)).values(open=False))  # type: ignore[arg-type]


async def _store_progress(work: Work, plant: Plant) -> None:
    operations, orders = OperationRow.__table__, WorkOrder.__table__
    if plant.changed_operations:
        await work.session.execute(
            update(operations)  # type: ignore[arg-type]
            .where(operations.c.id == bindparam("row_id"))
            .values(
                status=bindparam("now_status"),
                started_at=bindparam("now_started"),
                completed_at=bindparam("now_completed"),
            ),
            [
                {
                    "row_id": state.id,
                    "now_status": state.status,
                    "now_started": state.started_at,
                    "now_completed": state.completed_at,
                }
                for state in (plant.operations[key] for key in sorted(plant.changed_operations))
            ],
        )
    if plant.changed_orders:
        await work.session.execute(
            update(orders)  # type: ignore[arg-type]
            .where(orders.c.id == bindparam("row_id"))
            .values(
                status=bindparam("now_status"),
                forecast_at=bindparam("now_forecast"),
                forecast_computed_at=bindparam("now_computed"),
            ),
            [
                {
                    "row_id": order.id,
                    "now_status": order.status,
                    "now_forecast": order.forecast_at,
                    "now_computed": order.forecast_computed_at,
                }
                for order in (plant.orders[key] for key in sorted(plant.changed_orders))
            ],
        )

# SPDX-License-Identifier: Apache-2.0
"""The frame of every command that moves pieces: lock and read the part of the plant, then store it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert

from lockstep.domains.masterdata import decimals
from lockstep.domains.orders.rules import ENDED, OrderStatus
from lockstep.domains.traceability.queries import lots_named
from lockstep.domains.wip.errors import OrderEnded, OrderNotReleased, UnknownLot
from lockstep.domains.wip.models import HoldCase
from lockstep.domains.wip.operations.forecast import reforecast
from lockstep.domains.wip.operations.store import (
    case_row,
    emit_bars,
    follow_progress,
    note_movements,
    store_plant,
)
from lockstep.domains.wip.queries.actions import allowed_actions
from lockstep.domains.wip.queries.bars import operation_bar, whole_order_bar
from lockstep.domains.wip.queries.cases import operation_of_case, read_cases
from lockstep.domains.wip.queries.plant import Plant, lock_plant
from lockstep.domains.wip.rules.ledger import Case
from lockstep.kernel.errors import NotFound
from lockstep.kernel.qty import Qty, show_qty
from lockstep.platform.commands.work import Work


async def lock_operation(work: Work, operation_id: int, *, open_only: bool = True) -> Plant:
    """The order of an operation in scope; open for bookings unless words alone are added."""
    plant = await lock_plant(work.session, [operation_id], work.now)
    if operation_id not in plant.operations:
        raise NotFound(kind="operation", key=operation_id)
    order = plant.order_of(operation_id)
    if not work.actor.sees(order.site_id, order.line_id):
        raise NotFound(kind="operation", key=operation_id)
    if open_only:
        check_open(plant, operation_id)
    return plant


def check_open(plant: Plant, operation_id: int) -> None:
    order = plant.order_of(operation_id)
    if order.status == OrderStatus.PLANNED:
        raise OrderNotReleased(order=order.number)
    if order.status in ENDED:
        raise OrderEnded(order=order.number, status=order.status)


async def finish(
    work: Work, plant: Plant, event: str, fact: str, *, reason: str | None, also: Iterable[int] = (), **data: Any
) -> None:
    """Store what the rules changed: cases get their ids, screens their bars."""
    touched = note_movements(work, plant, event) | set(also)
    await _store_new_cases(work, plant, reason)
    follow_progress(work, plant, touched)
    reforecast(work, plant, {plant.operations[operation_id].order_id for operation_id in touched})
    emit_bars(work, plant, fact, touched, **data)
    await store_plant(work, plant)


async def _store_new_cases(work: Work, plant: Plant, reason: str | None) -> None:
    opened = plant.ledger.opened_cases
    if opened:
        rows = await work.session.execute(
            insert(HoldCase).returning(HoldCase.id, sort_by_parameter_order=True),
            [case_row(work, case, reason) for case in opened],
        )
        for case, case_id in zip(opened, rows.scalars(), strict=True):
            case.id = case_id


def cells_shown(plant: Plant, operation_id: int) -> dict[str, int | float]:
    """Where the pieces of an operation lie, for the record of what a command changed."""
    counts = plant.ledger.operations[operation_id].counts()
    return {name: show_qty(getattr(counts, name)) for name in counts.__slots__ if getattr(counts, name)}


def moved(work: Work, plant: Plant, operation_id: int, **more: Any) -> dict[str, Any]:
    """The fields of `schemas.Moved`: the operation as it is after the command."""
    return {
        "id": work.command_id,
        "operation_id": operation_id,
        "bar": operation_bar(plant, operation_id, work.now),
        "order_bar": whole_order_bar(plant, plant.operations[operation_id].order_id, work.now),
        "can": allowed_actions(plant, operation_id, work.actor),
        **more,
    }


async def lot_at(work: Work, plant: Plant, operation_id: int, code: str | None) -> int | None:
    """The lot of this code at the operation's site; None means all lots."""
    if code is None:
        return None
    found = await lots_named(work.session, code, [plant.order_of(operation_id).site_id])
    if not found:
        raise UnknownLot(lot=code)
    return found[0]


def check_decimals(plant: Plant, operation_id: int, *quantities: Qty | None) -> None:
    state = plant.operations[operation_id]
    decimals.check_decimals(state.unit, state.decimals, *quantities)


async def lock_case(work: Work, case_id: int) -> tuple[Plant, Case]:
    operation_id = await operation_of_case(work.session, case_id)
    if operation_id is None:
        raise NotFound(kind="case", key=case_id)
    plant = await lock_operation(work, operation_id)
    await read_cases(work.session, plant, [operation_id], ids=[case_id])
    return plant, plant.ledger.case(case_id)

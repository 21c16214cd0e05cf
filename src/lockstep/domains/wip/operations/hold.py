# SPDX-License-Identifier: Apache-2.0
"""Event 5: quarantine what lies here. Pieces that have gone are held where they are now, or out of reach."""

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import select

from lockstep.domains.orders.rules import ENDED, OrderStatus
from lockstep.domains.traceability.queries import lots_named
from lockstep.domains.wip.commands import Hold
from lockstep.domains.wip.errors import LotAmbiguous, NothingToHold, UnknownLot
from lockstep.domains.wip.models import CellRow
from lockstep.domains.wip.operations.part import (
    cells_shown,
    check_decimals,
    finish,
    lock_operation,
    lot_at,
)
from lockstep.domains.wip.queries.plant import Plant, lock_plant
from lockstep.domains.wip.rules.cells import Cell
from lockstep.domains.wip.rules.holding import Holdable, hold
from lockstep.domains.wip.rules.ledger import Case
from lockstep.domains.wip.rules.reach import gone_from_here
from lockstep.domains.wip.rules.spread import free
from lockstep.domains.wip.schemas import Held, HeldAt
from lockstep.platform.commands.command import Mode
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

BOTH: tuple[Holdable, ...] = (Cell.READY, Cell.WAITING)


@operation("wip.hold", permission="wip.hold")
async def hold_pieces(work: Work, command: Hold) -> Held:
    lot_id: int | None
    if command.operation_id is None:
        plant, lot_id = await _lock_lot(work, command.lot or "")
        places = [key for key in plant.operations if _open_to(work, plant, key)]
    else:
        plant = await lock_operation(work, command.operation_id)
        lot_id = await lot_at(work, plant, command.operation_id, command.lot)
        check_decimals(plant, command.operation_id, command.quantity)
        places = [command.operation_id]
    before = {operation_id: cells_shown(plant, operation_id) for operation_id in places}
    held = {operation_id: _hold(plant, command, operation_id, lot_id) for operation_id in places}
    gone = {
        operation_id: gone_from_here(plant.ledger, operation_id, lot_id, within_lot=command.operation_id is None)
        for operation_id in places
    }
    if command.mode is Mode.ASK and not any(held.values()) and not any(gone.values()):
        raise NothingToHold(lot=command.lot, operation=_code(plant, command.operation_id))
    _audit(work, plant, command, places, before)
    await finish(work, plant, "hold", "pieces_held", reason=command.reason, also=places)
    shown = [_place(plant, key, held[key], gone[key]) for key in places if held[key] or gone[key]]
    return Held.model_construct(
        id=command.id,
        held=sum(place.held for place in shown),
        not_reached=sum(gone.values()),
        places=shown,
    )


def _hold(plant: Plant, command: Hold, operation_id: int, lot_id: int | None) -> list[Case]:
    cells = BOTH if command.cell is None else (_cell(command.cell),)
    if command.quantity is not None:
        return hold(plant.ledger, operation_id, cells[0], command.quantity, lot_id)
    there = plant.ledger.operations[operation_id]
    cases: list[Case] = []
    for cell in cells:
        quantity = free(plant.ledger, there, cell, lot_id)
        if quantity > 0:
            cases += hold(plant.ledger, operation_id, cell, quantity, lot_id)
    return cases


def _code(plant: Plant, operation_id: int | None) -> str | None:
    return None if operation_id is None else plant.operations[operation_id].code


def _cell(name: Literal["ready", "waiting"]) -> Holdable:
    return Cell.READY if name == "ready" else Cell.WAITING


def _place(plant: Plant, operation_id: int, cases: list[Case], gone: int) -> HeldAt:
    return HeldAt.model_construct(
        operation_id=operation_id,
        operation_code=plant.operations[operation_id].code,
        held=sum(case.open for case in cases),
        not_reached=gone,
        case_ids=[case.id for case in cases if case.id is not None],
    )


async def _lock_lot(work: Work, code: str) -> tuple[Plant, int]:
    """Every order in which the lot lies."""
    lots = await lots_named(work.session, code, work.actor.site_ids)
    if not lots:
        raise UnknownLot(lot=code)
    if len(lots) > 1:
        raise LotAmbiguous(lot=code)
    rows = await work.session.execute(select(CellRow.operation_id).where(CellRow.lot_id == lots[0]))
    return await lock_plant(work.session, rows.scalars(), work.now), lots[0]


def _open_to(work: Work, plant: Plant, operation_id: int) -> bool:
    order = plant.order_of(operation_id)
    return order.status not in (*ENDED, OrderStatus.PLANNED) and work.actor.sees(order.site_id, order.line_id)


def _audit(
    work: Work,
    plant: Plant,
    command: Hold,
    places: Iterable[int],
    before: dict[int, dict[str, int | float]],
) -> None:
    for operation_id in places:
        after = cells_shown(plant, operation_id)
        if after != before[operation_id]:
            order = plant.order_of(operation_id)
            work.audit(
                "operation",
                operation_id,
                before=before[operation_id],
                after={**after, "lot": command.lot},
                reason=command.reason,
                site_id=order.site_id,
                line_id=order.line_id,
            )

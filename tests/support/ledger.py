# SPDX-License-Identifier: Apache-2.0
"""What the database says of the pieces, held against the laws of the ledger."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from lockstep.domains.orders.models import Operation
from lockstep.domains.shopfloor.models import DefectLine, ProductionReport
from lockstep.domains.wip.models import CellRow, MovementRow
from lockstep.domains.wip.queries.cases import read_cases
from lockstep.domains.wip.queries.plant import Plant, lock_plant
from lockstep.domains.wip.rules.cells import CELLS, Cell, InputRule
from lockstep.domains.wip.rules.laws import check
from lockstep.kernel.qty import show_qty


async def cells_of(session: AsyncSession, operation_id: int) -> dict[str, float]:
    sums = [func.sum(getattr(CellRow, cell.value)).label(cell.value) for cell in CELLS]
    row = (await session.execute(select(*sums).where(CellRow.operation_id == operation_id))).one()
    return {cell.value: show_qty(getattr(row, cell.value)) for cell in CELLS if getattr(row, cell.value)}


async def check_everything(session: AsyncSession, now: datetime, ran_short: set[int]) -> None:
    ids = list((await session.execute(select(Operation.id))).scalars())
    plant = await lock_plant(session, ids, now)
    await read_cases(session, plant, ids)
    moved = await _moved(session, plant)
    for operation in plant.ledger.operations.values():
        for lot, row in operation.cells.items():
            for cell in CELLS:
                assert row.get(cell) == moved[operation.id, lot, cell.value], (operation.code, lot, cell)
        if operation.id in ran_short:
            operation.input_rule = InputRule.WARN
    check(plant.ledger, await _reported(session))
    await _lines_explain_ng(session)


async def _moved(session: AsyncSession, plant: Plant) -> Counter[tuple[int, int, str]]:
    sums: Counter[tuple[int, int, str]] = Counter()
    for move in (await session.execute(select(MovementRow))).scalars():
        if move.source:
            sums[move.operation_id, move.lot_id, move.source] -= move.quantity
        if move.target:
            sums[move.operation_id, move.lot_id, move.target] += move.quantity
        operation = plant.ledger.operations[move.operation_id]
        if operation.successor_id is None:
            operation.stocked += move.quantity * ((move.target == Cell.GONE) - (move.source == Cell.GONE))
    return sums


async def _reported(session: AsyncSession) -> dict[int, int]:
    """Good and NG of the reports in force, by operation."""
    later = aliased(ProductionReport)
    rows = await session.execute(
        select(ProductionReport.operation_id, func.sum(ProductionReport.good + ProductionReport.ng).label("total"))
        .outerjoin(later, later.replaces_id == ProductionReport.id)
        .where(later.id.is_(None))
        .group_by(ProductionReport.operation_id)
    )
    return {row.operation_id: row.total for row in rows}


async def _lines_explain_ng(session: AsyncSession) -> None:
    lines = select(func.coalesce(func.sum(DefectLine.quantity), 0)).where(DefectLine.report_id == ProductionReport.id)
    rows = await session.execute(select(ProductionReport.id).where(ProductionReport.ng != lines.scalar_subquery()))
    assert rows.scalars().all() == []

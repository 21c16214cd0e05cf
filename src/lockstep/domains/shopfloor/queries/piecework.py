# SPDX-License-Identifier: Apache-2.0
"""What people made at a site on some shift dates, and how much of it is not decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from lockstep.domains.masterdata.models import Person, Station
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.shopfloor.models import ProductionReport, ReportPerson, TimeRecord
from lockstep.domains.shopfloor.queries.history import chains, good_key
from lockstep.domains.shopfloor.queries.times import COUNTS, REVERSAL
from lockstep.domains.shopfloor.rules.pay import Part, still_waiting
from lockstep.domains.wip.models import CellRow, HoldCase
from lockstep.domains.wip.rules.cells import Cell
from lockstep.kernel.qty import Qty

LATER = aliased(ProductionReport)
IN_FORCE = (LATER.id.is_(None), ProductionReport.good + ProductionReport.ng > 0)
"""Together with an outer join of `LATER`: neither corrected nor reversed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`who` narrows the people, `work` the orders and stations that they worked on."""

    site_id: int
    first: date
    last: date
    who: tuple[ColumnElement[bool], ...]
    work: tuple[ColumnElement[bool], ...] = ()


@dataclass(frozen=True, slots=True)
class GoodFate:
    """What has become of pieces that were reported good."""

    undecided: Qty = 0
    scrapped: Part = Fraction(0)


async def reports_made(session: AsyncSession, asked: Asked) -> Sequence[Any]:
    """A row for each report in force and each of its people."""
    made = ProductionReport
    rows = await session.execute(
        select(
            *(ReportPerson.person_id, ReportPerson.share, made.id, made.good, made.ng, made.good_cell, made.lot_id),
            *(made.started_at, made.ended_at, made.occurred_at, made.shift_date, made.shift_id),
            *(made.order_id, WorkOrder.number.label("order_number"), made.operation_id),
            Operation.code.label("operation_code"),
            Operation.name.label("operation_name"),
            Operation.piece_rate,
        )
        .join(ReportPerson, ReportPerson.report_id == made.id)
        .join(Person, Person.id == ReportPerson.person_id)
        .join(WorkOrder, WorkOrder.id == made.order_id)
        .join(Operation, Operation.id == made.operation_id)
        .outerjoin(Station, Station.id == made.station_id)
        .outerjoin(LATER, LATER.replaces_id == made.id)
        .where(*reported(asked), *asked.who)
        .order_by(made.occurred_at, made.id)
    )
    return rows.all()


def reported(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    """Of reports joined with `LATER`, their order and station."""
    made = ProductionReport
    return (
        made.site_id == asked.site_id,
        made.shift_date.between(asked.first, asked.last),
        *IN_FORCE,
        *asked.work,
    )


async def times_recorded(session: AsyncSession, asked: Asked) -> Sequence[Any]:
    rows = await session.execute(
        select(TimeRecord.person_id, TimeRecord.started_at, TimeRecord.ended_at, TimeRecord.shift_date)
        .join(Person, Person.id == TimeRecord.person_id)
        .join(Operation, Operation.id == TimeRecord.operation_id)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .outerjoin(Station, Station.id == TimeRecord.station_id)
        .outerjoin(REVERSAL, REVERSAL.replaces_id == TimeRecord.id)
        .where(
            *COUNTS,
            TimeRecord.site_id == asked.site_id,
            TimeRecord.shift_date.between(asked.first, asked.last),
            *asked.work,
            *asked.who,
        )
    )
    return rows.all()


async def good_fates(session: AsyncSession, reports: Sequence[Any]) -> dict[UUID, GoodFate]:
    """Pieces that wait or are held belong to the newest reports of their operation and lot. What an inspection, or
    a hold, scrapped of them is shared by all who made good pieces there, in proportion."""
    by_id = {row.id: row for row in reports}
    places = await _places(session, {row.operation_id for row in by_id.values()})
    waiting_at = {operation_id for (operation_id, _), place in places.items() if place.undecided > 0}
    made_later = await _made_later(session, waiting_at)
    held = await _held_from_the_start(session, [row.id for row in by_id.values() if row.good_cell == Cell.HOLD])
    fates = {}
    for report_id, row in by_id.items():
        place = places.get((row.operation_id, row.lot_id), Place())
        undecided, scrapped = held.get(report_id, (0, 0))
        undecided += still_waiting(place.undecided, row.good - undecided, made_later.get(report_id, 0))
        lost = Fraction(place.scrapped * row.good, place.said_good) if place.said_good else Fraction(0)
        fates[report_id] = GoodFate(undecided, scrapped + lost)
    return fates


@dataclass(slots=True)
class Place:
    """An operation and lot: the good pieces that were reported, wait, or were scrapped afterwards."""

    said_good: Qty = 0
    undecided: Qty = 0
    scrapped: Qty = 0


async def _places(session: AsyncSession, operation_ids: set[int]) -> dict[tuple[int, int], Place]:
    cells = await session.execute(select(CellRow).where(CellRow.operation_id.in_(operation_ids)))
    places = {
        (cell.operation_id, cell.lot_id): Place(cell.said_good, cell.waiting + cell.urgent) for cell in cells.scalars()
    }
    cases = await session.execute(
        select(HoldCase.operation_id, HoldCase.lot_id, HoldCase.open, HoldCase.scrapped).where(
            HoldCase.operation_id.in_(operation_ids), HoldCase.key.is_(None), HoldCase.source != "rework"
        )
    )
    for case in cases:
        place = places.setdefault((case.operation_id, case.lot_id), Place())
        place.undecided += case.open
        place.scrapped += case.scrapped
    return places


async def _made_later(session: AsyncSession, operation_ids: set[int]) -> dict[UUID, Qty]:
    """The good pieces that were reported after each report at the same operation and lot."""
    made = ProductionReport
    later = func.sum(made.good).over(
        partition_by=(made.operation_id, made.lot_id),
        order_by=(made.occurred_at.desc(), made.id.desc()),
        rows=(None, -1),
    )
    rows = await session.execute(
        select(made.id, later.label("later"))
        .outerjoin(LATER, LATER.replaces_id == made.id)
        .where(made.operation_id.in_(operation_ids), *IN_FORCE)
    )
    return {row.id: row.later or 0 for row in rows}


async def _held_from_the_start(session: AsyncSession, report_ids: Sequence[UUID]) -> dict[UUID, tuple[Qty, Qty]]:
    """Of reports that were booked under a stop: how much of the good is still held, and was scrapped."""
    if not report_ids:
        return {}
    keys = {good_key(one): last for last, chain in (await chains(session, report_ids)).items() for one in chain}
    cases = await session.execute(
        select(HoldCase.key, HoldCase.open, HoldCase.scrapped).where(HoldCase.key.in_(list(keys)))
    )
    found: dict[UUID, tuple[Qty, Qty]] = {}
    for case in cases:
        undecided, scrapped = found.get(keys[case.key], (0, 0))
        found[keys[case.key]] = (undecided + case.open, scrapped + case.scrapped)
    return found

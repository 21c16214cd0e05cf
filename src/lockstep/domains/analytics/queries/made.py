# SPDX-License-Identifier: Apache-2.0
"""What was said on a day: pieces by operation, and the defects among them. What was corrected or reversed is out."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from lockstep.domains.masterdata.models import DefectCode
from lockstep.domains.shopfloor.models import DefectLine, ProductionReport
from lockstep.domains.shopfloor.queries.piecework import IN_FORCE, LATER
from lockstep.domains.wip.rules.cells import Disposition
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import Qty, show_qty
from lockstep.platform.commands.query import Reading

MOST_DEFECTS = 5


@dataclass(slots=True)
class Made:
    """Good and NG pieces of the day, and all that was made until its end."""

    good: Qty = 0
    ng: Qty = 0
    until_then: Qty = 0
    reports: int = 0


@dataclass(slots=True)
class Said:
    """Pieces with one defect, and where."""

    code: str
    name: str
    places: dict[int, Qty] = field(default_factory=dict)
    scrap: Qty = 0

    @property
    def pieces(self) -> Qty:
        return sum(self.places.values())


async def made_at(reading: Reading, operations: Collection[int], day: date) -> dict[int, Made]:
    made, that_day = ProductionReport, ProductionReport.shift_date == day
    rows = await reading.session.execute(
        select(
            made.operation_id,
            func.sum(made.good).filter(that_day).label("good"),
            func.sum(made.ng).filter(that_day).label("ng"),
            func.sum(made.good + made.ng).label("until_then"),
            func.count().filter(that_day).label("reports"),
        )
        .outerjoin(LATER, LATER.replaces_id == made.id)
        .where(made.operation_id.in_(operations), made.shift_date <= day, *IN_FORCE)
        .group_by(made.operation_id)
    )
    return {row.operation_id: Made(row.good or 0, row.ng or 0, row.until_then or 0, row.reports) for row in rows}


async def defects_at(reading: Reading, operations: Collection[int], day: date) -> list[Said]:
    """Most pieces first."""
    scrapped = case((DefectLine.disposition == Disposition.SCRAP, DefectLine.quantity), else_=0)
    rows = await reading.session.execute(
        select(
            DefectCode.code,
            DefectCode.name,
            DefectLine.operation_id,
            func.sum(DefectLine.quantity).label("pieces"),
            func.sum(scrapped).label("scrap"),
        )
        .join(ProductionReport, ProductionReport.id == DefectLine.report_id)
        .join(DefectCode, DefectCode.id == DefectLine.defect_code_id)
        .outerjoin(LATER, LATER.replaces_id == ProductionReport.id)
        .where(ProductionReport.operation_id.in_(operations), ProductionReport.shift_date == day, *IN_FORCE)
        .group_by(DefectCode.id, DefectLine.operation_id)
    )
    found: dict[str, Said] = {}
    for row in rows:
        said = found.setdefault(row.code, Said(row.code, local_name(row.name, reading.actor.locale)))
        said.places[row.operation_id] = row.pieces
        said.scrap += row.scrap or 0
    return sorted(found.values(), key=lambda said: (-said.pieces, said.code))


def shown_defects(found: list[Said], at: Any) -> list[dict[str, Any]]:
    """`at` says what an operation is called."""
    return [
        {
            "code": said.code,
            "name": said.name,
            "pieces": show_qty(said.pieces),
            "places": [
                {**at(operation_id), "pieces": show_qty(pieces)}
                for operation_id, pieces in sorted(said.places.items(), key=lambda place: -place[1])
            ],
        }
        for said in found[:MOST_DEFECTS]
    ]

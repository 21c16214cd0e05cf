# SPDX-License-Identifier: Apache-2.0
"""Reports with those that they replaced, as a correction needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.shopfloor.lines import SaidLine, line_keys
from lockstep.domains.shopfloor.models import DefectLine, ProductionReport, ReportPerson, ReportValue
from lockstep.domains.shopfloor.queries.sight import of_makers
from lockstep.domains.traceability.queries import serials_of
from lockstep.domains.wip.rules.cells import Cell, Disposition
from lockstep.domains.wip.rules.correct import Report
from lockstep.domains.wip.rules.ledger import Ledger
from lockstep.domains.wip.rules.report import NgLine
from lockstep.kernel.ids import derived_id
from lockstep.platform.commands.actor import Actor

REPORT = ProductionReport.__table__
LINE = DefectLine.__table__


def good_key(report_id: UUID) -> str:
    """The key of the case that holds good pieces of a report which was booked under a block."""
    return str(derived_id(report_id, "good"))


@dataclass(frozen=True, slots=True)
class StoredReport:
    row: Any
    """The row in question; it may be replaced by now."""
    replaced: bool
    chain: list[UUID]
    """The first report, its corrections, and this row at last."""
    lines: list[list[SaidLine]]
    """The defect lines of each of them."""
    people: list[Any]
    values: list[Any]
    serials: list[str]

    @property
    def keys(self) -> list[str]:
        return line_keys(self.lines)[-1]

    def case_keys(self) -> list[str]:
        return [*self.keys, *(good_key(report_id) for report_id in self.chain)]

    def booked(self, ledger: Ledger) -> Report:
        """The report in the words of the ledger, with the cases that hold its pieces."""
        cases = {case.key: case.id for case in sorted(ledger.cases, key=lambda case: case.id or 0)}
        good_cases = [cases[key] for key in map(good_key, self.chain) if key in cases]
        return Report(
            good=self.row.good,
            ng=[
                NgLine(line.quantity, Disposition(line.disposition), key, cases.get(key))
                for key, line in zip(self.keys, self.lines[-1], strict=True)
            ],
            good_cell=Cell(self.row.good_cell),
            lot_id=self.row.lot_id,
            good_case_id=good_cases[-1] if good_cases else None,
        )


async def operation_of_report(session: AsyncSession, actor: Actor, report_id: UUID) -> int | None:
    """Of a report that the actor sees."""
    wanted = select(ProductionReport.operation_id).where(ProductionReport.id == report_id, of_makers(actor))
    return (await session.execute(wanted)).scalar_one_or_none()


async def read_report(session: AsyncSession, report_id: UUID) -> StoredReport:
    """Read under the lock of the order, so that nobody replaces it meanwhile."""
    row = (await session.execute(select(REPORT).where(REPORT.c.id == report_id))).one()
    later = select(REPORT.c.id).where(REPORT.c.replaces_id == report_id)
    chain = (await chains(session, [report_id]))[report_id]
    return StoredReport(
        row=row,
        replaced=(await session.execute(later)).first() is not None,
        chain=chain,
        lines=list((await said_lines(session, chain)).values()),
        people=list(await session.execute(select(ReportPerson.__table__).where(ReportPerson.report_id == report_id))),
        values=list(await session.execute(select(ReportValue.__table__).where(ReportValue.report_id == report_id))),
        serials=await serials_of(session, report_id),
    )


async def chains(session: AsyncSession, report_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Of each report the first one and its corrections, until the report itself."""
    last, before = REPORT.alias(), REPORT.alias()
    earlier = (
        select(last.c.id.label("last_id"), last.c.id, last.c.replaces_id)
        .where(last.c.id.in_(report_ids))
        .cte("earlier", recursive=True)
    )
    earlier = earlier.union_all(
        select(earlier.c.last_id, before.c.id, before.c.replaces_id).where(before.c.id == earlier.c.replaces_id)
    )
    replaced: dict[UUID, dict[UUID, UUID | None]] = {report_id: {} for report_id in report_ids}
    for row in await session.execute(select(earlier)):
        replaced[row.last_id][row.id] = row.replaces_id
    found: dict[UUID, list[UUID]] = {}
    for report_id, before_of in replaced.items():
        chain: list[UUID] = []
        at: UUID | None = report_id
        while at is not None:
            chain.insert(0, at)
            at = before_of[at]
        found[report_id] = chain
    return found


async def said_lines(session: AsyncSession, report_ids: Sequence[UUID]) -> dict[UUID, list[SaidLine]]:
    found: dict[UUID, list[SaidLine]] = {report_id: [] for report_id in report_ids}
    rows = await session.execute(
        select(LINE.c.report_id, LINE.c.id, LINE.c.defect_code_id, LINE.c.quantity, LINE.c.disposition)
        .where(LINE.c.report_id.in_(report_ids))
        .order_by(LINE.c.position)
    )
    for row in rows:
        found[row.report_id].append(SaidLine(row.id, row.defect_code_id, row.quantity, row.disposition))
    return found

# SPDX-License-Identifier: Apache-2.0
"""NG pieces by what became of them, and who answers for those that are lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import DefectCode, Person, Station
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.shopfloor.lines import line_keys
from lockstep.domains.shopfloor.models import DefectLine, Judgement, ProductionReport, ReportPerson
from lockstep.domains.shopfloor.queries.history import chains, said_lines
from lockstep.domains.shopfloor.queries.piecework import IN_FORCE, LATER, Asked, reported
from lockstep.domains.shopfloor.rules.pay import Bearer, Blame, Deduction, Job, blame_of, part
from lockstep.domains.wip.models import HoldCase
from lockstep.domains.wip.rules.cells import Disposition
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import Qty

WHOLE = 100


@dataclass(frozen=True, slots=True)
class NgFate:
    """Of the pieces of one defect line. `kept` were found fit for use."""

    scrap: Qty = 0
    rework: Qty = 0
    pending: Qty = 0
    kept: Qty = 0


@dataclass(frozen=True, slots=True)
class Fault:
    row: Any
    """The defect line with its report's order and operation."""
    fate: NgFate
    judged: str | None
    reason: str | None

    def job(self, locale: str) -> Job:
        row = self.row
        return Job(row.order_number, row.operation_code, local_name(row.operation_name, locale), row.piece_rate)


async def faults_of(session: AsyncSession, reports: Sequence[UUID]) -> list[Fault]:
    return await _faults(session, [DefectLine.report_id.in_(reports)])


async def faults_from_elsewhere(session: AsyncSession, asked: Asked) -> list[Fault]:
    """Found on these dates, and by a judgement or as usual not the doing of the operation that found them."""
    caused_at = func.lower(func.coalesce(_said("value"), DefectCode.responsible_operation))
    return await _faults(session, [*reported(asked), caused_at != func.lower(Operation.code)])


def _said(what: str) -> ColumnElement[str | None]:
    """Of the last judgement on who is responsible."""
    column = Judgement.value["value"].astext if what == "value" else Judgement.reason
    return (
        select(column)
        .where(Judgement.defect_line_id == DefectLine.id, Judgement.aspect == "responsibility")
        .order_by(Judgement.id.desc())
        .limit(1)
        .correlate(DefectLine)
        .scalar_subquery()
    )


async def _faults(session: AsyncSession, conditions: Sequence[ColumnElement[bool]]) -> list[Fault]:
    found = await session.execute(
        select(
            *(DefectLine.id, DefectLine.report_id, DefectLine.quantity, DefectLine.disposition),
            DefectCode.name.label("defect_name"),
            DefectCode.responsible_operation,
            ProductionReport.order_id,
            WorkOrder.number.label("order_number"),
            Operation.code.label("operation_code"),
            Operation.name.label("operation_name"),
            Operation.piece_rate,
            _said("value").label("judged"),
            _said("reason").label("reason"),
        )
        .join(ProductionReport, ProductionReport.id == DefectLine.report_id)
        .join(DefectCode, DefectCode.id == DefectLine.defect_code_id)
        .join(WorkOrder, WorkOrder.id == ProductionReport.order_id)
        .join(Operation, Operation.id == DefectLine.operation_id)
        .outerjoin(Station, Station.id == ProductionReport.station_id)
        .outerjoin(LATER, LATER.replaces_id == ProductionReport.id)
        .where(*conditions)
        .order_by(ProductionReport.occurred_at, DefectLine.report_id, DefectLine.position)
    )
    rows = found.all()
    judged = await _judged_fates(session, [row for row in rows if row.disposition == Disposition.PENDING])
    return [Fault(row, judged.get(row.id) or _said_fate(row), row.judged, row.reason) for row in rows]


def _said_fate(row: Any) -> NgFate:
    match row.disposition:
        case Disposition.SCRAP:
            return NgFate(scrap=row.quantity)
        case Disposition.REWORK:
            return NgFate(rework=row.quantity)
        case _:
            return NgFate(pending=row.quantity)


async def _judged_fates(session: AsyncSession, pending: Sequence[Any]) -> dict[UUID, NgFate]:
    """What was decided of lines that left it to somebody else: their hold cases say it."""
    if not pending:
        return {}
    chain_of = await chains(session, sorted({row.report_id for row in pending}))
    said = await said_lines(session, [one for chain in chain_of.values() for one in chain])
    key_of: dict[UUID, str] = {}
    for last, chain in chain_of.items():
        keys = line_keys([said[one] for one in chain])[-1]
        key_of.update(zip((line.id for line in said[last]), keys, strict=True))
    cases = await session.execute(select(HoldCase).where(HoldCase.key.in_(list(key_of.values()))).order_by(HoldCase.id))
    by_key = {case.key: case for case in cases.scalars()}
    fates = {}
    for row in pending:
        case = by_key.get(key_of[row.id])
        if case is not None:
            kept = row.quantity - case.open - case.scrapped - case.reworked
            fates[row.id] = NgFate(case.scrapped, case.reworked, case.open, max(0, kept))
    return fates


class Blaming:
    """Who answers for each fault."""

    def __init__(self, codes: dict[int, dict[str, Any]], people: dict[str, Any]) -> None:
        self._operations = codes
        self._people = people

    def of(self, fault: Fault) -> Blame:
        return blame_of(
            judged=fault.judged,
            usual=fault.row.responsible_operation,
            found_at=fault.row.operation_code,
            operations=self._operations[fault.row.order_id],
            people={word: person.id for word, person in self._people.items()},
        )

    def operation(self, fault: Fault, code: str) -> Any:
        return self._operations[fault.row.order_id][code]


async def blaming(session: AsyncSession, asked: Asked, faults: Sequence[Fault]) -> Blaming:
    orders = sorted({fault.row.order_id for fault in faults})
    rows = await session.execute(
        select(Operation.order_id, Operation.id, Operation.code, Operation.name, Operation.piece_rate).where(
            Operation.order_id.in_(orders), Operation.kind == "normal"
        )
    )
    codes: dict[int, dict[str, Any]] = {order_id: {} for order_id in orders}
    for row in rows:
        codes[row.order_id][row.code] = row
    return Blaming(codes, await _named_people(session, asked, faults))


async def _named_people(session: AsyncSession, asked: Asked, faults: Sequence[Fault]) -> dict[str, Any]:
    """People whom a judgement may mean, by code, or by a name that only one of the site has."""
    words = sorted({fault.judged.strip().casefold() for fault in faults if fault.judged})
    if not words:
        return {}
    code, name = func.lower(Person.code, type_=String), func.lower(Person.name, type_=String)
    rows = await session.execute(
        select(Person.id, code.label("code"), name.label("name")).where(
            Person.site_id == asked.site_id, or_(code.in_(words), name.in_(words))
        )
    )
    people = rows.all()
    names = [person.name for person in people]
    return {
        **{person.name: person for person in people if names.count(person.name) == 1},
        **{person.code: person for person in people},
    }


async def borne_elsewhere(session: AsyncSession, asked: Asked, locale: str) -> dict[int, list[Deduction]]:
    """Deductions from the people who are asked about, of scrap that was found in somebody else's report or named."""
    faults = [fault for fault in await faults_from_elsewhere(session, asked) if fault.fate.scrap > 0]
    if not faults:
        return {}
    blames = await blaming(session, asked, faults)
    borne = [(fault, blame) for fault in faults for blame in [blames.of(fault)]]
    caused = {
        fault.row.id: blames.operation(fault, blame.operation)
        for fault, blame in borne
        if blame.bearer is Bearer.OPERATION and blame.operation is not None
    }
    makers = await _makers(session, {operation.id for operation in caused.values()})
    asked_for = await _asked_for(session, asked)
    found: dict[int, list[Deduction]] = {}

    def take(person_id: int, deduction: Deduction) -> None:
        if person_id in asked_for:
            found.setdefault(person_id, []).append(deduction)

    for fault, blame in borne:
        defect, at = local_name(fault.row.defect_name, locale), local_name(fault.row.operation_name, locale)
        if blame.person_id is not None:
            whole = part(fault.fate.scrap, WHOLE)
            take(blame.person_id, Deduction(fault.job(locale), "named", whole, defect, at, fault.reason))
        elif fault.row.id in caused:
            operation = caused[fault.row.id]
            name = local_name(operation.name, locale)
            job = Job(fault.row.order_number, operation.code, name, operation.piece_rate)
            for person_id, share in makers.get(operation.id, {}).items():
                lost = fault.fate.scrap * share
                take(person_id, Deduction(job, "caused", lost, defect, at, fault.reason))
    return found


async def _makers(session: AsyncSession, operation_ids: set[int]) -> dict[int, dict[int, Fraction]]:
    """By operation: which part of its pieces each person made."""
    made = func.sum((ProductionReport.good + ProductionReport.ng) * ReportPerson.share)
    rows = await session.execute(
        select(ProductionReport.operation_id, ReportPerson.person_id, made.label("made"))
        .join(ReportPerson, ReportPerson.report_id == ProductionReport.id)
        .outerjoin(LATER, LATER.replaces_id == ProductionReport.id)
        .where(ProductionReport.operation_id.in_(operation_ids), *IN_FORCE)
        .group_by(ProductionReport.operation_id, ReportPerson.person_id)
    )
    weights: dict[int, dict[int, Fraction]] = {}
    for row in rows:
        weights.setdefault(row.operation_id, {})[row.person_id] = Fraction(row.made)
    return {
        operation_id: {person_id: made / sum(of.values()) for person_id, made in of.items()}
        for operation_id, of in weights.items()
    }


async def _asked_for(session: AsyncSession, asked: Asked) -> set[int]:
    rows = await session.execute(select(Person.id).where(Person.site_id == asked.site_id, *asked.who))
    return set(rows.scalars())

# SPDX-License-Identifier: Apache-2.0
"""Reports as they were said, the newest first, with what may still be done to each."""

import base64
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from lockstep.domains.masterdata.models import DefectCode, Person, Station
from lockstep.domains.masterdata.queries import shifts_of_sites
from lockstep.domains.masterdata.rules import shift_at, shift_date_at
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import ENDED
from lockstep.domains.shopfloor.errors import WrongCursor
from lockstep.domains.shopfloor.models import DefectLine, DefectPhoto, Judgement, ProductionReport, ReportPerson
from lockstep.domains.shopfloor.queries.sight import of_makers
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import show_qty
from lockstep.platform.accounts.people import of_people
from lockstep.platform.commands.query import Reading, query

LATER = aliased(ProductionReport)
SEPARATOR = "/"
AS_STORED = (
    *("id", "replaces_id", "replaced_by_id", "reason", "order_id", "order_number", "operation_id"),
    *("operation_code", "station_code", "occurred_at", "received_at", "source", "note", "doubts", "crew"),
)


@query("shopfloor.reports", permission="report.read")
async def reports(
    reading: Reading,
    *,
    operation_id: int | None = None,
    order_id: int | None = None,
    mine: bool = False,
    shift_date: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    conditions: list[ColumnElement[bool]] = []
    if operation_id is not None:
        conditions.append(ProductionReport.operation_id == operation_id)
    if order_id is not None:
        conditions.append(ProductionReport.order_id == order_id)
    if mine:
        conditions.append(_mine(reading))
    if shift_date is not None:
        conditions.append(ProductionReport.shift_date == shift_date)
    if cursor is not None:
        place = tuple_(ProductionReport.received_at, ProductionReport.id)
        conditions.append(place < tuple_(*(literal(part) for part in _read_cursor(cursor))))
    rows = (await reading.session.execute(_select(reading).where(*conditions).limit(limit + 1))).all()
    page = rows[:limit]
    return {
        "reports": await _shown_all(reading, page),
        "next_cursor": _cursor(page[-1]) if len(rows) > limit else None,
    }


async def reports_of(
    reading: Reading, conditions: Sequence[ColumnElement[bool]], *, limit: int
) -> list[dict[str, Any]]:
    """Of the reports in sight those that the conditions name, the newest first."""
    wanted = _select(reading).where(*conditions).limit(limit)
    return await _shown_all(reading, (await reading.session.execute(wanted)).all())


async def _shown_all(reading: Reading, rows: Sequence[Any]) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    lines, people = await _lines(reading, ids), await _people(reading, ids)
    shifts = await _shifts_now(reading)
    return [_shown(reading, row, lines.get(row.id, []), people.get(row.id, []), shifts) for row in rows]


def _select(reading: Reading) -> Any:
    mine = _mine(reading)
    crew = select(func.count()).where(ReportPerson.report_id == ProductionReport.id).scalar_subquery()
    return (
        select(
            ProductionReport.id,
            ProductionReport.replaces_id,
            LATER.id.label("replaced_by_id"),
            ProductionReport.reason,
            ProductionReport.site_id,
            ProductionReport.order_id,
            WorkOrder.number.label("order_number"),
            WorkOrder.status.label("order_status"),
            ProductionReport.operation_id,
            Operation.name.label("operation_name"),
            Operation.code.label("operation_code"),
            Station.code.label("station_code"),
            ProductionReport.good,
            ProductionReport.ng,
            ProductionReport.occurred_at,
            ProductionReport.received_at,
            ProductionReport.shift_date,
            ProductionReport.shift_id,
            ProductionReport.source,
            ProductionReport.note,
            ProductionReport.doubts,
            mine.label("mine"),
            crew.label("crew"),
        )
        .join(WorkOrder, WorkOrder.id == ProductionReport.order_id)
        .join(Operation, Operation.id == ProductionReport.operation_id)
        .outerjoin(Station, Station.id == ProductionReport.station_id)
        .outerjoin(LATER, LATER.replaces_id == ProductionReport.id)
        .where(*in_scope(reading.actor), of_makers(reading.actor))
        .order_by(ProductionReport.received_at.desc(), ProductionReport.id.desc())
    )


def _mine(reading: Reading) -> ColumnElement[bool]:
    made_by_me = select(ReportPerson.report_id).where(ReportPerson.person_id == reading.actor.person_id)
    return or_(
        func.coalesce(ProductionReport.account_id == reading.actor.account_id, False),
        ProductionReport.id.in_(made_by_me),
    )


async def _lines(reading: Reading, ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    photos = (
        select(func.array_agg(DefectPhoto.photo_id))
        .where(DefectPhoto.defect_line_id == DefectLine.id)
        .scalar_subquery()
    )
    rows = await reading.session.execute(
        select(DefectLine, DefectCode.code, DefectCode.name, photos.label("photos"))
        .join(DefectCode, DefectCode.id == DefectLine.defect_code_id)
        .where(DefectLine.report_id.in_(ids))
        .order_by(DefectLine.report_id, DefectLine.position)
    )
    judged = await _judgements(reading, ids)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for line, code, name, photo_ids in rows:
        found.setdefault(line.report_id, []).append(
            {
                "id": line.id,
                "defect_code": code,
                "name": local_name(name, reading.actor.locale),
                "quantity": show_qty(line.quantity),
                "disposition": line.disposition,
                "note": line.note,
                "cause": line.cause,
                "photo_ids": photo_ids or [],
                "judgements": judged.get(line.id, {}),
            }
        )
    return found


async def _judgements(reading: Reading, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """The last word on each aspect of the defect lines of these reports."""
    rows = await reading.session.execute(
        select(Judgement)
        .join(DefectLine, DefectLine.id == Judgement.defect_line_id)
        .where(DefectLine.report_id.in_(ids))
        .order_by(Judgement.id)
    )
    found: dict[UUID, dict[str, Any]] = {}
    for one in rows.scalars():
        word = {"value": one.value["value"], "reason": one.reason, "by": one.actor_name, "at": one.at}
        found.setdefault(one.defect_line_id, {})[one.aspect] = word
    return found


async def _people(reading: Reading, ids: list[UUID]) -> dict[UUID, list[str]]:
    rows = await reading.session.execute(
        select(ReportPerson.report_id, Person.name)
        .join(Person, Person.id == ReportPerson.person_id)
        .where(ReportPerson.report_id.in_(ids), of_people(reading.actor, ReportPerson.person_id))
        .order_by(ReportPerson.share.desc(), Person.name)
    )
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(row.report_id, []).append(row.name)
    return found


async def _shifts_now(reading: Reading) -> dict[int, tuple[Any, int | None]]:
    """The shift that runs now at each site: its date and id."""
    found = {}
    for site_id, (zone, patterns) in (await shifts_of_sites(reading.session)).items():
        span = shift_at(reading.now, patterns, zone)
        found[site_id] = (shift_date_at(reading.now, patterns, zone), span.pattern.id if span else None)
    return found


def _shown(
    reading: Reading,
    row: Any,
    lines: list[dict[str, Any]],
    people: list[str],
    shifts: dict[int, tuple[Any, int | None]],
) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in AS_STORED},
        "operation_name": local_name(row.operation_name, reading.actor.locale),
        "good": show_qty(row.good),
        "ng": show_qty(row.ng),
        "defects": lines,
        "people": people,
        "shift_date": row.shift_date.isoformat(),
        "can": _can(reading, row, shifts),
    }


def _can(reading: Reading, row: Any, shifts: dict[int, tuple[Any, int | None]]) -> list[str]:
    if row.replaced_by_id is not None or row.good + row.ng == 0 or row.order_status in ENDED:
        return []
    in_shift = row.mine and shifts.get(row.site_id) == (row.shift_date, row.shift_id)
    may = reading.actor.may("report.correct_own") and (in_shift or reading.actor.may("report.correct"))
    return ["reverse", "correct"] if may else []


def _cursor(row: Any) -> str:
    return base64.urlsafe_b64encode(f"{row.received_at.isoformat()}{SEPARATOR}{row.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, _, key = base64.urlsafe_b64decode(cursor.encode()).decode().partition(SEPARATOR)
        moment, report_id = datetime.fromisoformat(at), UUID(key)
    except ValueError:
        raise WrongCursor from None
    if moment.tzinfo is None:
        raise WrongCursor
    return moment, report_id

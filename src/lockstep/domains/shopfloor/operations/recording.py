# SPDX-License-Identifier: Apache-2.0
"""The rows of a report that is booked: what was said, by whom, and when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from lockstep.domains.masterdata.rules import shift_at, shift_date_at
from lockstep.domains.shopfloor.models import (
    DefectLine,
    DefectPhoto,
    ProductionReport,
    ReportPerson,
    ReportValue,
)
from lockstep.domains.shopfloor.queries.context import Named
from lockstep.domains.shopfloor.schemas import ReportProduction
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.report import Booked, NgLine
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.work import Work


def occurred_at(work: Work, command: ReportProduction) -> datetime:
    """When it was done, by the clock of who did it; at the latest now."""
    return min(command.occurred_at or command.ended_at or work.now, work.now)


def record_report(
    work: Work,
    plant: Plant,
    named: Named,
    command: ReportProduction,
    lot_id: int,
    booked: Booked,
    lines: list[NgLine],
    said_by: Actor,
    *,
    doubts: list[str],
) -> None:
    site = plant.site_of(command.operation_id)
    zone = ZoneInfo(site.time_zone)
    occurred = occurred_at(work, command)
    shift = shift_at(occurred, site.shifts, zone)
    work.add(
        ProductionReport,
        id=command.id,
        site_id=site.id,
        order_id=plant.operations[command.operation_id].order_id,
        operation_id=command.operation_id,
        assignment_id=command.assignment_id,
        station_id=command.station_id or said_by.station_id,
        lot_id=lot_id,
        good=command.good,
        ng=command.ng,
        good_cell=booked.good_cell.value,
        started_at=command.started_at,
        ended_at=command.ended_at,
        occurred_at=occurred,
        received_at=work.now,
        shift_date=shift_date_at(occurred, site.shifts, zone),
        shift_id=shift.pattern.id if shift else None,
        source=command.source.value,
        account_id=said_by.account_id,
        device_id=said_by.device_id,
        note=command.note,
        doubts=sorted(set(doubts)),
    )
    _record_defects(work, named, command, lines)
    _record_details(work, command, said_by)
    work.audit(
        "production_report",
        command.id,
        after=command.payload(),
        site_id=site.id,
        line_id=plant.order_of(command.operation_id).line_id,
    )


def _record_defects(work: Work, named: Named, command: ReportProduction, lines: list[NgLine]) -> None:
    for position, (line, ng) in enumerate(zip(command.defects, lines, strict=True)):
        work.add(
            DefectLine,
            id=ng.key,
            report_id=command.id,
            operation_id=command.operation_id,
            position=position,
            defect_code_id=named.defects[line.defect_code].id,
            quantity=line.quantity,
            disposition=line.disposition,
            note=line.note,
            cause=line.cause,
        )
        for photo in line.photo_ids:
            work.add(DefectPhoto, defect_line_id=ng.key, photo_id=photo, sha256=named.photos[photo])


def _record_details(work: Work, command: ReportProduction, said_by: Actor) -> None:
    people = [(share.person_id, share.share) for share in command.people]
    if not people and said_by.person_id is not None:
        people = [(said_by.person_id, 100)]
    for person_id, share in people:
        work.add(ReportPerson, report_id=command.id, person_id=person_id, share=share)
    for value in command.values:
        number = None if isinstance(value.value, str) else value.value
        work.add(
            ReportValue,
            report_id=command.id,
            parameter=value.parameter,
            value=number,
            text=value.value if isinstance(value.value, str) else None,
        )

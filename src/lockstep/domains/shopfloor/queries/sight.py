# SPDX-License-Identifier: Apache-2.0
"""Whose reports an actor sees within the orders in scope, and what the audit calls what happened at an operation."""

from sqlalchemy import ColumnElement, exists, or_, select, true

from lockstep.domains.masterdata.models import Station
from lockstep.domains.orders.queries import called_by_operation
from lockstep.domains.shopfloor.models import DefectLine, Handover, ProductionReport, ReportPerson, TimeRecord
from lockstep.domains.shopfloor.queries.stations import stations_in_scope
from lockstep.domains.wip.models import HoldCase
from lockstep.platform.accounts.audit_names import Rows, named_by
from lockstep.platform.accounts.people import of_accounts, of_people
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.models import ParkedCommand
from lockstep.platform.commands.query import Reading
from lockstep.platform.database.names import name_in


def of_makers(actor: Actor) -> ColumnElement[bool]:
    """A report belongs to those who made the pieces, and to who sent it."""
    if actor.team_ids is None:
        return true()
    made = exists().where(ReportPerson.report_id == ProductionReport.id, of_people(actor, ReportPerson.person_id))
    return or_(of_accounts(actor, ProductionReport.account_id), made.correlate(ProductionReport))


AT_OPERATIONS = {
    "production_report": called_by_operation(ProductionReport.id, ProductionReport.operation_id),
    "defect_line": called_by_operation(DefectLine.id, DefectLine.operation_id),
    "time_record": called_by_operation(TimeRecord.id, TimeRecord.operation_id),
    "hold_case": called_by_operation(HoldCase.id, HoldCase.operation_id),
    "parked_command": called_by_operation(ParkedCommand.id, ParkedCommand.operation_id),
}


def _handovers(reading: Reading) -> Rows:
    """By the station at which it was told."""
    return (
        select(Handover.id, Station.code, name_in(reading.actor.locale, Station.name).label("name"))
        .join(Station, Station.id == Handover.station_id)
        .where(*stations_in_scope(reading.actor))
    )


named_by(AT_OPERATIONS.get)
named_by({"handover": _handovers}.get)

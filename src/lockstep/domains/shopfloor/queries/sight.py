# SPDX-License-Identifier: Apache-2.0
"""Whose reports an actor sees within the orders in scope."""

from sqlalchemy import ColumnElement, exists, or_, true

from lockstep.domains.shopfloor.models import ProductionReport, ReportPerson
from lockstep.platform.accounts.people import of_accounts, of_people
from lockstep.platform.commands.actor import Actor


def of_makers(actor: Actor) -> ColumnElement[bool]:
    """A report belongs to those who made the pieces, and to who sent it."""
    if actor.team_ids is None:
        return true()
    made = exists().where(ReportPerson.report_id == ProductionReport.id, of_people(actor, ReportPerson.person_id))
    return or_(of_accounts(actor, ProductionReport.account_id), made.correlate(ProductionReport))

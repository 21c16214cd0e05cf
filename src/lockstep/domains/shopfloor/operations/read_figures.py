# SPDX-License-Identifier: Apache-2.0
"""Reading what other people made and earn. Each reading leaves its trace: who read about whom, of which dates."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from lockstep.domains.masterdata.models import Line, Person, Site, Station, Team
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.shopfloor.figure_schemas import (
    ExportFigures,
    FiguresSheet,
    FiguresTrace,
    NamedId,
    PersonFigures,
    ReadFigures,
    TeamFigures,
)
from lockstep.domains.shopfloor.models import ProductionReport, ReportPerson
from lockstep.domains.shopfloor.queries.figures import figures_of, site_clock, tally
from lockstep.domains.shopfloor.queries.piecework import Asked
from lockstep.domains.shopfloor.queries.reports import reports_of
from lockstep.domains.shopfloor.rules.periods import dates_of
from lockstep.domains.shopfloor.words import WORDS
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.accounts.people import of_people
from lockstep.platform.audit.masking import said_by
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.query import Reading
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.models import Status
from lockstep.platform.metadata.sheets.exporting import as_file

READ_OTHERS = "figures.read_others"
SEES_PAY = ("field.person", "field.price")
MOST_REPORTS = 200


@operation("shopfloor.read_figures", permission=READ_OTHERS, keeps=False)
async def read_figures(work: Work, command: ReadFigures) -> TeamFigures:
    return await _read(work, command)


@operation("shopfloor.export_figures", permission=READ_OTHERS, keeps=False)
async def export_figures(work: Work, command: ExportFigures) -> FiguresSheet:
    found = await _read(work, command)
    locale = work.actor.locale
    headings = [local_name(WORDS[name], locale) for name in (*COLUMNS, *(PAY_COLUMNS if found.pays else ()))]
    content = as_file("csv", headings, [_cells(row, found) for row in found.rows])
    return FiguresSheet(name=f"figures-{found.first}-{found.last}.csv", content=content.decode())


said_by(read_figures.name, FiguresTrace)
said_by(export_figures.name, FiguresTrace)

COLUMNS = (
    *("code", "name", "team", "first", "last", "reports", "made", "good", "scrap", "rework", "undecided"),
    *("good_rate", "hours"),
)
PAY_COLUMNS = ("pay", "deducted", "currency")


def _cells(row: PersonFigures, found: TeamFigures) -> list[Any]:
    cells = [
        *(row.code, row.name, row.team, found.first, found.last, row.reports, row.made, row.good, row.scrap),
        *(row.rework, row.undecided, row.good_rate, round(row.seconds / 3600, 2)),
    ]
    pay = [] if row.pay is None else [row.pay.total, row.pay.deducted, found.currency]
    return [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in [*cells, *pay]]


async def _read(work: Work, command: ReadFigures) -> TeamFigures:
    reading = Reading(work.session, work.actor, work.now)
    sites = await _choices(work, Site, Site.id)
    site_id = _site(work, command, sites)
    clock = await site_clock(reading, site_id)
    first, last = dates_of(command.period, command.day or clock.today)
    asked = Asked(site_id, first, last, who=_who(work, site_id, command), work=_work(work, command))
    pays = all(work.actor.may(permission) for permission in SEES_PAY)
    tallies = await tally(reading, asked, clock)
    rows = await figures_of(work.session, tallies, work.actor.locale, pays=pays)
    _leave_trace(work, command, asked, rows, pays)
    return TeamFigures(
        today=clock.today,
        first=first,
        last=last,
        currency=clock.currency,
        site=NamedId(id=site_id, name=local_name(clock.name, work.actor.locale)),
        pays=pays,
        rows=rows,
        reports=await _reports(reading, asked, command),
        sites=sites,
        lines=await _choices(work, Line, Line.site_id, Line.id, site_id),
        teams=[
            team
            for team in await _choices(work, Team, Team.site_id, Team.line_id, site_id)
            if work.actor.team_ids is None or team.id in work.actor.team_ids
        ],
    )


def _site(work: Work, command: ReadFigures, sites: Sequence[NamedId]) -> int:
    wanted = command.site_id or work.actor.site_id
    known = [site.id for site in sites]
    if wanted is None and known:
        return known[0]
    if wanted not in known or wanted is None:
        raise NotFound(kind="site", key=wanted)
    return wanted


async def _choices(work: Work, model: Any, site: Any, line: Any = None, site_id: int | None = None) -> list[NamedId]:
    wanted = [model.status != Status.RETIRED]
    if site_id is not None:
        wanted.append(site == site_id)
    if work.actor.site_ids is not None:
        wanted.append(site.in_(work.actor.site_ids))
    if line is not None and work.actor.line_ids is not None:
        wanted.append(line.in_(work.actor.line_ids))
    rows = await work.session.execute(select(model.id, model.name).where(*wanted).order_by(model.code))
    return [NamedId(id=row.id, name=local_name(row.name, work.actor.locale)) for row in rows]


def _who(work: Work, site_id: int, command: ReadFigures) -> tuple[ColumnElement[bool], ...]:
    wanted = [Person.site_id == site_id, of_people(work.actor, Person.id)]
    if command.team_id is not None:
        wanted.append(Person.team_id == command.team_id)
    if command.person_id is not None:
        wanted.append(Person.id == command.person_id)
    return tuple(wanted)


def _work(work: Work, command: ReadFigures) -> tuple[ColumnElement[bool], ...]:
    """What was made at orders that the reader sees; of a line its orders, and what its stations made of others."""
    wanted = in_scope(work.actor)
    if command.line_id is not None:
        wanted.append(or_(WorkOrder.line_id == command.line_id, Station.line_id == command.line_id))
    return tuple(wanted)


async def _reports(reading: Reading, asked: Asked, command: ReadFigures) -> list[dict[str, Any]]:
    if command.person_id is None:
        return []
    by_person = select(ReportPerson.report_id).where(
        ReportPerson.person_id == command.person_id, of_people(reading.actor, ReportPerson.person_id)
    )
    made = ProductionReport
    wanted = [
        made.id.in_(by_person),
        made.site_id == asked.site_id,
        made.shift_date.between(asked.first, asked.last),
        *asked.work,
    ]
    return await reports_of(reading, wanted, limit=MOST_REPORTS)


def _leave_trace(work: Work, command: ReadFigures, asked: Asked, rows: Sequence[PersonFigures], pays: bool) -> None:
    """One's own figures are nobody else's business to know of."""
    others = [row for row in rows if row.person_id != work.actor.person_id]
    if not others:
        return
    about = ("person", command.person_id) if command.person_id is not None else ("site", asked.site_id)
    trace = FiguresTrace(first=asked.first, last=asked.last, people=[row.name for row in others], pay=pays)
    work.audit(
        *about,
        after=trace.model_dump(mode="json"),
        site_id=asked.site_id,
        line_id=command.line_id or work.actor.line_id,
    )

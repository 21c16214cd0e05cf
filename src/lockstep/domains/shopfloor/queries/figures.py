# SPDX-License-Identifier: Apache-2.0
"""What people made, how long they worked and what it earns them, by the shift dates of a site."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.models import Person, Site, Team
from lockstep.domains.masterdata.queries import shifts_of_sites
from lockstep.domains.masterdata.rules import ShiftPattern, shift_date_at, spans_of
from lockstep.domains.shopfloor import figure_schemas as shown
from lockstep.domains.shopfloor.queries.faults import Blaming, Fault, blaming, borne_elsewhere, faults_of
from lockstep.domains.shopfloor.queries.piecework import Asked, GoodFate, good_fates, reports_made, times_recorded
from lockstep.domains.shopfloor.rules.hours import Act, worked_seconds
from lockstep.domains.shopfloor.rules.pay import Bearer, Deduction, Job, Part, Pay, Piecework, part, pay
from lockstep.domains.shopfloor.rules.periods import Period, dates_of
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import SCALE
from lockstep.platform.accounts.permissions import SIGNED_IN
from lockstep.platform.commands.query import Reading, query

SPLIT = ("good", "ng", "scrap", "rework", "pending", "kept", "undecided")


class NoPerson(LockstepError):
    code = "no_person"
    message = "This account belongs to no person, so it has no figures of its own."


@dataclass(slots=True)
class Tally:
    """Of one person, by their shares."""

    counts: dict[str, Part] = field(default_factory=lambda: dict.fromkeys(SPLIT, Part(0)))
    reports: int = 0
    acts: list[Act] = field(default_factory=list)
    works: list[Piecework] = field(default_factory=list)
    deductions: list[Deduction] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SiteClock:
    """The shifts of a site and the date that its running one has."""

    today: date
    zone: ZoneInfo
    shifts: dict[int, ShiftPattern]
    currency: str
    name: dict[str, str]


async def site_clock(reading: Reading, site_id: int) -> SiteClock:
    site = (await reading.session.execute(select(Site.name, Site.currency).where(Site.id == site_id))).one()
    zone, patterns = (await shifts_of_sites(reading.session))[site_id]
    return SiteClock(
        shift_date_at(reading.now, patterns, zone),
        zone,
        {pattern.id: pattern for pattern in patterns},
        site.currency,
        site.name,
    )


@query("shopfloor.my_figures", permission=SIGNED_IN)
async def my_figures(reading: Reading, *, period: Period, day: date | None) -> shown.MyFigures:
    person_id = reading.actor.person_id
    site_id = await reading.session.scalar(select(Person.site_id).where(Person.id == person_id))
    if person_id is None or site_id is None:
        raise NoPerson
    clock = await site_clock(reading, site_id)
    first, last = dates_of(period, day or clock.today)
    asked = Asked(site_id, first, last, who=(Person.id == person_id,))
    tallies = await tally(reading, asked, clock)
    (figures,) = await figures_of(reading.session, {person_id: tallies.get(person_id, Tally())}, reading.actor.locale)
    return shown.MyFigures(today=clock.today, first=first, last=last, currency=clock.currency, figures=figures)


async def tally(reading: Reading, asked: Asked, clock: SiteClock) -> dict[int, Tally]:
    """Of everybody asked about who did something, or to whom a lost piece is charged."""
    session, locale = reading.session, reading.actor.locale
    reports = await reports_made(session, asked)
    fates = await good_fates(session, reports)
    faults = await faults_of(session, sorted({row.id for row in reports}))
    blames = await blaming(session, asked, faults)
    of_report: dict[Any, list[Fault]] = {}
    for fault in faults:
        of_report.setdefault(fault.row.report_id, []).append(fault)
    tallies: dict[int, Tally] = {}
    for row in reports:
        one = tallies.setdefault(row.person_id, Tally())
        one.reports += 1
        one.acts.append(Act(row.shift_date, row.started_at, row.ended_at or row.occurred_at, _shift(row, clock)))
        _count(one, row, fates[row.id], of_report.get(row.id, []), blames, locale)
    for time in await times_recorded(session, asked):
        one = tallies.setdefault(time.person_id, Tally())
        one.acts.append(Act(time.shift_date, time.started_at, time.ended_at))
    for person_id, borne in (await borne_elsewhere(session, asked, locale)).items():
        tallies.setdefault(person_id, Tally()).deductions += borne
    return tallies


def _shift(row: Any, clock: SiteClock) -> tuple[datetime, datetime] | None:
    """When the shift of the report ran; unknown where its times have been changed since."""
    if row.shift_id not in clock.shifts:
        return None
    span = spans_of(clock.shifts[row.shift_id], row.shift_date, clock.zone)
    return (span.starts_at, span.ends_at) if span.starts_at <= row.occurred_at <= span.ends_at else None


def _count(one: Tally, row: Any, good: GoodFate, faults: Sequence[Fault], blames: Blaming, locale: str) -> None:
    share = row.share
    job = Job(row.order_number, row.operation_code, local_name(row.operation_name, locale), row.piece_rate)
    pending = sum(fault.fate.pending for fault in faults)
    split = {
        "good": row.good,
        "ng": row.ng,
        "scrap": sum(fault.fate.scrap for fault in faults),
        "rework": sum(fault.fate.rework for fault in faults),
        "pending": pending,
        "kept": sum(fault.fate.kept for fault in faults),
        "undecided": good.undecided + pending,
    }
    for name, quantity in split.items():
        one.counts[name] += part(quantity, share)
    one.works.append(Piecework(job, part(row.good + row.ng, share), part(split["undecided"], share)))
    one.deductions += [
        Deduction(job, "own", part(fault.fate.scrap, share), local_name(fault.row.defect_name, locale))
        for fault in faults
        if fault.fate.scrap > 0 and blames.of(fault).bearer is Bearer.MAKER
    ]
    if good.scrapped > 0:
        one.deductions.append(Deduction(job, "inspection", good.scrapped * share / 100))


async def figures_of(
    session: AsyncSession, tallies: dict[int, Tally], locale: str, *, pays: bool = True
) -> list[shown.PersonFigures]:
    people = await session.execute(
        select(Person.id, Person.code, Person.name, Team.name.label("team"))
        .outerjoin(Team, Team.id == Person.team_id)
        .where(Person.id.in_(list(tallies)))
        .order_by(Person.name, Person.id)
    )
    return [_person(row, tallies[row.id], locale, pays) for row in people]


def _person(row: Any, one: Tally, locale: str, pays: bool) -> shown.PersonFigures:
    counts = {name: _number(quantity) for name, quantity in one.counts.items()}
    made = one.counts["good"] + one.counts["ng"]
    return shown.PersonFigures(
        person_id=row.id,
        code=row.code,
        name=row.name,
        team=local_name(row.team, locale) if row.team else None,
        reports=one.reports,
        made=_number(made),
        **counts,
        good_rate=round(float(100 * one.counts["good"] / made), 1) if made else None,
        seconds=worked_seconds(one.acts),
        pay=_pay(pay(one.works, one.deductions)) if pays else None,
    )


def _pay(found: Pay) -> shown.PayShown:
    return shown.PayShown(
        total=float(found.total),
        deducted=float(found.deducted),
        undecided=float(found.undecided),
        unrated=_number(found.unrated),
        earned=[
            shown.EarnedShown(job=_job(line.job), quantity=_number(line.quantity), amount=float(line.amount))
            for line in found.earned
        ],
        deductions=[
            shown.DeductionShown(
                job=_job(line.deduction.job),
                why=line.deduction.why,
                quantity=_number(line.deduction.quantity),
                amount=float(line.amount),
                defect=line.deduction.defect,
                found_at=line.deduction.found_at,
                reason=line.deduction.reason,
            )
            for line in found.deductions
        ],
    )


def _job(job: Job) -> shown.JobShown:
    rate = None if job.rate is None else float(Decimal(job.rate) / SCALE)
    return shown.JobShown(order=job.order, operation_code=job.operation, operation_name=job.name, rate=rate)


def _number(quantity: Part) -> float:
    return round(float(quantity / SCALE), 4)

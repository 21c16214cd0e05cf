# SPDX-License-Identifier: Apache-2.0
"""Time without output: setting up, running without a finished piece, other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lockstep.domains.masterdata.models import Person, Station
from lockstep.domains.masterdata.rules import shift_date_at
from lockstep.domains.orders.rules import Progress
from lockstep.domains.shopfloor.commands import RecordTime
from lockstep.domains.shopfloor.errors import (
    NotAMachine,
    OrderEnded,
    OrderNotReleased,
    TimeToCome,
    UnknownOperation,
    UnknownPerson,
    UnknownStation,
)
from lockstep.domains.shopfloor.models import TimeRecord
from lockstep.domains.shopfloor.operations.checks import check_source
from lockstep.domains.shopfloor.operations.parking import park
from lockstep.domains.shopfloor.schemas import ReportWarning
from lockstep.domains.shopfloor.time_schemas import TimeRecorded
from lockstep.domains.wip.operations.part import check_open
from lockstep.domains.wip.operations.store import emit_bars, follow_progress, set_progress, store_plant
from lockstep.domains.wip.queries.actions import allowed_actions
from lockstep.domains.wip.queries.bars import operation_bar, whole_order_bar
from lockstep.domains.wip.queries.plant import Plant, lock_plant
from lockstep.kernel.errors import Forbidden, LockstepError
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Mode
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

NAME = "shopfloor.record_time"
REPORT = "report.create"
AHEAD = timedelta(minutes=5)
"""As much as the clock of a terminal may be ahead of the server's."""
PARKABLE = (UnknownOperation, OrderEnded, OrderNotReleased, NotAMachine, TimeToCome, Forbidden)


@dataclass(frozen=True, slots=True)
class Places:
    """The sites of the people and stations that are named."""

    people: dict[int, int]
    stations: dict[int, int]


async def book_times(work: Work, commands: Sequence[RecordTime]) -> list[TimeRecorded | LockstepError]:
    plant = await lock_plant(work.session, {command.operation_id for command in commands}, work.now)
    places = await read_places(work, commands)
    answers = [_book_or_park(work, plant, places, command) for command in commands]
    await store_plant(work, plant)
    return answers


@operation(NAME, permission=REPORT, many=book_times)
async def record_time(work: Work, command: RecordTime) -> TimeRecorded:
    answer = (await book_times(work, [command]))[0]
    if isinstance(answer, LockstepError):
        raise answer
    return answer


async def read_places(work: Work, commands: Sequence[RecordTime]) -> Places:
    people = {command.person_id for command in commands if command.person_id}
    stations = {command.station_id for command in commands if command.station_id}
    found = []
    for model, wanted in ((Person, people), (Station, stations)):
        rows = await work.session.execute(select(model.id, model.site_id).where(model.id.in_(wanted))) if wanted else ()
        found.append({row.id: row.site_id for row in rows})
    return Places(*found)


def _book_or_park(work: Work, plant: Plant, places: Places, command: RecordTime) -> TimeRecorded | LockstepError:
    work.command_id = command.id
    try:
        work.actor.require(REPORT)
        check_source(work.actor, command.source)
        return book_time(work, plant, places, command, work.actor)
    except LockstepError as refusal:
        if command.mode is not Mode.BOOK or not isinstance(refusal, PARKABLE):
            return refusal
        park(work, plant, NAME, command, 0, refusal)
        warning = ReportWarning(code=refusal.code, params=refusal.params)
        return TimeRecorded(
            id=command.id,
            outcome="parked",
            operation_id=command.operation_id,
            bar=None,
            order_bar=None,
            can=[],
            warnings=[warning],
        )


def book_time(work: Work, plant: Plant, places: Places, command: RecordTime, said_by: Actor) -> TimeRecorded:
    """All checks come first: a refusal leaves nothing behind."""
    _check(work, plant, places, command)
    state = plant.operations[command.operation_id]
    site = plant.site_of(command.operation_id)
    work.add(
        TimeRecord,
        id=command.id,
        site_id=site.id,
        operation_id=command.operation_id,
        station_id=command.station_id or said_by.station_id,
        person_id=command.person_id or said_by.person_id,
        kind=command.kind,
        started_at=command.started_at,
        ended_at=command.ended_at,
        replaces_id=None,
        reason=None,
        received_at=work.now,
        shift_date=shift_date_at(command.started_at, site.shifts, ZoneInfo(site.time_zone)),
        source=command.source.value,
        account_id=said_by.account_id,
        note=command.note,
    )
    line_id = plant.order_of(state.id).line_id
    work.audit("time_record", command.id, after=command.payload(), site_id=site.id, line_id=line_id)
    if state.status == Progress.RELEASED:
        set_progress(plant, state, Progress.RUNNING, command.started_at)
    follow_progress(work, plant, {state.id})
    emit_bars(work, plant, "time_recorded", {state.id}, time_record_id=str(command.id))
    return TimeRecorded.model_construct(
        id=command.id,
        outcome="booked",
        operation_id=state.id,
        bar=operation_bar(plant, state.id, work.now),  # type: ignore[arg-type]
        order_bar=whole_order_bar(plant, state.order_id, work.now),  # type: ignore[arg-type]
        can=allowed_actions(plant, state.id, work.actor, station_id=command.station_id),
        warnings=[],
    )


def _check(work: Work, plant: Plant, places: Places, command: RecordTime) -> None:
    if command.operation_id not in plant.operations:
        raise UnknownOperation(operation_id=command.operation_id)
    order = plant.order_of(command.operation_id)
    if not work.actor.sees(order.site_id, order.line_id):
        raise UnknownOperation(operation_id=command.operation_id)
    check_open(plant, command.operation_id)
    if command.ended_at > work.now + AHEAD:
        raise TimeToCome(ended_at=command.ended_at.isoformat())
    if command.person_id is not None and places.people.get(command.person_id) != order.site_id:
        raise UnknownPerson(person_id=command.person_id)
    if command.station_id is not None and places.stations.get(command.station_id) != order.site_id:
        raise UnknownStation(station_id=command.station_id)

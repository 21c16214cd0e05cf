# SPDX-License-Identifier: Apache-2.0
"""What a report may name, and how exactly. The same checks serve the phone, the interface and the import."""

from collections.abc import Iterable

from lockstep.domains.masterdata.decimals import check_decimals
from lockstep.domains.shopfloor.errors import (
    DetailAsked,
    NotAMachine,
    SerialReported,
    SkillMissing,
    UnknownDefectCode,
    UnknownPerson,
    UnknownPhoto,
    UnknownStation,
)
from lockstep.domains.shopfloor.queries.context import Named
from lockstep.domains.shopfloor.rules.details import missing_details, rules_here
from lockstep.domains.shopfloor.rules.skills import lacks, skill_asked
from lockstep.domains.shopfloor.schemas import DefectIn, ReportProduction, ReportWarning, Source
from lockstep.domains.wip.queries.plant import Plant
from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Mode

IMPORT = "import.run"


def check_source(actor: Actor, source: Source) -> None:
    """An import books past *block* and a machine is not asked for details: nobody else may say that they are one."""
    if source is Source.IMPORT:
        actor.require(IMPORT)
    if source is Source.MACHINE and actor.session_id is not None:
        raise NotAMachine


def check_report(plant: Plant, named: Named, command: ReportProduction) -> list[ReportWarning]:
    """Refuses what cannot be taken; answers with what is only to be warned of."""
    site_id = plant.site_of(command.operation_id).id
    for share in command.people:
        person = named.people.get(share.person_id)
        if person is None or person.site_id != site_id:
            raise UnknownPerson(person_id=share.person_id)
    if command.station_id is not None and named.stations.get(command.station_id) != site_id:
        raise UnknownStation(station_id=command.station_id)
    if command.assignment_id is not None and named.assignments.get(command.assignment_id) != command.operation_id:
        raise NotFound(kind="assignment", key=command.assignment_id)
    state = plant.operations[command.operation_id]
    check_decimals(state.unit, state.decimals, command.good, *(line.quantity for line in command.defects))
    for serial in command.serials:
        if (command.operation_id, serial) in named.serials:
            raise SerialReported(serial=serial)
    for line in command.defects:
        _check_defect(named, line)
    return check_details(plant, named, command)


def _check_defect(named: Named, line: DefectIn) -> None:
    if line.defect_code not in named.defects:
        raise UnknownDefectCode(defect_code=line.defect_code)
    for photo in line.photo_ids:
        if photo not in named.photos:
            raise UnknownPhoto(photo_id=str(photo))


def check_details(plant: Plant, named: Named, command: ReportProduction) -> list[ReportWarning]:
    """Cause and photo where a rule of the plant asks for them. Nobody can be asked when the act is past."""
    if command.mode is Mode.BOOK or command.source in (Source.IMPORT, Source.MACHINE):
        return []
    order = plant.order_of(command.operation_id)
    rules = rules_here(
        named.detail_rules,
        line_id=order.line_id,
        product_id=order.product_id,
        operation_code=plant.operations[command.operation_id].code,
    )
    warnings = []
    for line in command.defects:
        known = named.defects[line.defect_code]
        for missing in missing_details(
            rules,
            severity=known.severity,
            quantity=line.quantity,
            first_time=command.operation_id not in known.seen_at,
            cause=line.cause,
            photos=len(line.photo_ids),
        ):
            params = {"defect_code": line.defect_code, "detail": missing.detail}
            if missing.strength == "block":
                raise DetailAsked(**params)
            warnings.append(ReportWarning(code=DetailAsked.code, params=params))
    return warnings


def skills_of(plant: Plant, commands: Iterable[ReportProduction]) -> set[int]:
    """Those that the operations of these reports ask for."""
    states = (plant.operations.get(command.operation_id) for command in commands)
    return {state.skill_id for state in states if state is not None and state.skill_id is not None}


def check_skill(
    plant: Plant, named: Named, command: ReportProduction, said_by: Actor, locale: str
) -> list[ReportWarning]:
    """Whether those who made it have the skill of the operation. An import tells of what is long past: it is booked,
    and marked. A machine has no skills."""
    state, order = plant.operations[command.operation_id], plant.order_of(command.operation_id)
    if state.skill_id is None or command.source is Source.MACHINE:
        return []
    asked = skill_asked(
        named.skill_rules, line_id=order.line_id, product_id=order.product_id, operation_code=state.code
    )
    without = _without_skill(named, command, said_by, state.skill_id)
    if asked is None or without is None:
        return []
    params = {"operation": state.code, "skill": local_name(named.skills[state.skill_id], locale), "person": without}
    if asked == "block" and command.source is not Source.IMPORT:
        raise SkillMissing(**params)
    return [ReportWarning(code=SkillMissing.code, params=params)]


def _without_skill(named: Named, command: ReportProduction, said_by: Actor, skill_id: int) -> str | None:
    """The first of those who made it who lacks the skill; where nobody is named, who says so made it."""
    makers: list[int | None] = [share.person_id for share in command.people]
    for person_id in makers or [said_by.person_id]:
        person = named.people.get(person_id or 0)
        if person is None or lacks(person.skills, skill_id):
            return person.name if person else said_by.name
    return None
